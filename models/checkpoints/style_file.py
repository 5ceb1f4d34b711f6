"""A style as one file: tensors, a thumbnail, and a card in the header. Nothing in it can run."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from models.atomic import write_bytes
from models.news import FileError, UserError

CARD_KEY = "impasto"
FORMAT_VERSION = 1
MOST_BYTES = 64_000_000
THUMBNAIL = "thumbnail"
CODE = "code"


@dataclass(frozen=True)
class StyleCard:
    """What a style is called, whose it is, and where it comes from; `recipe` says how it was made."""

    name: str
    author: str = ""
    licence: str = ""
    origin: str = ""
    parent: str = ""
    recipe: dict[str, Any] = field(default_factory=dict)
    measures: dict[str, float] = field(default_factory=dict)
    hashes: tuple[str, ...] = ()
    format_version: int = FORMAT_VERSION
    choices: tuple[str, ...] = ()  # names of styles that share the file


@dataclass(frozen=True, eq=False)
class Choice:
    """One of several styles that share a file and its network: a code of its own, and what it looks like."""

    name: str
    code: NDArray[np.float32]
    thumbnail_rgb_hwc: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class StyleFile:
    """`tensors` holds at least "code", 3×n: the style code at scales 0.5, 1 and 2.

    `choices` are what "FILE#1", "FILE#2" and so on stand for; FILE alone is all of them together.
    """

    card: StyleCard
    tensors: dict[str, NDArray[np.float32]]
    thumbnail_rgb_hwc: NDArray[np.uint8]
    choices: tuple[Choice, ...] = ()

    def code(self, index: int = 0) -> NDArray[np.float32]:
        """Of all together, or of one of the choices, counted from 1; UserError where there is none."""
        if index > len(self.choices):
            raise UserError(no_choice(self.card, index))
        return self.choices[index - 1].code if index else self.tensors[CODE]


def save_style(path: Path, style: StyleFile) -> None:
    """Writes the file in one step; all tensors but the code as float16, in half the room."""
    card = replace(style.card, choices=tuple(choice.name for choice in style.choices))
    chosen: dict[str, NDArray[Any]] = {}
    for number, choice in enumerate(style.choices, 1):
        chosen[f"{CODE}.{number}"] = choice.code
        chosen[f"{THUMBNAIL}.{number}"] = np.ascontiguousarray(choice.thumbnail_rgb_hwc)
    arrays: dict[str, NDArray[Any]] = {
        **{name: tensor.astype(np.float16) for name, tensor in style.tensors.items() if name != CODE},
        CODE: style.tensors[CODE],
        THUMBNAIL: np.ascontiguousarray(style.thumbnail_rgb_hwc),
        **chosen,
    }
    write_bytes(path, save(arrays, {CARD_KEY: json.dumps(asdict(card), ensure_ascii=False)}))


def load_style(path: Path) -> StyleFile:
    """The whole style, checked; FileError in words."""
    card, thumbnail, tensors = _read(path, with_tensors=True)
    choices = tuple(_choice(path, tensors, number, name) for number, name in enumerate(card.choices, 1))
    code = tensors.get(CODE)
    if code is None or code.ndim != 2:
        raise FileError(f"{path.name} holds no style code. It is damaged, or was made by something else.")
    for name, tensor in (*tensors.items(), *((choice.name, choice.code) for choice in choices)):
        if tensor.dtype not in (np.float16, np.float32) or not np.isfinite(tensor).all():
            raise FileError(f"{path.name} is damaged: {name} holds no numbers to work with. Copy it again.")
    return StyleFile(card, {k: v.astype(np.float32) for k, v in tensors.items()}, thumbnail, choices)


def read_card(path: Path, index: int = 0) -> tuple[StyleCard, NDArray[np.uint8]]:
    """Card and thumbnail alone, for lists of many styles; of one of the choices, counted from 1."""
    card, thumbnail, _ = _read(
        path, with_tensors=False, thumbnail=f"{THUMBNAIL}.{index}" if index else THUMBNAIL
    )
    if index > len(card.choices):
        raise UserError(no_choice(card, index))
    return card, thumbnail


def no_choice(card: StyleCard, index: int) -> str:
    """For a number that is none of a file's choices."""
    if not card.choices:
        return f"{card.name} holds one style only. Leave the number #{index} away."
    known = ", ".join(f"#{number} {name}" for number, name in enumerate(card.choices, 1))
    return f"{card.name} has no style #{index}. Choose one of {known}, or none for all together."


def _choice(path: Path, tensors: dict[str, NDArray[Any]], number: int, name: str) -> Choice:
    code, thumbnail = (tensors.pop(f"{kind}.{number}", None) for kind in (CODE, THUMBNAIL))
    if code is None or thumbnail is None or code.ndim != 2:
        raise FileError(f"{path.name} is damaged: its style {name} is not there. Copy it again.")
    return Choice(name, code, thumbnail)


def tensor_names(path: Path) -> set[str]:
    """What a style file holds besides its card; FileError in words."""
    try:
        with safe_open(path, "numpy") as opened:
            return set(opened.keys())
    except (SafetensorError, OSError):
        raise FileError(
            f"{path.name} is damaged or is no Impasto style. Copy it again from where it came."
        ) from None


def is_style_file(path: Path) -> bool:
    """Whether this is a safetensors file with our card in its header."""
    try:
        with safe_open(path, "numpy") as opened:
            return CARD_KEY in (opened.metadata() or {})
    except (SafetensorError, OSError):
        return False


def _read(
    path: Path, with_tensors: bool, thumbnail: str = THUMBNAIL
) -> tuple[StyleCard, NDArray[np.uint8], dict[str, NDArray[Any]]]:
    damaged = f"{path.name} is damaged or is no Impasto style. Copy it again from where it came."
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileError(f"{path.name} is too large for a style: styles have less than 64 MB.")
        with safe_open(path, "numpy") as opened:
            card = _card((opened.metadata() or {}).get(CARD_KEY), path)
            picture = opened.get_tensor(thumbnail if thumbnail in opened.keys() else THUMBNAIL)  # noqa: SIM118 - it is no dict
            names = [name for name in opened.keys() if name != THUMBNAIL]  # noqa: SIM118 - it is no dict
            tensors = {name: opened.get_tensor(name) for name in names} if with_tensors else {}
    except FileNotFoundError:
        raise FileError(f"There is no style file {path}. Check its name.") from None
    except (SafetensorError, OSError, ValueError, TypeError) as error:
        raise FileError(damaged) from error
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3:
        raise FileError(damaged)
    return card, picture, tensors


def _card(text: str | None, path: Path) -> StyleCard:
    if text is None:
        raise FileError(f"{path.name} has no card of Impasto: it is another program's file.")
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict) or not isinstance(values.get("name"), str) or not values["name"]:
        raise FileError(f"The card of {path.name} cannot be read. Copy the file again from where it came.")
    version = values.get("format_version", 1)
    if not isinstance(version, int) or version > FORMAT_VERSION:
        raise FileError(f"{path.name} was made by a newer Impasto. Update this one to use it.")
    known = {f.name for f in fields(StyleCard)}
    kept = {name: value for name, value in values.items() if name in known}
    for name in ("hashes", "choices"):
        kept[name] = tuple(str(value) for value in kept.get(name) or ())
    for name in ("author", "licence", "origin", "parent"):
        kept[name] = str(kept.get(name) or "")
    for name in ("recipe", "measures"):
        kept[name] = kept[name] if isinstance(kept.get(name), dict) else {}
    return StyleCard(**kept)
