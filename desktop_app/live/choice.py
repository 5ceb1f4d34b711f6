"""What the room remembers between two starts, and what it makes of it for the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, get_args

from models.live_requests import (
    Band,
    FrameRate,
    Framing,
    LiveSettings,
    OutputPx,
    QuarterTurn,
    SoundDrive,
    camera_format,
    frame_size,
)
from models.requests import MOST_STRENGTH, ColorMethod, Controls, StyleChoice

MOST_STYLES = 4
RATES: tuple[FrameRate, ...] = get_args(FrameRate)
OUTPUTS_PX: tuple[OutputPx, ...] = get_args(OutputPx)
BANDS: tuple[Band, ...] = get_args(Band)
TURNS: tuple[QuarterTurn, ...] = get_args(QuarterTurn)
OUT_SIZES = "", "1280x720", "1920x1080"  # nothing is as it is shown
LARGEST_CUT = 0.45  # at each side: something is always left
SIZES_PX = 128, 1920
_RANGES: dict[str, tuple[float, float]] = {
    "strength": (0, MOST_STRENGTH),
    "brush": (0.5, 2),
    "keep_colors": (0, 1),
    "calm": (0, 1),
    "fade_s": (0, 5),
    "floor_px": SIZES_PX,
    "ceiling_px": SIZES_PX,
    "exposure_s": (0, 1),
    "sound_amount": (0, 1),
    "sound_smooth_s": (0, 2),
}
_CHOICES: dict[str, tuple[object, ...]] = {
    "target_fps": RATES,
    "output_px": OUTPUTS_PX,
    "turn": TURNS,
    "out_size": OUT_SIZES,
    "color_method": get_args(ColorMethod),
    "sound_strength": BANDS,
    "sound_brush": BANDS,
    "sound_mix": BANDS,
}


@dataclass(frozen=True)
class LiveChoice:
    """`source` as in `LiveSettings`, or nothing; `styles` are sources and weights; `folder` is for films.

    `cut` is what is left out at the left, the top, the right and the bottom, as parts; `exposure_s` 0 leaves
    it to the camera; with `mirrors_out` what leaves is mirrored as the window is; `out_size` is one of
    `OUT_SIZES`; `formats` has what is asked of each camera, by its name; `midi` has the name of a slider for
    each knob, and "style:SOURCE" for a pad.
    """

    source: str = ""
    styles: tuple[tuple[str, float], ...] = ()
    strength: float = 1.0
    brush: float = 1.0
    keep_colors: float = 0.0
    color_method: ColorMethod = "match"
    colors_only: bool = False
    calm: float = 0.5
    is_fine: bool = False
    fade_s: float = 0.4
    mirror: bool = False
    mirrors_out: bool = False
    turn: QuarterTurn = 0
    cut: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    exposure_s: float = 0.0
    formats: tuple[tuple[str, str], ...] = ()
    virtual_camera: bool = False
    out_size: str = ""
    sound: str = ""
    records_sound: bool = False
    sound_strength: Band = ""
    sound_brush: Band = ""
    sound_mix: Band = ""
    sound_amount: float = 0.7
    sound_smooth_s: float = 0.2
    uses_midi: bool = False
    midi: tuple[tuple[str, str], ...] = ()
    target_fps: FrameRate = 30
    floor_px: int = 192
    ceiling_px: int = 960
    output_px: OutputPx = 1280
    folder: str = ""

    @property
    def mirrors_window(self) -> bool:
        """Whether the window alone is a mirror: others can read what is written in the picture."""
        return self.mirror and not self.mirrors_out

    def settings(
        self, record: Path | None, original_part: float = 0.0, camera_name: str = ""
    ) -> LiveSettings:
        """`original_part`: how much of the frame is seen as it came; `camera_name` is that of the source."""
        left, top, right, bottom = self.cut
        return LiveSettings(
            source=self.source,
            styles=tuple(StyleChoice(source, weight) for source, weight in self.styles),
            controls=Controls(
                self.strength, self.brush, self.keep_colors, self.color_method, self.colors_only
            ),
            calm=self.calm,
            is_fine=self.is_fine,
            fade_s=self.fade_s,
            target_fps=self.target_fps,
            floor_px=self.floor_px,
            ceiling_px=self.ceiling_px,
            output_px=self.output_px,
            framing=Framing(self.mirror and self.mirrors_out, self.turn, (left, top, 1 - right, 1 - bottom)),
            mirrors_window=self.mirrors_window,
            record=record,
            virtual_camera=self.virtual_camera,
            out_size=frame_size(self.out_size),
            original_part=original_part,
            exposure_s=self.exposure_s or None,
            sound=self.sound,
            records_sound=self.records_sound,
            drive=SoundDrive(
                *(self.sound_strength, self.sound_brush, self.sound_mix),
                amount=self.sound_amount,
                smooth_s=self.sound_smooth_s,
            ),
            camera=camera_format(dict(self.formats).get(camera_name, "")),
        )


def kept(choice: LiveChoice) -> dict[str, Any]:
    """For the settings; equal to what `choice_of` reads from their file."""
    return asdict(choice) | {
        "styles": [list(style) for style in choice.styles],
        "midi": [list(pair) for pair in choice.midi],
        "formats": [list(pair) for pair in choice.formats],
        "cut": list(choice.cut),
    }


def choice_of(raw: Mapping[str, Any]) -> LiveChoice:
    """Field by field: what is missing or of the wrong kind falls back to its default alone."""
    values: dict[str, Any] = {}
    for known in fields(LiveChoice):
        value, default = raw.get(known.name), known.default
        span = _RANGES.get(known.name)
        is_number = isinstance(default, float) and type(value) is int
        if isinstance(default, tuple) or not (type(value) is type(default) or is_number):
            continue
        is_known = value in _CHOICES.get(known.name, (value,))
        if value is not None and is_known and (span is None or span[0] <= value <= span[1]):
            values[known.name] = value
    for name in ("midi", "formats"):
        pairs = raw.get(name)
        if isinstance(pairs, list):
            values[name] = tuple(tuple(pair) for pair in pairs if _is_pair(pair))
    cut = raw.get("cut")
    if isinstance(cut, list) and len(cut) == 4 and all(_is_cut(part) for part in cut):
        values["cut"] = tuple(cut)
    styles = raw.get("styles")
    if isinstance(styles, list):
        values["styles"] = tuple(tuple(style) for style in styles if _is_style(style))[:MOST_STYLES]
    choice = LiveChoice(**values)
    return (
        choice
        if choice.floor_px <= choice.ceiling_px
        else LiveChoice(**values | {"floor_px": 192, "ceiling_px": 960})
    )


def _is_pair(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)


def _is_cut(part: object) -> bool:
    return isinstance(part, int | float) and 0 <= part <= LARGEST_CUT


def _is_style(style: object) -> bool:
    return (
        isinstance(style, list)
        and len(style) == 2
        and isinstance(style[0], str)
        and isinstance(style[1], int | float)
        and 0 <= style[1] <= 1
    )
