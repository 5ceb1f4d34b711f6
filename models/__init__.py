"""The neural core of Impasto: usable from a script or a notebook on its own; it never imports Qt."""

import sys

# On import OpenVINO reports to its maker unless its telemetry package is missing. Nothing leaves this
# machine, so for us it is missing; OpenVINO then takes the stub that it has for that case.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # Python's own way to block an import
