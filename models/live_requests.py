"""What the Live room asks of the engine, and what it is told: frozen plain data. No torch, no numpy here.

Live is one long request, `StartLive`, which ends when it is cancelled. While it runs, `ChangeLive` replaces
its settings as a whole: whatever they say differently (another source, a file to record to, other styles) is
done by the running session without a gap. models/README.md, "Live over the seam", has the whole contract.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

from models.news import Notice
from models.requests import Controls, StyleChoice

OutputPx = Literal[1280, 1920]
FrameRate = Literal[15, 24, 30, 60]
QuarterTurn = Literal[0, 90, 180, 270]
Band = Literal["", "loudness", "low", "middle", "high"]  # of what is heard; nothing is no part of it
MICROPHONE = "microphone"


@dataclass(frozen=True)
class CameraFormat:
    """What a camera is asked for; as text "1280x720@30"."""

    width_px: int
    height_px: int
    fps: float

    def __str__(self) -> str:
        return f"{self.width_px}x{self.height_px}@{self.fps:g}"


def camera_format(text: str) -> CameraFormat | None:
    """Of "1280x720@30"; None where the text is none."""
    sides, _, rate = text.partition("@")
    width, _, height = sides.partition("x")
    try:
        found = CameraFormat(int(width), int(height), float(rate))
    except ValueError:
        return None
    return found if min(found.width_px, found.height_px) > 0 and 0 < found.fps <= 1000 else None


@dataclass(frozen=True)
class FrameSize:
    """As text "1280x720"."""

    width_px: int
    height_px: int

    def __str__(self) -> str:
        return f"{self.width_px}x{self.height_px}"


def frame_size(text: str) -> FrameSize | None:
    """Of "1280x720"; None where the text is none, or a film cannot have it: sides are even, 64 to 4096."""
    width, _, height = text.partition("x")
    try:
        found = FrameSize(int(width), int(height))
    except ValueError:
        return None
    sides = found.width_px, found.height_px
    return found if all(64 <= side <= 4096 and side % 2 == 0 for side in sides) else None


@dataclass(frozen=True)
class Framing:
    """How a source's picture is held before anything else: cropped, then turned, then mirrored.

    `crop` is left, top, right and bottom as parts of the source's own width and height.
    """

    mirror: bool = False
    turn: QuarterTurn = 0  # clockwise
    crop: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class SoundDrive:
    """Which part of the sound moves what.

    strength     full where it is loud, less where it is not
    brush        up to an octave larger where it is loud, and smaller where it is not
    mix          from the first of the styles to the last
    amount       0 (not at all) to 1 (over the whole range)
    smooth_s     how long a level takes to fall; it rises four times as fast
    """

    strength: Band = ""
    brush: Band = ""
    mix: Band = ""
    amount: float = 0.7
    smooth_s: float = 0.2

    @property
    def is_at_work(self) -> bool:
        return self.amount > 0 and bool(self.strength or self.brush or self.mix)


@dataclass(frozen=True)
class LiveSettings:
    """All that a session depends on.

    source       a camera ("0", "camera:1", its name, or `Camera.source`), a video file, a folder of pictures
    camera       the format that a camera is asked for; None is about 1280×720 at the rate that is painted
    styles       as in Stylize; masks are not for moving pictures
    controls     as in Stylize
    calm         0 (every frame for itself) to 1 (as still as can be)
    is_fine      the universal network paints, or a preset's own, which is finer and takes longer than the
                 live-width one; a style that somebody has trained has its own in any case
    fade_s       how long one style takes to become another
    floor_px     the least and ...
    ceiling_px   ... the greatest long side at which the network paints; between them the frame rate decides
    output_px    the greatest long side of what is shown, and of what is recorded and sent without `out_size`
    out_size     of the next recording and of the virtual camera, with black beside the picture where it has
                 another shape; None is as it is shown
    record       a new MP4 file to record to; None ends the recording
    mirrors_window  the window alone sees it as in a mirror; with `framing.mirror` all that leaves is mirrored
    original_part  how much of the width, from the left, the window shows as it came; films have none of it
    exposure_s   of the camera, where it can be set; None lets the camera decide
    sound        "microphone", "microphone:NAME", or a file that stands in for it; nothing is silence
    records_sound  whether a recording that begins now has the sound
    drive        what the sound moves
    """

    source: str
    styles: tuple[StyleChoice, ...]
    controls: Controls = Controls()
    calm: float = 0.5
    is_fine: bool = False
    fade_s: float = 0.4
    target_fps: FrameRate = 30
    floor_px: int = 192
    ceiling_px: int = 960
    output_px: int = 1280  # the window offers those of `OutputPx`
    out_size: FrameSize | None = None
    framing: Framing = Framing()
    record: Path | None = None
    virtual_camera: bool = False
    mirrors_window: bool = False
    original_part: float = 0.0
    exposure_s: float | None = None
    sound: str = ""
    records_sound: bool = False
    drive: SoundDrive = SoundDrive()
    camera: CameraFormat | None = None


@dataclass(frozen=True)
class RingPlace:
    """Shared memory that the window has made for frames (`models.live_frames.FrameRing.place`)."""

    name: str
    slots: int
    slot_bytes: int


@dataclass(frozen=True)
class PrepareLive:
    """Does beforehand what a session with these settings needs; answered by None."""

    settings: LiveSettings
    desk: ClassVar[str] = "live"
    rank: ClassVar[int] = 1


@dataclass(frozen=True)
class StartLive:
    """Runs until it is cancelled; a second one meanwhile is refused at once.

    Yields `LiveFrame`, `LiveFigures` once a second, `Notice`, `GoodNews`, `OutputLost` and `Saved`.
    """

    settings: LiveSettings
    ring: RingPlace | None = None
    desk: ClassVar[str] = "live"
    rank: ClassVar[int] = 1  # behind the warm-up, and not behind an export
    where_taken: ClassVar[str] = "Live runs in another window already. Stop it there, then start it here."


@dataclass(frozen=True)
class ChangeLive:
    """Answered by None at once; what cannot be done is said by the session as a `Notice`.

    A film or a virtual camera that cannot be is an `OutputLost`, said once: it is tried again when it was not
    wanted for a while.
    """

    settings: LiveSettings
    desk: ClassVar[str] = "quick"
    rank: ClassVar[int] = 0


@dataclass(frozen=True)
class TakeSnapshot:
    """The frame that is the newest when this is asked, painted at the full size of its source into a file.

    Answered by `Exported`.
    """

    path: Path
    desk: ClassVar[str] = "main"
    rank: ClassVar[int] = 1  # in between the steps of an export
    is_of_now: ClassVar[bool] = True


@dataclass(frozen=True)
class TakePhoto:
    """What a camera sees now, as it is, into a new PNG file. Answered by None.

    Where Live shows this camera, it is the frame that Live has, held as Live holds it.
    """

    camera: str  # as in `LiveSettings.source`
    path: Path


@dataclass(frozen=True)
class ListMicrophones:
    """Answered by the names of those that are plugged in now."""


@dataclass(frozen=True)
class HearLiveEnd:
    """Answered by the news that a session had at its end: `Saved`, and what went wrong, as of a full disk."""

    desk: ClassVar[str] = "quick"


LiveRequest = PrepareLive | StartLive | ChangeLive | TakeSnapshot | TakePhoto | ListMicrophones | HearLiveEnd


@dataclass(frozen=True)
class LiveFrame:
    """A painted frame lies in the ring, where there is one. Times are of `time.monotonic`."""

    number: int
    slot: int | None
    width_px: int
    height_px: int
    available_s: float  # when the source had the frame
    painted_s: float
    levels: tuple[float, ...] = ()  # of the sound, 0 to 1, in the order of `Band`; nothing in silence
    gives_way: ClassVar[bool] = True  # to a newer one, as long as nobody has fetched it


@dataclass(frozen=True)
class GoodNews(Notice):
    """Something is as it was wanted, at last or again: there is nothing to do."""


@dataclass(frozen=True)
class OutputLost(Notice):
    """A film could not begin or ended by itself; where `film` is None, it is the virtual camera that did."""

    film: Path | None = None


@dataclass(frozen=True)
class LiveFigures:
    """The last seconds in figures: medians over them, and counts since the session began."""

    frames: int
    fps: float
    source_fps: float
    latency_ms: float  # from the frame being available to its being handed over
    latency_p95_ms: float
    costliest: str  # the stage that takes most of it
    stages_ms: dict[str, float] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)  # by stage
    working_width_px: int = 0
    working_height_px: int = 0
    flicker: float | None = None  # flow-warped difference of neighbouring painted frames, of 255
    recorded_s: float | None = None
    trouble: str = ""  # why the source gives nothing, in words, as long as it does not
