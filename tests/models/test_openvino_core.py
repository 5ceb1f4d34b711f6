"""One core for the whole process, whatever comes and goes."""

from __future__ import annotations

import subprocess
import sys

RUNTIMES_COME_AND_GO = """
import faulthandler, signal
import numpy as np, torch
from models.runtime import OpenVinoRuntime

faulthandler.enable()  # as the engine process and pytest do
image = np.zeros((1, 3, 32, 32), np.float32)
runtimes = [OpenVinoRuntime({"piece": torch.nn.Conv2d(3, 3, 1)}, threads=1) for _ in range(2)]
for runtime in runtimes:
    runtime.run("piece", image)
del runtime
runtimes.pop(0)
runtimes.clear()
heard = []
signal.signal(signal.SIGINT, lambda *_: heard.append(True))
signal.raise_signal(signal.SIGINT)
print("heard" if heard else "not heard")
"""


def test_ctrl_c_is_heard_after_runtimes_came_and_went() -> None:
    """Plugins that end in the order in which they began leave the handler a stack that is gone."""
    ended = subprocess.run(
        [sys.executable, "-c", RUNTIMES_COME_AND_GO], capture_output=True, text=True, timeout=120
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, "heard"), ended.stderr
