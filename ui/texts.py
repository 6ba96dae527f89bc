"""Every word that the panel shows, in Chinese and English, under one key."""

from __future__ import annotations

from typing import Literal

from ui.calls.calls_texts import CALLS_WORDS
from ui.evaluation_texts import EVALUATION_WORDS
from ui.fault_texts.chinese import in_chinese
from ui.insight.insight_texts import INSIGHT_WORDS
from ui.knowledge.editorial_texts import EDITORIAL_WORDS
from ui.knowledge.knowledge_texts import KNOWLEDGE_WORDS
from ui.knowledge.uploads_texts import UPLOADS_WORDS

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

WORDS: dict[str, tuple[str, str]] = {
    # frame
    "product": ("热线坐席台", "Call desk"),
    "tab.call": ("通话", "Call"),
    "tab.knowledge": ("知识库", "Knowledge"),
    "tab.tickets": ("工单与记录", "Tickets and calls"),
    "other_language": ("English", "中文"),
    "status.recognizer": ("听写", "Speech"),
    "status.embedder": ("语义检索", "Semantic search"),
    "status.llm": ("大模型", "LLM"),
    "status.none": ("无", "none"),
    "status.knowledge": ("知识库 {documents} 份文件，{passages} 段", "{documents} documents, {passages} passages"),
    # bar of the call
    "recording": ("录音", "Recording"),
    "recording.choose": ("选择一段录音", "Choose a recording"),
    "recording.upload": ("上传录音", "Upload"),
    "speed": ("速度", "Speed"),
    "speed.fast": ("最快", "Fastest"),
    "play": ("播放", "Play"),
    "stop": ("挂断", "Hang up"),
    "microphone": ("麦克风", "Microphone"),
    "microphone.failed": (
        "没有收到麦克风的声音。请在浏览器中允许使用麦克风，然后重试。",
        "No sound comes from the microphone. Allow it in the browser and try again.",
    ),
    "microphone.start": ("打开麦克风", "Microphone on"),
    "speed.times": ("{times} 倍", "{times}×"),
    "recording.missing": ("请先选择或上传一段录音。", "Choose or upload a recording first."),
    "call.none": ("未在通话", "No call"),
    "call.live": ("通话中", "In call"),
    "call.ended": ("已结束", "Ended"),
    "call.unknown": (
        "没有这通电话的记录。请从“工单与记录”中打开，或重新开始。",
        "There is no record of this call. Open one under “Tickets and calls”, or start anew.",
    ),
    "source.replay": ("录音", "Recording"),
    "source.microphone": ("麦克风", "Microphone"),
    "source.typed": ("文字", "Typed"),
    "source.line": ("电话线路", "Line"),
    "fault.hearing": ("听写有中断：请以耳听为准", "Transcript has gaps: rely on your ears"),
    "fault.engine": ("所选引擎不可用：改用本站引擎", "Chosen engine unavailable: the site's own hears"),
    "fault.retrieval": ("检索出错：请改用下方提问框", "Search failed: use the question box below"),
    "fault.ticket": ("自动填单出错：请手工填写", "Drafting failed: fill the form by hand"),
    "fault.llm": ("大模型无响应：改为引用原文作答", "LLM does not answer: quoting documents instead"),
    "fault.log": ("通话记录未能保存", "The call is not being stored"),
    "degraded.recognizer": ("没有听写：请用提问框打字检索", "No speech recogniser: type questions instead"),
    "degraded.llm": ("未接大模型：引用原文作答", "No LLM: answers quote the documents"),
    "degraded.embedder": ("没有语义检索：按字词和读音检索", "No semantic search: words and sound only"),
    # transcript
    "transcript": ("实时听写", "Transcript"),
    "speaker.caller": ("来电人", "Caller"),
    "speaker.operator": ("坐席", "Operator"),
    "speaker.typed": ("键入", "Typed"),
    "transcript.empty": (
        "选择录音后点“播放”，或打开麦克风；没有声音时，可在右下方键入问题。",
        "Choose a recording and press Play, or switch the microphone on; without sound, type a question.",
    ),
    "transcript.waiting": ("等待说话……", "Waiting for speech…"),
    "transcript.earlier": (
        "更早的 {lines} 行在通话结束后显示",
        "{lines} earlier lines are shown when the call has ended",
    ),
    "transcript.unsure": ("可信度 {percent}%", "confidence {percent}%"),
    "summary": ("通话小结", "Summary"),
    # form
    "form": ("工单", "Ticket"),
    "field.caller_name": ("姓名", "Name"),
    "field.caller_phone": ("电话", "Telephone"),
    "field.request_type": ("诉求类型", "Type"),
    "field.urgency": ("紧急", "Urgency"),
    "field.confidential": ("保密", "Private"),
    "field.title": ("标题", "Title"),
    "field.description": ("内容", "Details"),
    "field.place": ("地点", "Place"),
    "field.time": ("时间", "Time"),
    "field.parties": ("涉及对象", "Parties"),
    "field.category": ("事项分类", "Category"),
    "field.department": ("承办单位", "Department"),
    "request_type.consultation": ("咨询", "Inquiry"),
    "request_type.complaint": ("投诉", "Complaint"),
    "request_type.help": ("求助", "Help"),
    "request_type.report": ("举报", "Report"),
    "request_type.suggestion": ("建议", "Suggestion"),
    "request_type.praise": ("表扬", "Praise"),
    "urgency.normal": ("一般", "Normal"),
    "urgency.urgent": ("紧急", "Urgent"),
    "confidential.no": ("否", "No"),
    "confidential.yes": ("是", "Yes"),
    "mark.drafted": ("草拟", "drafted"),
    "mark.edited": ("坐席填写", "by operator"),
    "mark.guess": ("推断", "inferred"),
    "form.submit": ("提交工单", "Submit ticket"),
    "form.export": ("导出", "Export"),
    "form.no_call": ("还没有通话，无法提交。请先开始通话或键入问题。", "No call yet. Start one or type a question."),
    "form.no_content": ("标题和内容都是空的，请至少填写一项再提交。", "Fill in a title or details before submitting."),
    "form.stored": ("已提交，工单号 {number}", "Submitted as ticket {number}"),
    # recommendations
    "advice": ("推荐答复", "Recommendations"),
    "advice.empty": (
        "来电人提问后，这里给出答复和依据。",
        "Answers and their sources appear here.",
    ),
    "advice.for_heard": ("针对所述", "For what was said"),
    "advice.for_typed": ("针对所问", "For the question"),
    "advice.nothing": (
        "知识库中没有找到可靠的依据。可换个说法再问，或转承办单位。",
        "Nothing good was found in the knowledge base. Ask in other words, or pass it to the department.",
    ),
    "answer": ("建议答复", "Suggested answer"),
    "answer.quoted": ("原文引用", "quoted"),
    "answer.drafted": ("大模型草拟，引文已核对", "drafted by the LLM, citations checked"),
    "answer.streaming": ("正在生成……", "being written…"),
    "passages": ("依据原文", "Passages"),
    "passage.page": ("第 {page} 页", "p. {page}"),
    "passage.open": ("打开原文", "Open document"),
    "question": ("键入问题检索（按 / 跳到此处，回车提问）", "Type a question (press / to come here, Enter to ask)"),
    "question.ask": ("提问", "Ask"),
    "alert": ("请注意", "Attention"),
    "alert.gas": ("燃气泄漏", "Gas leak"),
    "alert.fire": ("火情", "Fire"),
    "alert.injury": ("有人受伤", "Injury"),
    "alert.self_harm": ("自伤风险", "Risk of self-harm"),
    "alert.violence": ("暴力危险", "Violence"),
    "alert.hazard": ("安全隐患", "Hazard"),
    # search channels and formats
    "channel.dense": ("语义", "dense"),
    "channel.words": ("字词", "words"),
    "channel.sound": ("读音", "sound"),
    "channel.rank": ("{channel} 第 {rank}", "{channel} {rank}"),
    "channel.missed": ("{channel} 未中", "{channel} –"),
    "kind.markdown": ("Markdown", "Markdown"),
    "kind.text": ("文本", "Text"),
    "kind.html": ("网页", "HTML"),
    "kind.pdf": ("PDF", "PDF"),
    "kind.docx": ("Word", "Word"),
    # tickets and calls
    "tickets": ("已提交工单", "Submitted tickets"),
    "tickets.empty": ("还没有提交过工单。", "No tickets yet."),
    "tickets.number": ("工单号", "No."),
    "tickets.at": ("提交时间", "Submitted"),
    "tickets.refresh": ("刷新", "Refresh"),
    "tickets.export_csv": ("导出 CSV", "Export CSV"),
    "tickets.export_json": ("导出 JSON", "Export JSON"),
    "calls": ("通话记录", "Past calls"),
    "calls.empty": ("还没有通话记录。", "No calls yet."),
    "calls.at": ("开始时间", "Started"),
    "calls.label": ("来源", "Source"),
    "calls.duration": ("时长", "Length"),
    "calls.summary": ("小结", "Summary"),
    "calls.open": ("打开", "Open"),
    "call": ("通话", "Call"),
    **CALLS_WORDS,
    **KNOWLEDGE_WORDS,
    **UPLOADS_WORDS,
    **EDITORIAL_WORDS,
    **EVALUATION_WORDS,
    **INSIGHT_WORDS,
}


class Texts:
    """The words of one language; an unknown key raises KeyError."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._column = LANGUAGES.index(language)

    def __call__(self, key: str, **values: object) -> str:
        """The words under a key with their blanks filled; plain text, not HTML."""
        words = WORDS[key][self._column]
        return words.format(**values) if values else words

    def told(self, words: str) -> str:
        """A sentence from below in this language, in English where it is not known; other words as they are."""
        return in_chinese(words) if self.language == "zh" else words

    def known(self, prefix: str, name: str) -> str:
        """The words for a name that came from outside, the name itself where there are none."""
        return WORDS[f"{prefix}.{name}"][self._column] if f"{prefix}.{name}" in WORDS else name
