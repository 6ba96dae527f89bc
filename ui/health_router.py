"""`GET /health`: what the process does and costs, for a monitor and for the load benchmark."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import psutil
from fastapi import APIRouter

if TYPE_CHECKING:
    from assistant.desk import Desk


def health_router(desk: Desk) -> APIRouter:
    """Calls that go on, CPU seconds of the process so far, its resident memory in MB (10^6 bytes)."""
    router = APIRouter()
    process = psutil.Process()

    @router.get("/health")
    def health() -> dict[str, str | int | float]:
        return {
            "calls": desk.live_calls(),
            "cpu_s": round(time.process_time(), 3),
            "resident_mb": round(process.memory_info().rss / 1e6, 1),
            "recognizer": desk.recognizer,
        }

    return router
