"""The reports of benchmark runs as pages and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

if TYPE_CHECKING:
    from assistant.desk import Desk
    from assistant.evaluation.evaluation_desk import ReportFile

REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
DOWNLOAD_POLICY = "sandbox; default-src 'none'"


def runs_router(desk: Desk) -> APIRouter:
    """Files of the runs that the desk lists; 404 for every other name."""
    router = APIRouter(prefix="/runs")

    def answer(name: str, file: ReportFile, media: str, policy: str, disposition: str) -> Response:
        path = desk.evaluation.report(name, file)
        if path is None:
            return Response(status_code=404)
        headers = {"content-security-policy": policy, "cache-control": "no-cache"}
        return FileResponse(path, 200, headers, media, filename=f"{name}-{file}", content_disposition_type=disposition)

    @router.get("/{name}/report.html")
    def page(name: str) -> Response:
        return answer(name, "report.html", "text/html; charset=utf-8", REPORT_POLICY, "inline")

    @router.get("/{name}/report.md")
    def text(name: str) -> Response:
        return answer(name, "report.md", "text/markdown; charset=utf-8", DOWNLOAD_POLICY, "attachment")

    @router.get("/{name}/result.json")
    def result(name: str) -> Response:
        return answer(name, "result.json", "application/json", DOWNLOAD_POLICY, "attachment")

    return router
