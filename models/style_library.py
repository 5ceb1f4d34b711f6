"""Where styles lie, and what a name or a path stands for. Reads cards and thumbnails; torch stays out."""

from __future__ import annotations

import difflib
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from platformdirs import user_data_path

from models.checkpoints.generator_card import is_generator, read_generator_card
from models.checkpoints.style_file import is_style_file, read_card
from models.news import FileError, OpenedStyle, UserError
from models.picture_file import SUFFIXES, read_preview

PRESETS = Path(__file__).parent.parent / "resources" / "styles"
FOREIGN = {".pth", ".pt", ".model", ".ckpt", ".tar", ".onnx", ".safetensors"}
PREFIX = "preset:"

logger = logging.getLogger(__name__)

Kind = Literal["picture", "preset", "style", "foreign", "swatches"]


@dataclass(frozen=True)
class ResolvedStyle:
    """What a source is; `index` chooses among the styles of a network that has several.

    Of swatches that were learnt it is the seed of one: that swatch is the style's picture.
    """

    kind: Kind
    path: Path
    name: str
    index: int = 0

    @property
    def has_picture(self) -> bool:
        """Whether its style is read from a picture."""
        return self.kind in ("picture", "swatches")


def own_folder() -> Path:
    """Where the user's own style files lie; the environment variable IMPASTO_STYLES puts them elsewhere."""
    named = os.environ.get("IMPASTO_STYLES")
    return Path(named) if named else user_data_path("impasto") / "styles"


def resolve(source: str) -> ResolvedStyle:
    """A path of a picture, style file or foreign network ("FILE#7" is its style 7), or a preset's name.

    Of a file of swatches "FILE#7" is the swatch of seed 7.
    """
    name = source.removeprefix(PREFIX)
    if name == source:
        path, index = _split_index(source)
        if path.is_dir():
            raise FileError(f"{path} is a folder. Choose one picture or style file in it.")
        if path.is_file():
            return _of_file(path, index)
        if path.suffix.lower() in FOREIGN | set(SUFFIXES) or len(path.parts) > 1:
            raise FileError(
                f"There is no style at {path}. Check its name, or run `impasto styles` for presets."
            )
    found = {_key(path.stem): path for path in _files(own_folder())} | {
        _key(p.stem): p for p in _files(PRESETS)
    }
    if _key(name) in found:
        path = found[_key(name)]
        return ResolvedStyle("preset", path, path.stem) if path.parent == PRESETS else _of_file(path, 0)
    near = difflib.get_close_matches(_key(name), found, 3, 0.5)
    known = ", ".join(sorted(found)) or "none yet"
    hint = f"Did you mean {' or '.join(near)}?" if near else f"Presets and styles: {known}."
    raise UserError(f"There is no style or file named {name}. {hint}")


def open_style(source: str, thumbnail_px: int) -> OpenedStyle:
    """Name, kind, licence, origin and thumbnail of a source."""
    style = resolve(source)
    if style.kind == "picture":
        thumbnail, _ = read_preview(style.path, thumbnail_px)
        return OpenedStyle(source, style.name, "picture", thumbnail)
    if style.kind in ("foreign", "swatches") and is_generator(style.path):
        made, picture = read_generator_card(style.path)
        name = f"{made.card.name} #{style.index}" if style.index else made.card.name
        small = _reduced(picture, thumbnail_px)
        return OpenedStyle(source, name, style.kind, small, made.card.licence, made.card.origin)
    if style.kind == "foreign":
        origin = "A network made by others, read as data"
        return OpenedStyle(source, style.name, "foreign", _tile(thumbnail_px), origin=origin)
    card, thumbnail = read_card(style.path, style.index)
    name = f"{card.name}: {card.choices[style.index - 1]}" if style.index else card.name
    small = _reduced(thumbnail, thumbnail_px)
    return OpenedStyle(source, name, style.kind, small, card.licence, card.origin)


def list_styles(thumbnail_px: int) -> list[OpenedStyle]:
    """The presets by name, then the user's own; a damaged file is left out and logged."""
    found = []
    for path in [*_files(PRESETS), *_files(own_folder())]:
        source = PREFIX + path.stem if path.parent == PRESETS else str(path)
        try:
            choices: list[str] = []
            if path.parent == PRESETS or not is_generator(path):
                card, _ = read_card(path)  # what has no card of ours is no style, whatever its name says
                choices = [f"{source}#{number}" for number in range(1, len(card.choices) + 1)]
            found += [open_style(one, thumbnail_px) for one in (source, *choices)]
        except FileError as error:
            logger.warning("A style was left out: %s", error)
    return found


def _of_file(path: Path, index: int) -> ResolvedStyle:
    suffix = path.suffix.lower()
    if suffix == ".safetensors" and is_style_file(path):
        return ResolvedStyle("style", path, path.stem, index)
    if suffix == ".safetensors" and is_generator(path) and not read_generator_card(path)[0].paints:
        return ResolvedStyle("swatches", path, path.stem, index)
    if suffix in FOREIGN:
        return ResolvedStyle("foreign", path, path.stem, index)
    return ResolvedStyle("picture", path, path.stem)


def _split_index(source: str) -> tuple[Path, int]:
    """ "FILE#7" is style 7 of FILE, unless there is a file of just that name."""
    path, mark, number = source.rpartition("#")
    if mark and number.isascii() and number.isdigit() and not Path(source).exists():
        return Path(path), int(number)
    return Path(source), 0


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(folder.glob("*.safetensors"))) if folder.is_dir() else iter(())


def _key(name: str) -> str:
    return name.casefold().replace(" ", "_").replace("-", "_")


def _reduced(rgb_hwc: NDArray[np.uint8], long_side_px: int) -> NDArray[np.uint8]:
    image = Image.fromarray(rgb_hwc)
    image.thumbnail((long_side_px, long_side_px), Image.Resampling.LANCZOS)
    return np.array(image)


def _tile(side_px: int) -> NDArray[np.uint8]:
    """A quiet drawn tile for networks that have no picture: nested squares."""
    rows, columns = np.mgrid[:side_px, :side_px] / max(1, side_px - 1) - 0.5
    rings = (np.maximum(abs(rows), abs(columns)) * 9).astype(int) % 2
    colours = np.array([[58, 66, 84], [142, 160, 190]], np.uint8)
    tile: NDArray[np.uint8] = colours[rings]
    return tile
