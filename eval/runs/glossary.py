"""What each figure is, in Chinese and English, by the last part of its name and the groups before it."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    "cer": ("字错率", "character error rate"),
    "syllable_error_rate": ("音节错误率（同音字不算错）", "syllable error rate (homophones forgiven)"),
    "rtf": ("实时率：用时÷音频时长", "real-time factor: time spent over audio length"),
    "hit@1": ("第一条即正确", "right at rank 1"),
    "hit@3": ("前三条含正确", "right among 3"),
    "hit@5": ("前五条含正确", "right among 5"),
    "mrr@10": ("平均倒数排名", "mean reciprocal rank"),
    "p50": ("中位数", "median"),
    "p95": ("95 分位", "95th percentile"),
    "p99": ("99 分位", "99th percentile"),
    "accuracy@1": ("首选正确率", "right at rank 1"),
    "accuracy@3": ("前三选正确率", "right among 3"),
    "macro_f1": ("宏平均 F1", "macro F1"),
    "n": ("样本数", "samples"),
    "n_heard": ("语音提问数", "spoken questions"),
    "skipped": ("跳过的样本", "samples skipped"),
    "precision": ("精确率", "precision"),
    "recall": ("召回率", "recall"),
    "f1": ("F1", "F1"),
    "resident_mb": ("最大常驻内存（MB）", "highest resident memory (MB)"),
    "faults": ("故障次数", "faults"),
    "raw": ("修正前", "before mending"),
    "mended": ("修正后", "after mending"),
    "repairs": ("按读音修正的处数", "repairs by sound"),
    "repair right": ("修正后更准的比例", "share of repairs that lowered the error"),
    "repair wrong": ("修正后更差的比例", "share of repairs that raised the error"),
    "numerals_touched": ("误动数字的次数", "numerals touched"),
    "mend_ms": ("每句修正耗时（毫秒）", "mending a final (ms)"),
    "recommended@1": ("推荐首条正确", "right document recommended first"),
    "recommended@3": ("推荐前三条含正确", "right document among 3 recommended"),
    "recommended@5": ("推荐前五条含正确", "right document among 5 recommended"),
    "category@1": ("分类首选正确", "category right at rank 1"),
    "category@3": ("分类前三含正确", "category right among 3"),
    "department@1": ("部门首选正确", "department right at rank 1"),
    "department@3": ("部门前三含正确", "department right among 3"),
    "useless": ("推荐中无用的比例", "share of recommendations of no use"),
    "unneeded": ("无需作答时仍推荐的比例", "recommended where nothing was to answer"),
    "stands": ("引文原样存在", "quotes that stand in their document"),
    "supports": ("引文支持该句", "quotes that support their sentence"),
    "answer unneeded": ("无需作答时仍给出答案的比例", "answered where nothing was to answer"),
    "answered": ("该答的有答", "questions that were answered"),
    "right": ("答案引自正确条款", "answers that quote the right clause"),
    "numbers": ("数字", "numbers"),
    "names": ("人名与单位", "names"),
    "places": ("地名", "places"),
    "terms": ("业务术语", "terms"),
    "caller": ("来电人", "caller"),
    "operator": ("坐席", "operator"),
    "typed": ("键入", "typed"),
    "heard": ("听写", "heard"),
    "latency_ms": ("检索耗时（毫秒）", "search time (ms)"),
    "first_partial_s": ("首个实时文字（秒）", "first partial (s)"),
    "final_s": ("定稿（秒）", "final (s)"),
    "recommendation_s": ("推荐（秒）", "recommendation (s)"),
    "draft_s": ("填单（秒）", "draft (s)"),
    "important": ("关键词错误率", "error on the words that matter"),
    "important_by_sound": ("关键词读音错误率", "error on the words that matter, by sound"),
    "recommendation": ("推荐", "recommendation"),
    "citation": ("引文", "citation"),
    "answer": ("答案", "answer"),
    "field": ("工单字段", "ticket fields"),
    "overlap": ("字面重合 F1", "overlap F1"),
    "caller_name": ("姓名", "name"),
    "caller_phone": ("电话", "telephone"),
    "request_type": ("诉求类型", "type"),
    "title": ("标题", "title"),
    "description": ("内容", "details"),
    "place": ("地点", "place"),
    "time": ("时间", "time"),
    "parties": ("涉及对象", "parties"),
    "urgency": ("紧急", "urgency"),
    "confidential": ("保密", "private"),
    "plain_whisper": ("基线：Whisper 原样", "baseline: plain Whisper"),
    "bm25": ("基线：BM25", "baseline: BM25"),
    "dense": ("基线：仅向量", "baseline: dense alone"),
    "sound": ("基线：仅读音", "baseline: sound alone"),
    "kept": ("有答案时有所显示", "something shown where there is an answer"),
    "silent": ("答案不在库中时不显示", "nothing shown with the answer held out"),
    "all_silent": ("抽走文件后不显示（含别处有答案的）", "nothing shown with the document held out, answered or not"),
    "answered_elsewhere": ("其他文件也有答案", "answered by another document too"),
    "unanswered_silent": ("库中没有答案时不显示", "nothing shown where no document answers"),
    "sample": ("示例城市", "sample city"),
    "elsewhere_silent": ("问其他主题时不显示", "nothing shown for another subject"),
    "n_elsewhere": ("其他主题的提问数", "questions on other subjects"),
    "search_ms": ("检索全程（毫秒）", "whole search (ms)"),
    "unembedded_ms": ("检索，给定问题向量（毫秒）", "search, the vector given (ms)"),
    "dense_ms": ("仅向量通道（毫秒）", "vectors alone (ms)"),
    "words_ms": ("仅字词通道（毫秒）", "words alone (ms)"),
    "sound_ms": ("仅读音通道（毫秒）", "sound alone (ms)"),
    "recall@10": ("向量前 10 条召回率", "recall of the 10 nearest vectors"),
    "recall@60": ("向量前 60 条召回率", "recall of the 60 nearest vectors"),
    "faster": ("快几倍", "times as fast"),
    "faster_unembedded": ("快几倍（给定问题向量）", "times as fast, the vector given"),
    "mapped_mb": ("其中文件映射（MB）", "of which pages of files (MB)"),
    "opened_s": ("打开用时（秒）", "opening (s)"),
    "added_passages": ("新增文档的文段数", "passages of the document added"),
    "added_s": ("新增一篇文档（秒）", "adding one document (s)"),
    "found_s": ("新增后检索到它（秒）", "then finding it (s)"),
    "found": ("新增后是否检索到", "whether it was found"),
    "passages_per_s": ("每秒向量化文段数", "passages embedded a second"),
    "cosine": ("与 32 位浮点的平均余弦", "mean cosine with 32-bit floats"),
    "cosine_min": ("与 32 位浮点的最低余弦", "lowest cosine with 32-bit floats"),
    "indexed_per_s": ("每秒入库文段数（全程）", "passages taken in a second"),
    "prepared_per_s": ("每秒索引文段数（不含向量）", "passages prepared a second, without embedding"),
    "embedded_again": ("重复入库时重新向量化的文段", "passages embedded again for unchanged documents"),
    "silenced": ("没有把握就不显示", "showing nothing where unsure"),
    "in_use": ("现用排序", "ranking in use"),
    "plain_float32": ("基线：32 位浮点原样", "baseline: plain 32-bit floats"),
    "langchain_faiss": ("基线：LangChain FAISS", "baseline: LangChain FAISS"),
    "majority": ("基线：多数类", "baseline: majority"),
    "tfidf_linear": ("基线：TF-IDF 线性", "baseline: TF-IDF linear"),
    "cpu_cores": ("占用核数", "processor cores used"),
    "skipped_partials": ("省略的实时文字", "partials left out"),
    "finals": ("定稿数", "finals"),
    "errors": ("出错次数", "errors"),
    "finals_lost": ("丢失的定稿数", "finals lost"),
    "n_readings": ("有文字的强行识别次数", "forced readings with words"),
    "refused": ("因满员拒接", "refused for lack of room"),
    "calls_per_core": ("每核通话数", "calls per core"),
    "mb_per_call": ("每多一路通话的内存（MB）", "memory per further call (MB)"),
    "limit_s": ("时限（秒）", "limit (s)"),
    "most_calls": ("时限内最多同时通话数", "most simultaneous calls within the limit"),
    "invented_finals": ("每十分钟凭空定稿数", "finals made up in 10 minutes"),
    "invented_partials": ("每十分钟凭空实时文字数", "partials made up in 10 minutes"),
    "opened": ("每十分钟误判为说话的次数", "utterances begun in 10 minutes without speech"),
    "held_back": ("强行识别时被拦下的比例", "share held back of readings forced on it"),
    "minutes": ("无人说话的音频（分钟）", "audio without speech (minutes)"),
    "n_speech": ("真人语音条数", "recordings of speech"),
    "speech": ("真人语音", "speech"),
    "speech heard": ("真人语音被听到的比例", "recordings of speech in which something was heard"),
    "recordings": ("自备录音", "recordings of one's own"),
    "silence": ("静默", "silence"),
    "white": ("白噪声", "white noise"),
    "pink": ("粉红噪声", "pink noise"),
    "brown": ("棕色噪声", "brown noise"),
    "hum": ("交流声", "mains hum"),
    "poor_line": ("劣质线路", "a poor line"),
    "ring_back": ("回铃音", "ringing"),
    "busy": ("忙音", "busy tone"),
    "dial_tone": ("拨号音", "dial tone"),
    "keys": ("按键音", "keys"),
    "beeps": ("提示音", "beeps"),
    "fax": ("传真", "fax and modem"),
    "howl": ("啸叫", "howling feedback"),
    "music_box": ("八音盒", "a music box"),
    "strings": ("弦乐", "strings"),
    "organ": ("风琴", "an organ"),
    "winds": ("管乐", "winds"),
    "band": ("乐队", "a band"),
    "zither": ("古筝", "a zither"),
    "drums": ("鼓", "drums"),
    "choir": ("合唱", "a choir without words"),
    "humming": ("哼唱", "humming"),
    "typing": ("键盘声", "typing"),
    "knocks": ("敲击声", "knocks"),
    "breath": ("呼吸声", "breathing"),
    "coughing": ("咳嗽声", "coughing"),
    "crying": ("哭声", "crying"),
    "barking": ("狗叫声", "barking"),
    "traffic": ("车流声", "traffic"),
    "wind": ("风声", "wind"),
    "babble": ("嘈杂人声", "a murmur of voices"),
}
_RATES = ("invented_finals", "invented_partials", "opened", "calls_per_core")
_COUNTS = (
    *("faults", "calls", "finals", "errors", "skipped_partials", "limit_s", "passages", "refused", "repairs"),
    *("numerals_touched", "minutes", "finals_lost", "n_readings"),
)
BASELINES = (
    *("plain_whisper", "bm25", "dense", "sound", "langchain_faiss", "majority", "tfidf_linear"),
    *("silenced", "in_use", "plain_float32"),
)
"""Groups of figures that others are compared with."""


def explained(name: str) -> tuple[str, str]:
    """A figure's name in Chinese and English; parts that are not known keep their own."""
    if name in _WORDS:
        return _WORDS[name]
    parts = [_words(part) for part in name.split(" ")]
    return " · ".join(part[0] for part in parts), " · ".join(part[1] for part in parts)


def _words(part: str) -> tuple[str, str]:
    group, _, number = part.partition("_")
    if group == "calls" and number.isdecimal():
        return f"同时 {number} 通", f"{number} calls at a time"
    if group == "passages" and number.isdecimal():
        return f"{int(number):,} 个文段", f"{int(number):,} passages"
    return _WORDS.get(part, (part, part))


def written(value: float | None, name: str) -> str:
    """A figure as people read it: waits, sizes and rates with one or two places, counts whole, the rest with four."""
    if value is None:
        return "–"
    if name.endswith(_RATES):
        return f"{value:.2f}"
    if name.endswith(_COUNTS):
        return f"{value:g}"
    if "_ms" in name or "_mb" in name or "mb_per" in name:
        return f"{value:.1f}"
    if "_s " in name or name.endswith("_s") or "cpu_cores" in name:
        return f"{value:.2f}"
    return str(int(value)) if isinstance(value, int) else f"{value:.4f}"
