"""Who issued a document, for which region and for whom, as it says so itself.

The places where Chinese official documents say it: GB/T 9704-2012 (issuer in the title, signature with day, imprint);
the line of adoption or the order under a statute's title; labelled lines of service guides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

READING = 1
"""Grows when these rules change: what was read with older ones is read again."""

_END = (
    "人民政府(?:办公厅|办公室)?|人民代表大会(?:常务委员会)?|指挥部(?:办公室)?|领导小组(?:办公室)?|联防联控机制"
    "|委员会(?:办公厅|办公室)?|办公厅|办公室|人民法院|人民检察院|国务院|研究[所院]|总工会|联合会|协会|管委会"
    "|人民银行|监会|中心|办|总?队|局|厅|署|部|委"
)
_BODY = re.compile(f"[^\\W\\d_a-zA-Z]{{1,40}}(?:{_END})")
_YEAR, _MONTH = "[0-9〇○零一二三四五六七八九]{4}\\s*年", "[0-9一二三四五六七八九十]{1,3}"
_DAY = f"{_YEAR}\\s*{_MONTH}\\s*月\\s*{_MONTH}\\s*日"
_LABEL = "^[-*•· \\t|]{0,9}"
_LABELLED = re.compile(
    f"{_LABEL}(?:发文|发布|制定|颁布|印发|实施|主管|责任|承办)(?:机关|机构|单位|部门|主体)"
    "[ \\t]*[:：][ \\t]*([^\\n；;|（(]{2,60})",
    re.M,
)
_REGION_LABELLED = re.compile(
    f"{_LABEL}(?:地区|行政区划|适用地区)[ \\t]*[:：][ \\t]*([^\\W\\d_]{{2,30}})[ \\t]*$", re.M
)
_AUDIENCE = re.compile(f"{_LABEL}(?:服务|适用|办理)对象[ \\t]*[:：][ \\t]*([^\\n]{{2,80}})$", re.M)
_ISSUES = re.compile("关于|印发|转发|发布《|公布")
_SIGNED = re.compile(f"{_DAY}(?!\\s*[起前后至，,])")
_IMPRINT = re.compile(f"{_DAY}\\s*印发")
_ORDER = re.compile(
    f"(?:^|{_DAY}\\s*)(?:中华人民共和国)?([^\\W\\d_]{{2,25}}?)(?:令|公告)\\s*[（(〔]?\\s*(?:{_YEAR})?\\s*第", re.M
)
_ADOPTED = re.compile(
    f"{_DAY}\\s*([^\\n《，。]{{2,40}}?)第[\\d〇零一二三四五六七八九十百]+次[^\\n]{{0,12}}会议[^\\n]{{0,60}}通过"
)
_SESSION = re.compile("第[\\d〇零一二三四五六七八九十]+届")
_BREAK = re.compile("[^\\w、\\s]|[\\da-zA-Z_]")
_OPENERS, _CLOSERS = ":：】—-", "。）)！"
_LONGEST_NAMES = 160

_PLACES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南"
    "|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_PROVINCE = f"(?:{_PLACES})(?:省(?!际)|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)"
_CITY = "(?:(?![区县])[^\\W\\d_]){1,8}?(?:市|自治州|地区(?!性)|盟)"
_COUNTY = "[^\\W\\d_]{1,7}?(?:区|县|旗)(?![域级内划市])"
_REGION = re.compile(f"({_PROVINCE})?({_CITY})?({_COUNTY})?")
_NATIONAL = re.compile(
    "国务院|国家|全国|中共中央|中央|中国|最高人民|海关总署|审计署|中华人民共和国|"
    "(?!.{0,30}(?:指挥|宣传|组织|统战|武装|干|全|内|总|支)部)(?:(?![省市区县])[^\\W\\d_]){2,12}?"
    "(?:部(?!队|门|署)|总局|总署|监会)"
)
_ABOVE_PLACE = re.compile("^(?:国家税务总局|中国共产党|中共)")
_NO_PLACE = re.compile(
    "^(?:城|都|超|上|夜|股|门|集)市|本|各|我|该|设|为|这|街道|社区|小区|地区性|^市|^区|^县|关于|的|和|三区"
)
_HEAD, _TAIL = 700, 400


@dataclass(frozen=True, slots=True)
class Origin:
    """What a document says of itself, "" where it says nothing; `evidence` is the words the department stands in."""

    department: str = ""
    region: str = ""
    audience: str = ""
    evidence: str = ""


def read_origin(title: str, text: str) -> Origin:
    """The issuer from a labelled line, the title, the signature, the adoption or the order: the first that is there."""
    head = text[:_HEAD]
    department, evidence = next(_issuers(title, text), ("", ""))
    audience = _AUDIENCE.search(text)
    labelled = _REGION_LABELLED.search(head)
    region = labelled[1] if labelled else _region(department, title)
    return Origin(department, region, audience[1].strip(" 。；") if audience else "", " ".join(evidence.split()))


def _issuers(title: str, text: str) -> Iterator[tuple[str, str]]:
    """Departments with the words they stand in, the surest first."""
    head, tail = text[:_HEAD], text[-_TAIL:]
    for labelled in _LABELLED.finditer(head):
        yield labelled[1].strip(" 。\t"), labelled[0].strip()
    for pattern, where in ((_ISSUES, title), (_IMPRINT, tail), (_SIGNED, tail), (_ISSUES, head), (_SIGNED, text)):
        before = _OPENERS if pattern is _ISSUES else _OPENERS + _CLOSERS
        for match in pattern.finditer(where):
            if names := _names(where[max(0, match.start() - _LONGEST_NAMES) : match.start()], before):
                yield names, f"{names} {match[0]}"
    adopted = _ADOPTED.search(head)
    if adopted and (body := _SESSION.sub("", adopted[1]).strip()):
        yield ("国务院" if body.startswith("国务院") else body), adopted[0]
    if order := _ORDER.search(head):
        yield order[1], order[0]


def _names(words: str, before: str) -> str:
    """The bodies that some words end with, "" where they do not; a mark not in `before` takes the words after it."""
    breaks = list(_BREAK.finditer(words))
    run = words[breaks[-1].end() :] if breaks else words
    if breaks and breaks[-1][0] not in before:
        run = "".join(re.split("(\\s)", run, maxsplit=1)[1:])
    parts = [part.removeprefix("转发") for part in re.split("[、\\s]+", run) if part]
    found: list[str] = []
    while parts and _BODY.fullmatch(parts[-1]):
        found.insert(0, parts.pop())
    if found and not _placed(found[0]) and parts and _placed(parts[-1] + found[0]):
        found[0] = parts[-1] + found[0]
    return "、".join(dict.fromkeys(found)) if found and _placed(found[0]) else ""


def _placed(name: str) -> bool:
    """Whether a name says whose body it is: 市水务局 and 有关部门 do not."""
    return bool(_national(name) or _regional(name))


def _national(name: str) -> bool:
    return bool(_NATIONAL.match(name)) and not re.match("国家税务总局[^办、]", name)


def _region(department: str, title: str) -> str:
    """That of the department, else that in front of the title."""
    for name in (department, title):
        if _national(name):
            return "全国"
        if place := _regional(name):
            return place
    return ""


def _regional(name: str) -> str:
    match = _REGION.match(_ABOVE_PLACE.sub("", name))
    parts = [part for part in match.groups() if part] if match else []
    return "" if any(_NO_PLACE.search(part) for part in parts) else "".join(parts)
