"""What the engine answers: plain frozen data that crosses a process boundary. No torch here.

Long work is a generator: it yields any number of `News` and returns its result. Whoever steps it (the command
line, a test, the engine process) turns the end into exactly one `Outcome`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:  # so that a window, which names these types before it paints, does not wait for numpy
    import numpy as np
    from numpy.typing import NDArray

    from models.live_requests import LiveFigures, LiveFrame


@dataclass(frozen=True)
class Progress:
    """`done` of `total` units of work; `seconds_left` is None until it can be told from the work done."""

    done: float
    total: float
    stage: str = ""
    seconds_left: float | None = None


@dataclass(frozen=True)
class Metrics:
    """Named measures at a step of an optimisation or training."""

    step: int
    values: dict[str, float]


@dataclass(frozen=True, eq=False)
class Preview:
    """An intermediate picture, `rgb_hwc` uint8, as good as the final one at its size."""

    rgb_hwc: NDArray[np.uint8]
    step: int = 0


@dataclass(frozen=True)
class Saved:
    """Something usable is complete on disk."""

    path: Path


@dataclass(frozen=True)
class Notice:
    """Said aloud: what the program does instead of what was asked (smaller tiles, CPU, a dropped option)."""

    text: str


@dataclass(frozen=True)
class Done:
    """The request's result."""

    result: Any = None


FailureKind = Literal["input", "file", "memory", "device", "engine"]


@dataclass(frozen=True)
class Failed:
    """Why it did not work and what to do next, in the user's words; `detail` is for the log."""

    message: str
    kind: FailureKind = "engine"
    detail: str = ""


@dataclass(frozen=True)
class Cancelled:
    """Ended because somebody asked for it; nothing half-written is left."""


@dataclass(frozen=True)
class EngineReady:
    """The engine is warm: the device it chose and why, and what it runs networks on."""

    device: str
    runtime: str
    reason: str


@dataclass(frozen=True, eq=False)
class OpenedPicture:
    """Answer to `OpenPicture`: a preview and the facts of the file.

    `recipe` is what the file says it was painted with (`models.recipe`); nobody has checked it yet.
    """

    path: Path
    rgb_hwc: NDArray[np.uint8]
    width_px: int
    height_px: int
    bits: int
    has_alpha: bool
    file_format: str
    remarks: tuple[str, ...] = ()
    recipe: str = ""


@dataclass(frozen=True, eq=False)
class GreyPicture:
    """Answer to `OpenMask` and `SelectRegion`: h×w uint8."""

    grey_hw: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class OpenedStyle:
    """Answer to `OpenStyle`: what the source is, and a thumbnail of it (of our own output for presets)."""

    source: str
    name: str
    kind: Literal["picture", "preset", "style", "foreign", "swatches"]
    rgb_hwc: NDArray[np.uint8]
    licence: str = ""
    origin: str = ""


@dataclass(frozen=True, eq=False)
class Stylized:
    """Answer to `Stylize` without `export`: the picture at the size asked for."""

    rgb_hwc: NDArray[np.uint8]
    seconds: float
    runtime: str


@dataclass(frozen=True)
class Exported:
    """Answer to `Stylize` with `export`: where the file lies, and the most memory that it took."""

    path: Path
    width_px: int
    height_px: int
    seconds: float
    notices: tuple[str, ...] = field(default=())
    memory_mb: float = 0.0
    size_bytes: int = 0


@dataclass(frozen=True, eq=False)
class Crop:
    """Answer to `RenderCrop`: the pixels, their place, and the size of the whole export."""

    rgb_hwc: NDArray[np.uint8]
    left_px: int
    top_px: int
    whole_width_px: int
    whole_height_px: int


if TYPE_CHECKING:
    News: TypeAlias = Progress | Metrics | Preview | Saved | Notice | LiveFrame | LiveFigures
else:  # who never goes live never imports its words
    News = Progress | Metrics | Preview | Saved | Notice
Outcome = Done | Failed | Cancelled


class UserError(Exception):
    """Something the user can mend; the text says what and how, and is shown as it is."""

    kind: FailureKind = "input"


class FileError(UserError):
    """A file that cannot be read or written, in the user's words."""

    kind: FailureKind = "file"
