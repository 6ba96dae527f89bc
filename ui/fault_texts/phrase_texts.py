"""Fixed English phrases that stand in a place of a sentence, in Chinese; a value that is none of them stays."""

from __future__ import annotations

import errno
import os

_REASONS = {
    "EACCES": "没有权限",
    "EPERM": "没有权限",
    "EROFS": "文件系统只读",
    "ENOSPC": "磁盘已满",
    "EDQUOT": "超出磁盘配额",
    "EFBIG": "文件过大",
    "EIO": "磁盘读写错误",
    "EBUSY": "正被占用",
    "ENOENT": "不存在",
    "EEXIST": "已存在",
    "ENOTDIR": "不是文件夹",
    "EISDIR": "是文件夹",
    "ENOTEMPTY": "文件夹不为空",
    "ENAMETOOLONG": "文件名过长",
    "EMFILE": "打开的文件过多",
    "ENOTCONN": "连接已断开",
    "ESTALE": "连接已失效",
    "EADDRNOTAVAIL": "没有这个地址",
    "EHOSTDOWN": "对方主机没有开机",
    "EHOSTUNREACH": "连不到对方主机",
    "ETIMEDOUT": "连接超时",
    "ENODEV": "没有这个设备",
    "EREMOTEIO": "远端读写错误",
    "ELOOP": "链接指来指去没有尽头",
}

PHRASES: dict[str, dict[str, str]] = {
    "reason": {os.strerror(code): _REASONS[name] for code, name in errno.errorcode.items() if name in _REASONS},
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
    "filing": {"department": "发文部门", "region": "适用地区", "audience": "适用对象"},
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
