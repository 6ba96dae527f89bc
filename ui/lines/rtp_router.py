"""Calls as mirrored RTP: a PBX, or what steers it, says which call is coming and is told where to send it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import anyio
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import TypeAdapter, ValidationError

from assistant.lines.line_calls import log_refused
from assistant.lines.rtp_ports import RtpPorts
from assistant.lines.rtp_receiver import DeskFull, LineTaken, NoCall, NoPort, RtpPlace, RtpReceiver, RtpRequest
from ui.lines.line_request import answer, foreign, refused, short_body, unusable

if TYPE_CHECKING:
    from assistant.desk import Desk

EVERYWHERE = ("0.0.0.0", "::")
"""Addresses to listen on that nothing can be sent to."""

_REQUEST = TypeAdapter(RtpRequest)


def rtp_router(desk: Desk) -> APIRouter:
    """`POST /lines/rtp` and `DELETE /lines/rtp/{call}`; calls that go on when the server stops are ended."""
    receiver = RtpReceiver(desk.lines, RtpPorts(desk.settings.rtp_host, desk.settings.rtp_ports))
    threads = anyio.CapacityLimiter(desk.settings.max_lines)  # its own: the pages must not run out of theirs

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        yield
        await anyio.to_thread.run_sync(receiver.close, limiter=threads)

    router = APIRouter(lifespan=lifespan)

    @router.post("/lines/rtp")
    async def begin(request: Request) -> Response:
        if foreign(request.headers):
            return refused(403, "Pages of other sites may not ask for calls.")
        return await _begun(receiver, request, threads)

    @router.delete("/lines/rtp/{call}")
    async def end(call: str, request: Request) -> Response:
        if foreign(request.headers):
            return refused(403, "Pages of other sites may not end calls.")
        try:
            await anyio.to_thread.run_sync(receiver.end, call, limiter=threads)
        except NoCall as exc:
            return answer(404, str(exc))
        return Response(status_code=204)

    return router


async def _begun(receiver: RtpReceiver, request: Request, threads: anyio.CapacityLimiter) -> Response:
    body = await short_body(request)
    if body is None:
        return refused(413, "The request is too long: send the fields of a call and nothing else.")
    try:
        place = await anyio.to_thread.run_sync(receiver.open, _REQUEST.validate_json(body), limiter=threads)
    except ValidationError as exc:
        return unusable(exc)
    except (LineTaken, DeskFull, NoPort) as exc:
        log_refused(exc)
        return answer(409 if isinstance(exc, LineTaken) else 503, str(exc))
    return JSONResponse(_told(place, request), 201)


def _told(place: RtpPlace, request: Request) -> dict[str, object]:
    """Where to send to: the address that the request reached, where every address of the machine is listened on."""
    host = request.scope["server"][0] if place.host in EVERYWHERE else place.host
    told = replace(place, host=host)
    return {name: getattr(told, name) for name in ("call", "caller_port", "operator_port", "host")}
