"""Asterisk's AudioSocket: the server beside the web server, and who a UUID is for."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from pydantic import TypeAdapter, ValidationError

from assistant.lines.audiosocket_server import (
    AnnouncedLine,
    AnnouncedLines,
    AudioSocketServer,
    LineTaken,
    log_refused,
)
from ui.lines.line_request import answer, foreign, refused, short_body, unusable

if TYPE_CHECKING:
    from assistant.desk import Desk

_LINE = TypeAdapter(AnnouncedLine)


def audiosocket_router(desk: Desk, listening: socket.socket) -> APIRouter:
    """`POST /lines/audiosocket`; Asterisk is served on `listening` while the web server runs."""
    announced = AnnouncedLines(desk.lines)

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        server = AudioSocketServer(desk.lines, announced)
        await server.start(listening)
        yield
        await server.stop()

    router = APIRouter(lifespan=lifespan)

    @router.post("/lines/audiosocket")
    async def announce(request: Request) -> Response:
        if foreign(request.headers):
            return refused(403, "Pages of other sites may not announce calls.")
        body = await short_body(request)
        if body is None:
            return refused(413, "The request is too long: send the fields of a line and nothing else.")
        try:
            announced.tell(_LINE.validate_json(body))
        except ValidationError as exc:
            return unusable(exc)
        except LineTaken as exc:
            log_refused(exc)
            return answer(409, str(exc))
        return Response(status_code=204)

    return router
