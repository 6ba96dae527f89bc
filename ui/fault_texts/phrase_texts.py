"""Fixed English phrases that stand in a place of a sentence, in Chinese; a value that is none of them stays."""

from __future__ import annotations

import errno
import os

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "文件系统只读",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出磁盘配额",
    errno.EFBIG: "文件过大",
    errno.EIO: "磁盘读写错误",
    errno.EBUSY: "正被占用",
    errno.ENOENT: "不存在",
    errno.EEXIST: "已存在",
    errno.ENOTDIR: "不是文件夹",
    errno.EISDIR: "是文件夹",
    errno.ENOTEMPTY: "文件夹不为空",
    errno.ENAMETOOLONG: "文件名过长",
    errno.EMFILE: "打开的文件过多",
    errno.ENOTCONN: "连接已断开",
    errno.ESTALE: "连接已失效",
    errno.EADDRNOTAVAIL: "没有这个地址",
}

PHRASES: dict[str, dict[str, str]] = {
    "reason": {os.strerror(code): words for code, words in _REASONS.items()},
    "kind": {
        "a PDF": " PDF 文件",
        "a ZIP or Office file": " ZIP 或 Office 文件",
        "a picture": "图片",
        "an RTF file": " RTF 文件",
        "something else": "其他格式",
        "category": "分类",
        "department": "部门",
        "example": "示例",
        "placename": "地名",
    },
    "what": {"pages": "页", "slides": "张幻灯片"},
    "state": {"draft": "是草稿", "submitted": "正在审核", "published": "已发布", "rejected": "已退回"},
    "filing": {"department": "部门", "region": "地区", "audience": "对象"},
    "form_field": {
        "caller_name": "姓名",
        "caller_phone": "电话",
        "request_type": "诉求类型",
        "urgency": "紧急",
        "confidential": "保密",
        "title": "标题",
        "description": "内容",
        "place": "地点",
        "time": "时间",
        "parties": "涉及对象",
        "category": "事项分类",
        "department": "承办单位",
    },
    "way": {"typed": "键入的", "heard": "听写的"},
}
"""By place, then by phrase."""
