"""What a training is of: what every task must have, and what some can do beside."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from torch import Tensor, nn

from models.training.alarms import Alarm
from models.training.run_folder import RunFolder
from models.training.stepper import Judging


class Task(Judging, Protocol):
    """What is trained, and how to look at it."""

    def sample(self, network: nn.Module) -> Tensor:
        """A picture (1×3×h×w) that shows how far `network`, the averaged one, has come."""

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        """Writes what the training was for and returns its path."""


@runtime_checkable
class Usable(Protocol):
    """A task whose half-trained result is of use."""

    def write(self, network: nn.Module, path: Path) -> None:
        """Writes the result as it is now."""


@runtime_checkable
class Remembering(Protocol):
    """A task with a state of its own beside the network, which a resumed run needs to be exact."""

    def state(self) -> dict[str, Any]: ...
    def restore(self, state: dict[str, Any]) -> None: ...


@runtime_checkable
class Watchful(Protocol):
    """A task that looks at itself whenever a row of the curves is full."""

    def watch(self, network: nn.Module, row: dict[str, float]) -> tuple[dict[str, float], list[Alarm]]:
        """What it measures of `network`, the averaged one, for the row; and what somebody should know."""
