"""Style pictures that were read lately, and their codes: a slider would wait for them at each step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.arrays import planes, resize_rgb, to_bytes
from models.exclusion import StylePicture, excluded_of, without
from models.image import RgbArray, fit_long_side, to_rgb8
from models.picture_file import Picture, read_picture
from models.runtime import FloatArray
from models.style_library import ResolvedStyle
from models.universal import STYLE_PX, Code, Universal

LIMIT_PX = 2 * STYLE_PX  # no brush reads a style picture larger
PICTURES_KEPT, CODES_KEPT = 6, 64  # a picture has up to 12 MB, a code a few kB

Edition = tuple[Path, int, int]  # a file that was written anew is another
_Key = tuple[Edition, int, Edition | None]


class StyleMemory:
    """Of one engine. What is returned belongs to everybody: nobody changes it."""

    def __init__(self, universal: Callable[[], Universal]) -> None:
        self._universal = universal
        self._pictures: dict[_Key, StylePicture] = {}
        self._codes: dict[tuple[_Key, float], Code] = {}

    def picture(self, style: ResolvedStyle, exclude: Path | None = None) -> StylePicture:
        """Of a style that has one, at most LIMIT_PX long. FileError where a file cannot be read."""
        key = _key(style, exclude)
        if key not in self._pictures:
            rgb_hwc, excluded = _pixels(style, exclude)
            height, width = rgb_hwc.shape[:2]
            long_side_px = min(LIMIT_PX, max(height, width))
            width, height = fit_long_side(width, height, long_side_px)
            if excluded is None:
                picture = StylePicture(planes(resize_rgb(rgb_hwc, height, width)))
            else:
                picture = without(rgb_hwc, excluded, height, width)
            self._pictures[key] = picture
            _shorten(self._pictures, PICTURES_KEPT)
        return self._pictures[key]

    def code(self, style: ResolvedStyle, scale: float, exclude: Path | None = None) -> Code:
        """The style code of the picture at this scale of its strokes."""
        key = _key(style, exclude), scale
        if key not in self._codes:
            picture = self.picture(style, exclude)
            self._codes[key] = self._universal().code(to_bytes(picture.rgb), scale, picture.keep)
            _shorten(self._codes, CODES_KEPT)
        return self._codes[key]


def _pixels(style: ResolvedStyle, exclude: Path | None) -> tuple[RgbArray, FloatArray | None]:
    """The picture, and what of it is no style."""
    if style.kind != "swatches":
        picture = read_picture(style.path)
    else:
        from models.checkpoints.generator_file import swatches

        swatch = to_rgb8(swatches(style.path, [style.index]))
        picture = Picture(swatch, None, None, None, "PNG")
    return picture.rgb_hwc, excluded_of(picture, exclude)


def _key(style: ResolvedStyle, exclude: Path | None) -> _Key:
    return edition(style.path), style.index, None if exclude is None else edition(exclude)


def edition(path: Path) -> Edition:
    """The file as it is now."""
    try:
        facts = path.stat()
    except OSError:
        return path, 0, 0  # whoever reads it will say what is wrong
    return path, facts.st_mtime_ns, facts.st_size


def _shorten(kept: dict[Any, Any], limit: int) -> None:
    while len(kept) > limit:
        kept.pop(next(iter(kept)))
