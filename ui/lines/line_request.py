"""Requests about telephone lines: who may ask, a short JSON body, and a sentence where it cannot be used."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse

LONGEST_BODY = 4096
"""Bytes of a request."""

_LOG = logging.getLogger("calldesk.lines")


def foreign(headers: Mapping[str, str]) -> bool:
    """Whether a page of another site asks, from which browsers do not protect WebSockets (RFC 6455, 10.2)."""
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


async def short_body(request: Request) -> bytes | None:
    """None for one that is too long, whatever its header says."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_BODY:
            return None
    return body


def answer(status: int, why: str) -> JSONResponse:
    """Tells why a request cannot be met."""
    return JSONResponse({"error": why}, status)


def refused(status: int, why: str) -> JSONResponse:
    """The same, with a line in the log, for a request that belongs to no call; `why` holds no words of the client."""
    _LOG.warning("call -: refused: HTTP %d: %s", status, why)
    return answer(status, why)


def unusable(error: ValidationError) -> JSONResponse:
    """Names the fields that are wrong, never what they held; those that are not ours are left out of the log."""
    problems = [problem for problem in error.errors(include_input=False, include_url=False) if problem["loc"]]
    fields = {str(problem["loc"][-1]): problem["type"] != "unexpected_keyword_argument" for problem in problems}
    _LOG.warning("call -: refused: HTTP 422: %s", _wrong([name if ours else "…" for name, ours in fields.items()]))
    return answer(422, _wrong(fields))


def _wrong(fields: Iterable[str]) -> str:
    named = ", ".join(dict.fromkeys(fields))
    return f"Wrong in the request: {named or 'it must be JSON, an object'}. Mend it and ask again."
