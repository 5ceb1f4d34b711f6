"""What can be asked of the engine: frozen dataclasses of plain data. No torch here.

A request freezes every input, so that the worker never reads a widget, a setting or the document, and two
equal requests give the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from models.collection_requests import CollectionRequest
    from models.judging_requests import JudgingRequest
    from models.live_requests import LiveRequest
    from models.training_requests import TrainingRequest

EngineName = Literal["universal", "refine"]
MetadataPolicy = Literal["keep", "drop-location", "drop-all"]
OutputProfile = Literal["srgb", "display-p3", "original"]


@dataclass(frozen=True)
class StyleChoice:
    """One style of a mix.

    `source` is the path of a style picture, of an Impasto style file or of a foreign network, or the name of
    a built-in preset ("preset:NAME", or the bare name where no such file exists). `weight` is relative to the
    other styles. `mask` is a grey picture of any size, stretched over the photo: white is where this style
    paints. `exclude` is one stretched over the style picture: what is white there takes no part in the style.
    """

    source: str
    weight: float = 1.0
    mask: Path | None = None
    exclude: Path | None = None


MOST_STRENGTH = 1.2  # what is beyond it gains no style and loses the photo (docs/experiments.md)
ColorMethod = Literal["match", "luminance"]


@dataclass(frozen=True)
class Controls:
    """What the sliders say, for both engines.

    strength     0 (exactly the photo) over 1 (the full style) to `MOST_STRENGTH`, where strokes go beyond
                 what the style has and colours do not
    brush        size of the style's strokes relative to the picture, 0.25 to 4; 1 is as in the style picture
    keep_colors  0 (the style's colours) to 1 (the photo's colours)
    color_method how the photo's colours are kept: "match" recolours the style picture to the photo before
                 stylizing (mean and covariance), "luminance" takes chroma from the photo afterwards
    colors_only  takes only the colours of the style and leaves every line of the photo
    """

    strength: float = 1.0
    brush: float = 1.0
    keep_colors: float = 0.0
    color_method: ColorMethod = "match"
    colors_only: bool = False


@dataclass(frozen=True)
class RefineSettings:
    """How `refine` optimises: where it starts, how long, how strongly it holds on to the photo.

    `begun` is a picture that refine came to before, of the same photo at whatever size: it stays as it is,
    and only what a larger size needs is added. What is exported is then what was seen, in less time.
    """

    start: Literal["universal", "photo", "noise"] = "universal"
    steps: int | None = None  # None: the default, divided over the scales
    content_weight: float = 1.0
    loss_network: Path | None = None  # the user's own torchvision VGG19 file instead of the shipped one
    begun: Path | None = None


@dataclass(frozen=True)
class Export:
    """Where and how the finished picture is written. The suffix of `path` decides the format.

    `dpi` is how densely it shall be printed; None leaves what the photo says. `with_recipe` writes into the
    file what it was painted with (`models.recipe`). With `keeps_others` a file that has come to be at `path`
    by the time the picture is finished stays, and the picture gets a number.
    """

    path: Path
    quality: int = 92
    bits: Literal[8, 16] = 8
    profile: OutputProfile = "srgb"
    metadata: MetadataPolicy = "drop-location"
    dpi: float | None = None
    with_recipe: bool = False
    keeps_others: bool = False


@dataclass(frozen=True)
class OpenPicture:
    """Answered by `OpenedPicture`; the preview's long side is at most `preview_px`."""

    path: Path
    preview_px: int = 2048


@dataclass(frozen=True)
class OpenMask:
    """Answered by `GreyPicture` of this size, whatever the size of the file: a mask is stretched."""

    path: Path
    width_px: int
    height_px: int


@dataclass(frozen=True)
class SelectRegion:
    """Answered by `GreyPicture` of `width_px`×`height_px`: white where the photo goes on as it is at a point.

    `x` and `y` are parts of the photo's width and height, 0 to 1.
    """

    photo: Path
    x: float
    y: float
    width_px: int
    height_px: int


@dataclass(frozen=True)
class OpenStyle:
    """Answered by `OpenedStyle`. `source` as in `StyleChoice`."""

    source: str
    thumbnail_px: int = 256


@dataclass(frozen=True)
class ListStyles:
    """Answered by a tuple of `OpenedStyle`: the built-in presets, then the user's own style files."""

    thumbnail_px: int = 160


@dataclass(frozen=True)
class Stylize:
    """Answered by `Stylized`, or by `Exported` where `export` is given.

    `long_side_px` None works at the photo's own size. `seed` drives whatever is random (the noise that refine
    may start from): equal requests give equal pictures. A foreign network takes no other style beside it.
    What `can_wait` is worked on only while nothing else is asked for; it changes nothing in the picture.
    """

    photo: Path
    styles: tuple[StyleChoice, ...]
    controls: Controls = Controls()
    engine: EngineName = "universal"
    refine: RefineSettings = RefineSettings()
    long_side_px: int | None = None
    seed: int = 0
    export: Export | None = None
    can_wait: bool = False


@dataclass(frozen=True)
class RenderCrop:
    """A part of what `picture` would export, pixel by pixel; answered by `Crop`.

    `left_px` to `height_px` are pixels of the export; what lies outside of it is left out. `picture` names
    the universal engine, and no file. The first part of a large picture takes as long as looking at all of
    it, further ones only as long as they are large.
    """

    picture: Stylize
    left_px: int
    top_px: int
    width_px: int
    height_px: int


@dataclass(frozen=True)
class LookAway:
    """No further parts will be asked for: what `RenderCrop` kept in memory may go. Answered by None."""


@dataclass(frozen=True)
class WarmUp:
    """Imports the heavy libraries and chooses the device. Answered by `EngineReady`."""


_Early = (
    OpenPicture | OpenMask | SelectRegion | OpenStyle | ListStyles | Stylize | RenderCrop | LookAway | WarmUp
)
if TYPE_CHECKING:
    Request: TypeAlias = _Early | TrainingRequest | CollectionRequest | JudgingRequest | LiveRequest
else:  # the window does not import the other rooms' requests at its start
    Request = _Early
