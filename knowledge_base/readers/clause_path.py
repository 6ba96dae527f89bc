"""Where exactly a quote stands: its article and item, as "第十二条" and "（三）", inside a passage that holds several.

By article 65 of the Legislation Law of the PRC, articles have paragraphs (款), and these items (项), numbered （一）.
"""

from __future__ import annotations

import re

from knowledge_base.readers.outline import article_label

_ITEM = re.compile(r"(?:^|(?<=[；;。：:]))\s*(（[一二三四五六七八九十]{1,3}）)")


def clause_path(heading_path: tuple[str, ...], text: str, at: int) -> tuple[str, ...]:
    """The path of the passage with that text, and below it the article and item that the character `at` belongs to.

    It takes the place of an article that the path ends with; outside numbered items nothing is added for one.
    """
    begin = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[begin : end if end >= 0 else len(text)]
    above = (article_label(one) for one in reversed([*text[:begin].splitlines(), line]))
    article = next((label for label in above if label), "")
    if article:
        parents = heading_path[:-1] if heading_path and article_label(heading_path[-1]) else heading_path
        heading_path = (*parents, article)
    items = [found[1] for found in _ITEM.finditer(line) if begin + found.start() <= at]
    return (*heading_path, items[-1]) if items else heading_path
