"""The one OpenVINO core of this process.

Its processor plugin gives the thread that loads it a stack of its own for signal handlers, and on its end
puts back the one that was there before. Of two plugins that end in the order in which they began, the second
puts back the first one's, which is gone: the next Ctrl-C ends the process with a segmentation fault.
"""

from __future__ import annotations

import threading
from typing import Any

_making = threading.Lock()
_made: list[Any] = []


def openvino_core() -> Any:
    """Made when it is first asked for, and never given back. ImportError where there is no OpenVINO."""
    import openvino

    with _making:
        if not _made:
            _made.append(openvino.Core())
        return _made[0]


def has_bfloat16() -> bool:
    """Whether the processor has it: one that only imitates it takes three times as long as with float32."""
    return "BF16" in openvino_core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
