"""What the person sees while a model is fetched: a bar of bytes, and a line where a source is passed over."""

from __future__ import annotations

import sys

from tqdm import tqdm


class Progress:
    """One bar at a time on standard error; quiet shows nothing."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._bar = tqdm(disable=True)

    def begin(self, label: str, total: int) -> None:
        """A new bar; `total` in bytes."""
        self.end()
        self._bar = tqdm(desc=label, total=total, unit="B", unit_scale=True, mininterval=0.5, disable=self._quiet)

    def at(self, done: int) -> None:
        """So many bytes are here by now; fewer than before after a restart."""
        self._bar.update(done - self._bar.n)

    def end(self) -> None:
        """Close the bar."""
        self._bar.close()

    def note(self, sentence: str) -> None:
        """A line for the person, in place of a bar that came to nothing."""
        self._bar.leave = False
        self.end()
        if not self._quiet:
            tqdm.write(sentence, file=sys.stderr)
