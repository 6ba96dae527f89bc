"""Models from web addresses, resumed by HTTP ranges (RFC 9110, section 14)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import httpx

from assistant.errors import ModelUnavailable
from assistant.models.model_progress import Progress
from assistant.models.model_source import PinnedFile, TransferCut

# A hotline's machine is often closed off: what cannot be reached must be given up quickly.
PATIENCE = httpx.Timeout(8.0, connect=3.0)
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class WebFiles:
    """Files below one base address."""

    label: str
    base: str
    files: tuple[PinnedFile, ...]

    @property
    def total(self) -> int:
        """Bytes to transfer."""
        return sum(file.bytes for file in self.files)

    def fetch(self, folder: Path, progress: Progress) -> Path:
        """Each file into `folder`; unfinished ones end in `.part`."""
        done = 0
        with httpx.Client(timeout=PATIENCE, follow_redirects=True) as client:
            for file in self.files:
                target = folder / file.path
                target.parent.mkdir(parents=True, exist_ok=True)
                if not target.exists():
                    part = target.with_name(target.name + ".part")
                    self._download(client, file, part, progress, done)
                    file.check(part, self.label)
                    part.rename(target)
                done += file.bytes
                progress.at(done)
        return folder

    def _download(self, client: httpx.Client, file: PinnedFile, part: Path, progress: Progress, before: int) -> None:
        for _ in range(ATTEMPTS):
            had = _size(part)
            try:
                return self._receive(client, file, part, progress, before)
            except httpx.HTTPStatusError as error:
                part.unlink(missing_ok=True)
                raise ModelUnavailable(
                    "{source} answers {status}", source=self.label, status=error.response.status_code
                ) from error
            except httpx.HTTPError as error:
                cause = error
                if _size(part) == had:
                    break
        if _size(part):
            raise TransferCut("the transfer from {source} broke off", source=self.label) from cause
        raise ModelUnavailable("{source} cannot be reached", source=self.label) from cause

    def _receive(self, client: httpx.Client, file: PinnedFile, part: Path, progress: Progress, before: int) -> None:
        """Go on after what `part` holds, or start again where the server gives no ranges."""
        headers = {"Accept-Encoding": "identity"}
        if (have := _size(part)) >= file.bytes:
            return
        if have:
            headers["Range"] = f"bytes={have}-"
        with client.stream("GET", f"{self.base}/{file.path}", headers=headers) as response:
            response.raise_for_status()
            with part.open("ab" if response.status_code == httpx.codes.PARTIAL_CONTENT else "wb") as out:
                for block in response.iter_raw():
                    out.write(block)
                    progress.at(before + out.tell())
                    if out.tell() > file.bytes:
                        return  # more than there can be: the hash will tell


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
