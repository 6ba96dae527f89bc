"""The words about live calls, hearing, repairs and doubt, in Chinese and English, under one key."""

from __future__ import annotations

CALLS_WORDS: dict[str, tuple[str, str]] = {
    # live calls and the extension
    "live.button": ("通话 {count} · 设分机", "Calls {count} · set extension"),
    "live.button_extension": ("分机 {extension} · 通话 {count}", "Ext. {extension} · calls {count}"),
    "live.title": ("正在进行的通话", "Calls going on"),
    "live.empty": ("现在没有通话。", "No call goes on now."),
    "live.who": ("来源", "Call"),
    "live.since": ("开始", "Since"),
    "live.extension": ("分机", "Extension"),
    "live.state": ("听写", "Transcript"),
    "live.open": ("打开", "Open"),
    "live.shown": ("当前", "shown"),
    "live.my_extension": ("我的分机", "My extension"),
    "live.extension_hint": (
        "打给这个分机的来电自动打开。本浏览器会记住。",
        "Calls for it open by themselves. This browser remembers it.",
    ),
    "live.extension_wrong": (
        "分机号只能用字母、数字和 _ . @ + -，最多 32 位。",
        "An extension has letters, digits and _ . @ + - only, 32 at most.",
    ),
    "live.over": (
        "这通电话已经结束，可在“工单与记录”中打开。",
        "This call is over: see “Tickets and calls”.",
    ),
    "call.to": ("打给 {extension}", "for {extension}"),
    "incoming": ("您有新来电", "New call for you"),
    "incoming.kept": (
        "当前通话或工单还没有处理完，没有自动切换。",
        "The call or the ticket in hand is not finished, so it stays here.",
    ),
    "incoming.open": ("打开来电", "Open the call"),
    "incoming.later": ("稍后", "Later"),
    "incoming.more": ("另有 {count} 通", "and {count} more"),
    "lost": (
        "与服务器的连接中断过，本页不再更新，也收不到来电。请先记下正在填写的内容。",
        "The connection was lost: this page gets no news and no calls. Note down first what you were writing.",
    ),
    "lost.reload": ("重新加载", "Load anew"),
    # hearing
    "hearing.on": ("听写中", "on"),
    "hearing.paused": ("听写已暂停", "paused"),
    "hearing.off": ("不听写", "not transcribed"),
    "hearing.pause": ("暂停听写", "Pause"),
    "hearing.go_on": ("继续听写", "Go on"),
    "hearing.never": ("不听写", "Do not transcribe"),
    "hearing.never_sure": (
        "此通话以后的内容都不再听写，且不能恢复。",
        "Nothing more of this call will be transcribed. This cannot be undone.",
    ),
    "hearing.never_yes": ("确定不听写", "Do not transcribe"),
    "hearing.noted.on": ("继续听写", "Transcription goes on"),
    "hearing.noted.paused": ("听写暂停", "Transcription paused"),
    "hearing.noted.off": ("此后不听写", "Not transcribed from here on"),
    # repairs and doubt
    "repair.note": (
        "原听作“{heard}”，依据{reason}改正，把握 {percent}%",
        "Heard as “{heard}”, changed to {reason}, {percent}% sure",
    ),
    "repair.term": ("知识库用语", "a term of the knowledge base"),
    "repair.place": ("地名", "a name of the city"),
    "repair.category": ("事项分类用语", "a word of the categories"),
    "repair.number": ("数字写法", "digits"),
    "repair.raw": ("识别原文：{raw}", "As recognized: {raw}"),
    "doubt": ("听得不准", "heard uncertainly"),
    "doubt.line": (
        "整句可信度 {percent}%",
        "The whole sentence: confidence {percent}%",
    ),
    "doubt.field": ("依据的话听得不准，请核对", "The words behind it were heard uncertainly: check them"),
    "doubt.question": ("听得不准，请先核对", "heard uncertainly: check first"),
    # engines, and calls that cannot be served
    "engine.choose": ("这通电话的识别引擎", "Recognizer for this call"),
    "engine.site": ("默认引擎", "Default engine"),
}
