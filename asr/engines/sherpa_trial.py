"""Tries a sherpa-onnx model in a process of its own: `python -m asr.engines.sherpa_trial FOLDER`.

The package ends the process over a model that it cannot use, with every call in it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from asr.errors import EngineUnavailable

LONGEST_S = 120


def try_out(folder: Path) -> None:
    """Returns once the model was loaded and used, heard a second or put marks; raises EngineUnavailable."""
    command = [sys.executable, "-m", "asr.engines.sherpa_trial", str(folder.resolve())]
    try:
        root = Path(__file__).parents[2]
        subprocess.run(command, cwd=root, timeout=LONGEST_S, check=True, capture_output=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as exc:
        raise EngineUnavailable(
            "The sherpa-onnx model in {folder} cannot be used: unpack it again from its archive.", folder=folder.name
        ) from exc


def main() -> None:
    """Ends with 0 where the model can be used."""
    from asr.engines.sherpa_folder import holds_sherpa
    from asr.engines.sherpa_recognizer import hear_a_second, punctuator

    folder = Path(sys.argv[1])
    if holds_sherpa(folder):
        hear_a_second(folder)
    else:
        punctuator(folder)("你好请问有什么可以帮您")


if __name__ == "__main__":
    main()
