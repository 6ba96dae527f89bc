"""Audio becomes transcripts."""

import os

# onnxruntime would look up its makers' host when it is imported; it is never imported before this
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
