"""PDFium's view of a PDF: `python -m knowledge_base.readers.pdf_worker LIMITS < file.pdf`, see `pdf_pages`.

PDFium may not be used by two threads at once, and may need any amount of memory for a hostile file; as a
process it may die of both.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.limits import MEGABYTE, Limits
from knowledge_base.readers.pdf_pages import DAMAGED, Page

if TYPE_CHECKING:
    from knowledge_base.readers.ocr import PageRecognizer

_LOCKED = "is a PDF locked by a password. Save a copy without one and add that."
_MEMORY, _MEMORY_OF_OCR = 1536 * MEGABYTE, 4096 * MEGABYTE
_LONGER_SIDE = 2000


def main() -> None:
    """Writes the pages, or the problem in a sentence, as JSON."""
    _bound_memory(_MEMORY)
    try:
        pages = list(_read(sys.stdin.buffer.read(), Limits(**json.loads(sys.argv[1]))))
        answer: dict[str, Any] = {"pages": [(page.text, page.seen) for page in pages]}
    except DocumentUnreadable as exc:
        answer = {"problem": str(exc)}
    except pypdfium2.PdfiumError:
        answer = {"problem": DAMAGED}
    sys.stdout.write(json.dumps(answer))


def _bound_memory(most: int) -> None:
    with suppress(ImportError, ValueError, OSError):  # only Unix can bound it, and not beyond what bounds it already
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        least = _MEMORY_OF_OCR if hard == resource.RLIM_INFINITY else min(hard, _MEMORY_OF_OCR)
        resource.setrlimit(resource.RLIMIT_AS, (min(most, least), least))


def _read(data: bytes, limits: Limits) -> Iterator[Page]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as exc:
        locked = exc.err_code in (FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY)
        raise DocumentUnreadable(_LOCKED if locked else DAMAGED) from exc
    limits.check_pages(len(document))
    recognizer: PageRecognizer | None = None
    characters = 0
    for number in range(len(document)):
        with closing(document[number]) as page:
            found = _page(page)
            if found.seen == "picture" and (recognizer := recognizer or _recognizer()):
                found = _recognized(page, recognizer)
        characters += len(found.text)
        limits.check_characters(characters)
        yield found


def _page(page: Any) -> Page:
    text = page.get_textpage().get_text_bounded()
    if text.strip():
        return Page(text, "text")
    return Page("", "blank" if next(page.get_objects(), None) is None else "picture")


def _recognizer() -> PageRecognizer | None:
    """None where the extra is not installed."""
    _bound_memory(_MEMORY_OF_OCR)
    try:
        from knowledge_base.readers.ocr import PageRecognizer
    except ImportError:
        return None
    return PageRecognizer(max(1, min(2, os.cpu_count() or 1)))


def _recognized(page: Any, recognizer: PageRecognizer) -> Page:
    lines = recognizer.lines(page.render(scale=_LONGER_SIDE / max(page.get_size())).to_numpy())
    return Page("\n".join(lines), "recognized") if lines else Page("", "picture")


if __name__ == "__main__":
    main()
