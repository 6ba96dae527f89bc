"""Requests about telephone lines: a short JSON body, and a sentence where it cannot be used."""

from __future__ import annotations

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse

LONGEST_BODY = 4096
"""Bytes of a request."""


async def short_body(request: Request) -> bytes | None:
    """None for one that is too long, whatever its header says."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_BODY:
            return None
    return body


def refused(status: int, why: str) -> JSONResponse:
    """The answer to a request that cannot be met."""
    return JSONResponse({"error": why}, status)


def wrong(error: ValidationError) -> str:
    """Names the fields that are wrong, never what they held."""
    problems = error.errors(include_input=False, include_url=False)
    fields = ", ".join(dict.fromkeys(str(problem["loc"][-1]) for problem in problems if problem["loc"]))
    return f"Wrong in the request: {fields or 'it must be JSON, an object'}. Mend it and ask again."
