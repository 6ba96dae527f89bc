"""Files of one upload that are the same, or that would wrongly become versions of one another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from knowledge_base.told import Told


@dataclass(slots=True)
class Doubles:
    """What was seen of one upload: names by SHA-256, and SHA-256 by name without case."""

    _names: dict[str, str] = field(default_factory=dict)
    _sums: dict[str, str] = field(default_factory=dict)

    def judge(self, name: str, sha256: str) -> tuple[Literal["waiting", "same", "refused"], str]:
        """Whether a file is to be taken in, and if not, of which earlier one it is a copy or why it is refused."""
        if sha256 in self._names:
            return "same", self._names[sha256]
        if self._sums.setdefault(name.casefold(), sha256) != sha256:
            return "refused", Told(
                "{name} is the name of another file of this upload, and both would be taken for versions of one "
                "document. Rename one of them, or upload the older one first and the newer one afterwards.",
                name=name,
            )
        self._names[sha256] = name
        return "waiting", ""
