from assistant.events import CallEnded, CallFault
from eval.metrics.degraded_modes import degraded_modes


def test_counts_by_stage_and_kind(stream) -> None:
    timed_out, deaf = CallFault("llm", "LlmUnavailable"), CallFault("hearing", "EngineUnavailable")
    events = stream((0, deaf), (5, timed_out), (9, timed_out), (10, CallEnded(10, "")))
    assert degraded_modes(events) == {"hearing EngineUnavailable": 1, "llm LlmUnavailable": 2}
