"""The words of uploads on the knowledge page, in Chinese and English, under one key."""

from __future__ import annotations

UPLOADS_WORDS: dict[str, tuple[str, str]] = {
    "uploads.head": ("{time} {by} 上传 {files} 个文件", "{time} {by}: {files} files"),
    "uploads.someone": ("（未署名）", "(unsigned)"),
    "uploads.folder": ("监视文件夹", "watched folder"),
    "uploads.count": ("已处理 {done}/{total}", "{done} of {total}"),
    "uploads.cancel": ("取消其余", "Cancel the rest"),
    "uploads.embedding": (
        "正在读入 {file}（索引 {done}/{total} 段）",
        "Reading {file} ({done}/{total} passages indexed)",
    ),
    "uploads.reading": ("正在读入 {file}", "Reading {file}"),
    "uploads.queued": ("排队中，等待前面的上传", "Waiting for uploads before it"),
    "uploads.cancelled": ("已取消", "cancelled"),
    "uploads.trouble": ("上传暂停：{reason}", "Uploads pause: {reason}"),
    "uploads.same": ("与 {file} 相同，只收一份", "The same as {file}, taken once"),
    "uploads.passages": ("{passages} 段", "{passages} passages"),
    "uploads.state.done": ("已加入", "added"),
    "uploads.state.same": ("重复", "copy"),
    "uploads.state.refused": ("未加入", "not added"),
    "uploads.state.cancelled": ("已取消", "cancelled"),
    "uploads.state.waiting": ("等待", "waiting"),
    "uploads.state.reading": ("读入中", "reading"),
    "uploads.state.unpacked": ("已解压", "unpacked"),
    "uploads.more": ("另有 {more} 个未显示", "{more} more are not shown"),
    "uploads.notice.gone": (
        "{path} 已不在监视文件夹中；知识库中的文件仍保留，如不再需要请手工移除。",
        "{path} is gone from the watched folder; its document stays until somebody removes it.",
    ),
    "uploads.notice.double": (
        "{path} 与监视文件夹中另一文件同名，未加入；请改名。",
        "{path} has the name of another file in the watched folder and was not taken: rename it.",
    ),
    "uploads.notices": ("监视文件夹提示 {count} 条", "{count} notices about the watched folder"),
}
