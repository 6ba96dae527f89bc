"""How much memory a reading process may use: address space, where the system can bound it (not Windows)."""

from __future__ import annotations

from contextlib import suppress

from knowledge_base.readers.limits import MEGABYTE

_USUAL, _MOST = 1536 * MEGABYTE, 4096 * MEGABYTE


def bound_memory() -> None:
    """For this process from now on; what is bounded more tightly already stays so."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = _MOST if hard == resource.RLIM_INFINITY else min(hard, _MOST)
        resource.setrlimit(resource.RLIMIT_AS, (min(_USUAL, most), most))


def widen_memory() -> None:
    """To the most that a bounded process may be given: models that recognise pictures need it."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
