"""What the room remembers between two starts, and what it makes of it for the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, get_args

from models.live_requests import FrameRate, Framing, LiveSettings
from models.requests import Controls, StyleChoice

MOST_STYLES = 4
RATES: tuple[FrameRate, ...] = get_args(FrameRate)
SIZES_PX = 128, 1920
_RANGES: dict[str, tuple[float, float]] = {
    "strength": (0, 1),
    "brush": (0.5, 2),
    "keep_colors": (0, 1),
    "calm": (0, 1),
    "fade_s": (0, 5),
    "floor_px": SIZES_PX,
    "ceiling_px": SIZES_PX,
}


@dataclass(frozen=True)
class LiveChoice:
    """`source` as in `LiveSettings`, or nothing; `styles` are sources and weights; `folder` is for films."""

    source: str = ""
    styles: tuple[tuple[str, float], ...] = ()
    strength: float = 1.0
    brush: float = 1.0
    keep_colors: float = 0.0
    calm: float = 0.5
    fade_s: float = 0.4
    mirror: bool = False
    target_fps: FrameRate = 30
    floor_px: int = 192
    ceiling_px: int = 960
    folder: str = ""

    def settings(self, record: Path | None, *, is_original: bool) -> LiveSettings:
        """`is_original`: the frame as it came, while somebody wants to see that."""
        strength = 0.0 if is_original else self.strength
        return LiveSettings(
            source=self.source,
            styles=tuple(StyleChoice(source, weight) for source, weight in self.styles),
            controls=Controls(strength, self.brush, self.keep_colors),
            calm=self.calm,
            fade_s=0.0 if is_original else self.fade_s,
            target_fps=self.target_fps,
            floor_px=self.floor_px,
            ceiling_px=self.ceiling_px,
            framing=Framing(mirror=self.mirror),
            record=record,
        )


def kept(choice: LiveChoice) -> dict[str, Any]:
    """For the settings; equal to what `choice_of` reads from their file."""
    return asdict(choice) | {"styles": [list(style) for style in choice.styles]}


def choice_of(raw: Mapping[str, Any]) -> LiveChoice:
    """Field by field: what is missing or of the wrong kind falls back to its default alone."""
    values: dict[str, Any] = {}
    for known in fields(LiveChoice):
        value, default = raw.get(known.name), known.default
        span = _RANGES.get(known.name)
        is_number = isinstance(default, float) and type(value) is int
        if known.name == "styles" or not (type(value) is type(default) or is_number):
            continue
        if value is not None and (span is None or span[0] <= value <= span[1]):
            values[known.name] = value
    if values.get("target_fps") not in RATES:
        values.pop("target_fps", None)
    styles = raw.get("styles")
    if isinstance(styles, list):
        values["styles"] = tuple(tuple(style) for style in styles if _is_style(style))[:MOST_STYLES]
    choice = LiveChoice(**values)
    return (
        choice
        if choice.floor_px <= choice.ceiling_px
        else LiveChoice(**values | {"floor_px": 192, "ceiling_px": 960})
    )


def _is_style(style: object) -> bool:
    return (
        isinstance(style, list)
        and len(style) == 2
        and isinstance(style[0], str)
        and isinstance(style[1], int | float)
        and 0 <= style[1] <= 1
    )
