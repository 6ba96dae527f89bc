"""Stands in for `calldesk` where a test starts benchmarks: writes what `calldesk eval` would, at a sign.

It measures one item after another as long as a file `go` lies in the folder above the runs, fails where `fail`
lies there, and ends with a result after the last item. `eval compare` knows one figure.
"""

import json
import sys
import time
from pathlib import Path

from filelock import FileLock

ITEMS = 3


def compare(a: str, b: str, told: str) -> int:
    values = [json.loads(Path(file).read_text("utf-8"))["caller"]["cer"] for file in (a, b)]
    if values[0] < 0:
        Path(told).write_text(json.dumps({"problem": {"sentence": "{file} is odd.", "values": {"file": a}}}), "utf-8")
        return 2
    difference = values[1] - values[0]
    row = dict(zip(("a", "b", "difference", "low", "high"), (*values, difference, -0.1, 0.1), strict=True))
    rows = [{"name": "caller cer", **row, "verdict": "same", "units": 3}]
    Path(told).write_text(json.dumps({"rows": rows, "note": ""}), "utf-8")
    return 0


def measure(folder: Path) -> int:
    home = folder.parent.parent
    lock = FileLock(folder / "lock")
    lock.acquire(timeout=0)
    run = {"title": "calls", "started": "2026-03-02T01:30:00+00:00", "options": {"argv": sys.argv[1:]}, "inputs": []}
    (folder / "run.json").write_text(json.dumps(run), "utf-8")
    print("Calls: 0%|     |\rmore", file=sys.stderr)
    progress = folder / "progress.jsonl"
    done = progress.read_text("utf-8").count('"id"') if progress.exists() else 0
    with progress.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"stage": "Calls", "total": ITEMS}) + "\n")
        file.flush()
        while done < ITEMS:
            if (home / "fail").exists():
                print("calldesk: no recogniser here: pull one", file=sys.stderr)
                return 1
            if (home / "go").exists():
                file.write(json.dumps({"id": f"Calls/{done}", "sample": {"text": "<b>"}}) + "\n")
                file.flush()
                done += 1
                (home / "go").unlink()
            time.sleep(0.01)
    result = {"caller": {"cer": 0.15}, "n": ITEMS, "intervals": {"caller cer": [0.13, 0.17]}, "samples": []}
    for name in ("report.md", "report.html"):
        (folder / name).write_text("<!doctype html><title>calls</title><h1>calls</h1>", "utf-8")
    (folder / "result.json").write_text(json.dumps(result), "utf-8")
    return 0


if __name__ == "__main__":
    words = sys.argv[2:]
    sys.exit(compare(words[1], words[2], words[4]) if words[0] == "compare" else measure(Path(words[-1])))
