"""The web server: the panel in two languages, documents to read, tickets to take away."""

from __future__ import annotations

import asyncio
import csv
import io
import socket
from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING, Any, Literal

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse

from assistant.errors import SPOKEN, AssistantError
from ui.health_router import health_router
from ui.knowledge.document_page import document_html, message_html
from ui.lines.audiosocket_router import audiosocket_router
from ui.lines.media_stream_router import media_stream_router
from ui.lines.rtp_router import rtp_router
from ui.lines.vosk_router import vosk_router
from ui.open_port import listen
from ui.panel_page import build_panel, look
from ui.runs_router import runs_router
from ui.texts import LANGUAGES, Language, Texts

if TYPE_CHECKING:
    from assistant.desk import Desk

# Gradio evaluates templates and styles in the page, hence the two "unsafe" words; nothing may come
# from, or go to, another host.
PANEL_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; worker-src 'self' blob:; "
    "connect-src 'self' blob: data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
DOCUMENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#22303f"/>'
    '<path d="M4 5h8M4 8h8M4 11h5" stroke="#fff" stroke-width="1.4"/></svg>'
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
    "content-security-policy": PANEL_POLICY,
}


class SecurityHeaders:
    """ASGI middleware that adds HEADERS where a response has none of its own; streams pass untouched."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """ASGI 3."""

        async def send_with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message.get("headers", [])}
                more = [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in present]
                message["headers"] = [*message.get("headers", []), *more]
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def build_app(desk: Desk, audiosocket: socket.socket | None = None) -> FastAPI:
    """Everything that browsers and telephone lines ask for, around one desk; Asterisk comes to `audiosocket`."""
    app = FastAPI(title="calldesk", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(SecurityHeaders)
    _add_front(app)
    _add_recordings(app, desk)
    _add_documents(app, desk)
    _add_export(app, desk)
    app.include_router(vosk_router(desk))
    app.include_router(media_stream_router(desk))
    if audiosocket is not None:
        app.include_router(audiosocket_router(desk, audiosocket))
    app.include_router(rtp_router(desk))
    app.include_router(health_router(desk))
    app.include_router(runs_router(desk))
    for language in LANGUAGES:
        gr.mount_gradio_app(
            app,
            build_panel(desk, language),
            path=f"/{language}",
            footer_links=[],
            run_history=False,  # it would keep callers' words in the browser
            show_error=False,
            ssr_mode=False,
            enable_monitoring=False,
            mcp_server=False,
            max_file_size=f"{max(desk.settings.max_document_mb, desk.settings.max_dataset_mb, 500)}mb",
            **look(),
        )
    return app


def _add_front(app: FastAPI) -> None:
    @app.get("/")
    def front(request: Request) -> RedirectResponse:
        language = preferred_language(request.headers.get("accept-language", ""))
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{language}/{query}")

    @app.get("/favicon.ico")
    def icon() -> Response:
        return Response(ICON, media_type="image/svg+xml")


def _add_recordings(app: FastAPI, desk: Desk) -> None:
    @app.get("/recordings/{name}")
    def recording(name: str) -> Response:
        path = next((one.path for one in desk.recordings() if one.name == name), None)
        if path is None or not path.is_file():
            return Response(status_code=404)
        return FileResponse(path, content_disposition_type="inline")


def _add_documents(app: FastAPI, desk: Desk) -> None:
    def page(html: str, status: int = 200) -> HTMLResponse:
        return HTMLResponse(html, status, {"content-security-policy": DOCUMENT_POLICY})

    @app.get("/documents/{doc_id}")
    def read(doc_id: str, start: int = 0, end: int = 0, lang: Language = "zh") -> HTMLResponse:
        say = Texts(lang)
        try:
            document, versions = desk.knowledge.document(doc_id), desk.knowledge.versions(doc_id)
            return page(document_html(document, (start, end), say, versions))
        except SPOKEN:
            return page(message_html(say("document.missing")), 404)

    @app.get("/documents/{doc_id}/original")
    def original(doc_id: str, lang: Language = "zh") -> Response:
        say = Texts(lang)
        try:
            source, path = desk.knowledge.document(doc_id).source, desk.knowledge.original(doc_id)
        except SPOKEN:
            return page(message_html(say("document.missing")), 404)
        if path is None or not path.is_file():
            return page(message_html(say("document.no_original")), 404)
        # never shown in the page's own origin, whatever it holds
        headers = {"content-security-policy": "sandbox; default-src 'none'"}
        return FileResponse(path, 200, headers, "application/octet-stream", filename=source)


def _add_export(app: FastAPI, desk: Desk) -> None:
    @app.get("/export/tickets.{kind}")
    def export(kind: Literal["json", "csv"]) -> Response:
        text = desk.export_tickets(kind)
        body = text if kind == "json" else "\ufeff" + guarded_csv(text)
        media = "application/json" if kind == "json" else "text/csv; charset=utf-8"
        disposition = f'attachment; filename="tickets.{kind}"'
        return Response(body, media_type=media, headers={"content-disposition": disposition})


def guarded_csv(text: str) -> str:
    """The same table with an apostrophe before cells that a spreadsheet would run as a formula.

    Which cells: OWASP, "CSV Injection".
    """
    out = io.StringIO()
    writer = csv.writer(out)
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        writer.writerow([f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell for cell in row])
    return out.getvalue()


def preferred_language(accept: str) -> Language:
    """The first of ours in the order of an Accept-Language header (RFC 9110, 12.5.4); Chinese if none."""
    wanted: list[tuple[float, Language]] = []
    for item in accept.split(","):
        tag, _, quality = item.strip().partition(";q=")
        primary = tag.partition("-")[0].lower()
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        wanted += [(weight, language) for language in LANGUAGES if language == primary and weight > 0]
    return max(wanted, key=lambda pair: pair[0])[1] if wanted else "zh"


class AnnouncingServer(uvicorn.Server):
    """Says its address once it answers, and closes the desk before it ends."""

    def __init__(self, config: uvicorn.Config, close: Callable[[], None]) -> None:
        super().__init__(config)
        self._close = close

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's, then one line."""
        await super().startup(sockets)
        if self.started:
            host = self.config.host if ":" not in self.config.host else f"[{self.config.host}]"
            print(f"The panel is ready: http://{host}:{self.config.port}/", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """As uvicorn's, then the desk's."""
        await super().shutdown(sockets)
        await asyncio.to_thread(self._close)


def serve(desk: Desk, host: str, port: int) -> None:
    """Serves until interrupted; raises AssistantError where the address cannot be listened on."""
    try:
        listening = listen(host, port, "CALLDESK_PORT")
        lines = desk.settings.audiosocket_port
        audiosocket = listen(host, lines, "CALLDESK_AUDIOSOCKET_PORT") if lines else None
    except AssistantError:
        desk.close()
        raise
    config = server_config(build_app(desk, audiosocket), desk.lines.limits.message_bytes)
    config.host, config.port = host, listening.getsockname()[1]
    AnnouncingServer(config, desk.close).run(sockets=[listening])


def server_config(app: Any, message_bytes: int) -> uvicorn.Config:
    """How `app` is served. A telephone line that is kept waiting answers no pings: `LineLimits.silent_s` ends it.

    Its messages may be a little larger than they should, so that it is told so by us; sound hardly gets smaller.
    """
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        ws_max_size=message_bytes + 2**16,
    )
