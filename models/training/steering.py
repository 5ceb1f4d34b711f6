"""What may be asked of a training while it runs. Any thread may set it, the training looks each step."""

from __future__ import annotations

from dataclasses import dataclass

# How long the machine must have been left alone before a training takes its next step, in seconds.
PATIENCE_S = {"full": 0.0, "balanced": 0.5, "idle": 5.0}


@dataclass
class Steering:
    """`wish` is "go", "pause" or "stop"; `snapshot` asks for one now; `priority` is a key of `PATIENCE_S`."""

    wish: str = "go"
    snapshot: bool = False
    priority: str = "balanced"

    @property
    def patience_s(self) -> float:
        return PATIENCE_S[self.priority]
