"""The client that comes with Vosk (`vosk-transcriber --server`), in a process of its own, against a real port."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile as sf
import uvicorn

from asr.engines.scripted_recognizer import Line, ScriptedRecognizer

SAID = ["我想问居住证", "丢了怎么补办", "谢谢"]
SCRIPT = ScriptedRecognizer({"caller": [Line(SAID[0], 200, 900), Line(SAID[1], 1000, 1950), Line(SAID[2], 1960, 2600)]})
CLIENT = """
import sys
from argparse import Namespace
from pathlib import Path
from vosk.transcriber import transcriber

transcriber.Model = lambda **_: None  # it loads a model even where it uses none; its command knows one address only
server, *files = sys.argv[1:]
asked = Namespace(model=None, model_name=None, lang="cn", server=server, output_type="txt", tasks=2)
tasks = [(Path(file), Path(file).with_suffix(".txt")) for file in files]
transcriber.Transcriber(asked).process_task_list(tasks)
"""


@pytest.fixture
def port(opened: Callable[..., Any]) -> Iterator[int]:
    with opened(SCRIPT) as at:
        server = uvicorn.Server(uvicorn.Config(at.app, port=0, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield server.servers[0].sockets[0].getsockname()[1]
        server.should_exit = True
        thread.join(5)


@pytest.mark.skipif(find_spec("vosk") is None, reason="the package vosk is missing, whose client this is")
@pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is missing, with which Vosk's client reads files")
def test_vosks_own_client_writes_down_everything_that_was_heard(port: int, tmp_path: Path) -> None:
    files = [tmp_path / "one.wav", tmp_path / "two.wav"]
    for file in files:
        sf.write(file, np.zeros(2400 * 8), 8000)
    client = [sys.executable, "-c", CLIENT, f"ws://127.0.0.1:{port}", *map(str, files)]
    direct = os.environ | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", "PYTHONUTF8": "1"}
    ran = subprocess.run(client, capture_output=True, text=True, timeout=60, check=False, env=direct)
    assert ran.returncode == 0, ran.stderr
    for file in files:
        assert file.with_suffix(".txt").read_text("utf-8").split() == SAID
