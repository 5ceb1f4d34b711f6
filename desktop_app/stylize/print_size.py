"""Pixels as they lie on paper: how large a print is, and how broad a brush on it. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.document.state import Photo
from desktop_app.settings import Settings
from desktop_app.widgets.scale import Scale

CM_PER_INCH = 2.54
MOST_SIDE_PX = 100_000

# A brush is as broad as a 64th of the style picture comes out, which is about a stroke of most paintings. By
# `models.universal` the style is looked at with 512 pixels and laid onto a photograph of at most 1024.
STROKE_PX = 512 / 64
WORKING_PX = 1024


@dataclass(frozen=True)
class PrintSize:
    """The width of the paper's picture, and how many pixels an inch of it has."""

    width_cm: float
    dpi: int

    def width_px(self) -> int:
        return max(1, round(self.width_cm / CM_PER_INCH * self.dpi))

    def long_side_px(self, photo: Photo) -> int:
        """Of the export, as far as a picture may be large."""
        share = photo.long_side_px / photo.width_px
        return min(MOST_SIDE_PX, max(1, round(self.width_px() * share)))

    def height_cm(self, photo: Photo) -> float:
        return self.width_cm * photo.height_px / photo.width_px

    def stroke_mm(self, photo: Photo) -> float:
        """How broad a stroke of brush 1 is on paper."""
        long_mm = 10 * self.width_cm * photo.long_side_px / photo.width_px
        return long_mm * STROKE_PX / min(WORKING_PX, photo.long_side_px)


def print_size(settings: Settings) -> PrintSize:
    return PrintSize(settings.print_width_cm, settings.print_dpi)


def in_millimetres(scale: Scale, stroke_mm: float) -> Scale:
    """The same brush, shown and typed in millimetres; as fine as a tenth, finer where strokes are small."""
    decimals = 1 if stroke_mm * scale.minimum >= 1 else 2
    return Scale(
        *(scale.minimum, scale.maximum, scale.default),
        is_log=scale.is_log,
        factor=stroke_mm,
        decimals=decimals,
        unit=" mm",
    )
