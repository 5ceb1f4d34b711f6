"""A typeface for the names on a sheet: Pillow's own knows Latin alone; others are the system's."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

Font = ImageFont.ImageFont | ImageFont.FreeTypeFont

# In the order of preference; each has Chinese, Japanese and Latin letters.
NAMES = (
    *("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSansSC-Regular.otf"),
    *("SourceHanSansSC-Regular.otf", "wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf"),
    *("PingFang.ttc", "Hiragino Sans GB.ttc", "STHeiti Light.ttc", "msyh.ttc", "msyh.ttf", "simsun.ttc"),
)
SHAPE_PX = 32
MISSING = "\U0010ffff"  # no letter, so every typeface draws what it draws for letters it lacks


def typeface(text: str, size_px: int) -> Font:
    """Pillow's own where it can draw `text`, else one of the system that can, else Pillow's own after all."""
    own = ImageFont.load_default(size_px)
    if can_draw(own, text):
        return own
    return next((font for font in _of_the_system(size_px) if can_draw(font, text)), own)


def can_draw(font: Font, text: str) -> bool:
    """Whether every letter has a shape of its own."""
    try:
        missing = _shape(font, MISSING)
        return all(letter.isspace() or _shape(font, letter) != missing for letter in set(text))
    except (UnicodeError, OSError):  # a typeface of 256 letters; bytes of a name that are no letters
        return False


def _shape(font: Font, letter: str) -> bytes:
    paper = Image.new("L", (SHAPE_PX, SHAPE_PX))
    ImageDraw.Draw(paper).text((0, 0), letter, 255, font)
    return paper.tobytes()


def _of_the_system(size_px: int) -> Iterator[ImageFont.FreeTypeFont]:
    found: dict[str, Path] = {}
    for folder in folders():
        for path in folder.rglob("*.*") if folder.is_dir() else ():
            if path.name in NAMES:
                found.setdefault(path.name, path)
    for name in sorted(found, key=NAMES.index):
        try:
            yield ImageFont.truetype(str(found[name]), size_px)
        except OSError:  # damaged, or not to be read
            continue


def folders() -> list[Path]:
    """Where this system keeps its typefaces."""
    if os.name == "nt":
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), Path.home() / "Library" / "Fonts"]
    own = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "fonts"
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), own]
