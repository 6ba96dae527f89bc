"""What kind of thing a question asks for, and whether a clause holds such a thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.sound import syllables

_FIGURE = r"(?:\d|[零一二两三四五六七八九十百千]+(?=[个元倍成折万岁年月日天周小分次户人吨米级档类种平公]))"
_ENOUGH_SYLLABLES = 2


@dataclass(frozen=True, slots=True)
class AnswerKind:
    """`cues` are the words that ask for it (found by sound too), `signs` what a clause that answers has."""

    name: str
    cues: tuple[str, ...]
    signs: re.Pattern[str]


def _kind(name: str, cues: str, signs: str) -> AnswerKind:
    return AnswerKind(name, tuple(cues.split()), re.compile(signs))


KINDS = (
    _kind(
        "money",
        "多少钱 费用 收费 价格 价钱 票价 贵不贵 罚款 罚多少 工本费 补多少 补贴多少 报多少 免费 要钱 标准 金额 额度 "
        "限额",
        r"[\d万千百一二三四五六七八九十]\s*(?:万?元|块|％|%|角|倍|折|成|个百分点)|免费|免收|不收|百分之|全额|：\d+\.\d+",
    ),
    _kind("amount", "多少 几个 几次 几家 几级 几条 几户 几只 多大 多高 多重 多远 比例 最多 最少 最高 最低", _FIGURE),
    _kind(
        "duration",
        "多久 多长时间 几天 几个月 几年 几个小时 几小时 多长 期限 时限 有效期 多少天 多少年 什么时候能 "
        "几个工作日 时间规定",
        _FIGURE
        + r"[\d.]*\s*个?(?:工作日|日|天|月|年|小时|时|分钟|周)|当场|当日|当天|即时|随时|长期有效|半年|分钟",
    ),
    _kind(
        "date",
        "什么时候 何时 几点 几号 哪天 哪几天 哪一天 几月 什么时间 哪年 时间 日期 截止 开始 到什么时候",
        r"\d\s*(?:年|月|日|时|点|[:：]\d\d)|周[一二三四五六日]|每天|每月|每年|节假日|工作日|年底",
    ),
    _kind(
        "place",
        "哪里 哪儿 在哪 地址 地点 什么地方 去哪 哪个窗口 哪个部门 什么部门 哪些地方 找谁 谁管 归谁 哪家 哪个单位 渠道",
        r"\d+号|路|窗口|大厅|中心|分局|局|所|服务站|网上|应用|平台|街道|社区|负责|小程序|公司|医院",
    ),
    _kind(
        "contact",
        "电话 号码 怎么联系 联系方式 热线 打什么 网址 邮箱 访问路径",
        r"\d{3,4}[-—－]?\d{7,8}|1\d{10}|\b\d{5}\b|热线|www|http|@|路径|公众号",
    ),
    _kind(
        "papers",
        "材料 资料 证件 手续 带什么 带哪些 交什么 提供什么 提交什么 准备什么 要什么 凭什么",
        r"身份证|户口簿|证明|复印件|原件|材料|申请表|合同|证书|发票|清单|凭证|驾驶证|行驶证|照片|承诺书|单据",
    ),
    _kind(
        "terms",
        "条件 资格 要求 什么人 哪些人 谁可以 谁能 哪些情况 哪些情形 什么情况 范围 对象 符合 限制 什么样",
        r"应当|应|可以|不得|符合|满|以上|以下|未|情形|条件|必须|包括|具有|具备|属于",
    ),
    _kind(
        "how",
        "怎么 如何 怎样 咋办 流程 程序 步骤 方法 办法 方式 途径 举措 措施 做法",
        r"申请|办理|提交|登录|拨打|可以|通过|先|凭|向|到|由|应|采取|加强|实行|落实",
    ),
    _kind("whether", "吗 能不能 可不可以 可以不 是否 要不要 算不算 行不行 会不会 有没有 用不用 需不需要 是不是",
          r"可以|可|不|能|应当|应|需|无需|要|禁止|违法|免|均"),
    _kind("list", "哪些 哪几 什么内容 有什么 包括什么 几种 几类 分别", r"、.*、|；.*；|包括|分为|以下|一是"),
)  # fmt: skip


@lru_cache(maxsize=256)
def asked_kinds(query: str, heard: bool) -> tuple[AnswerKind, ...]:
    """The kinds a question's words ask for; in heard words a cue of two syllables or more counts by sound."""
    heard_as = f" {' '.join(syllables(query))} " if heard else ""
    return tuple(kind for kind in KINDS if any(_has(cue, query, heard_as) for cue in kind.cues))


def _has(cue: str, query: str, heard_as: str) -> bool:
    if cue in query:
        return True
    sounds = _cue_sounds(cue)
    return len(sounds) >= _ENOUGH_SYLLABLES and f" {' '.join(sounds)} " in heard_as


@lru_cache(maxsize=512)
def _cue_sounds(cue: str) -> tuple[str, ...]:
    return tuple(syllables(cue))
