"""The names of exported files: a template with fields, made into a name that every file system takes.

{photo}    the photograph's name without its ending
{style}    the styles' names, joined by +
{date}     2026-11-21
{time}     14.05.09
{counter}  the smallest number from 1 that makes the name new
{width}    pixels of the exported picture
{height}   likewise
"""

from __future__ import annotations

import re
import string
import time
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

FIELDS = ("photo", "style", "date", "time", "counter", "width", "height")
DEFAULT = "{photo}-{style}"
REFUSED = re.compile(r'[<>:"/\\|?*]+')  # by Windows; "/" by everybody
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
MOST_BYTES = 200  # names end at 255 bytes, and a number and the ending still have to fit
MOST_NUMBER = 100_000


class UnknownFieldError(ValueError):
    """The template asks for what there is not; the text is its name."""


def values_of(
    photo: str, styles: list[str], size: tuple[int, int], now: time.struct_time | None = None
) -> dict[str, str]:
    """What the fields stand for, but for the counter. `size` is width and height in pixels."""
    at = now or time.localtime()
    words = ["".join(c if c.isalnum() else "-" for c in name.lower()).strip("-") for name in styles]
    return {
        "photo": photo,
        "style": "+".join(word for word in words if word) or "impasto",
        "date": time.strftime("%Y-%m-%d", at),
        "time": time.strftime("%H.%M.%S", at),
        "width": str(size[0]),
        "height": str(size[1]),
    }


def stem_of(template: str, values: Mapping[str, str], number: int = 1) -> str:
    """The name without its ending. UnknownFieldError for a field that is none; lone braces stay."""
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        return clean(template)
    known = {**values, "counter": str(number)}
    said = []
    for text, field, _, _ in parts:
        said.append(text)
        if field is not None:
            if field not in known:
                raise UnknownFieldError(field)
            said.append(known[field])
    return clean("".join(said))


def clean(name: str) -> str:
    """Without what some file system refuses, and never empty."""
    printable = "".join(
        c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in ("Cc", "Cs")
    )
    tidy = REFUSED.sub("-", printable).strip().lstrip(".").rstrip(". ")
    while len(tidy.encode()) > MOST_BYTES:
        tidy = tidy[:-1].rstrip(". ")
    if RESERVED.fullmatch(tidy):
        tidy += "_"
    return tidy or "picture"


def path_of(
    folder: Path,
    template: str,
    values: Mapping[str, str],
    suffix: str,
    *,
    is_taken: Callable[[Path], bool],
    is_unique: bool,
) -> Path:
    """Where the file goes. With `is_unique` it gets a number where the name is taken already."""
    counts = any(field == "counter" for _, field, _, _ in _fields(template))
    path = folder / f"{stem_of(template, values)}{suffix}"
    number = 1
    while (counts or is_unique) and is_taken(path) and number < MOST_NUMBER:
        number += 1
        stem = stem_of(template, values, number)
        path = folder / (f"{stem}{suffix}" if counts else f"{stem}-{number}{suffix}")
    return path


def fields_in_words() -> str:
    """All of them, as they are typed."""
    return " ".join(f"{{{field}}}" for field in FIELDS)


def _fields(template: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(string.Formatter().parse(template))
    except ValueError:
        return []
