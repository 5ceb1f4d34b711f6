"""Where each finished picture goes, decided for all photos before any work begins."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from models.news import FileError, UserError

Conflict = Literal["unique", "overwrite", "skip", "fail"]

SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp")
SIXTEEN_BIT_SUFFIXES = (".png", ".tif", ".tiff")


@dataclass(frozen=True)
class Place:
    """A photo and the file its picture goes to; `path` None where a file is there already and is kept."""

    photo: Path
    path: Path | None


def plan_places(
    photos: Sequence[Path],
    out: str,
    bits: int,
    conflict: Conflict,
    inputs: Sequence[Path] = (),
    mark: str = "",
) -> tuple[list[Place], Path | None]:
    """The place of every photo, and the folder that has yet to be made, if any. Nothing is written here.

    `out` is a file for one photo; a folder for several, where it ends with a separator, or where it is one.
    In a folder each is called after its photo, and `mark`. `inputs` are files that must not be written to.
    UserError and FileError where pictures cannot go there.
    """
    kept = {_identity(path) for path in (*photos, *inputs)}
    if not _is_folder(out, len(photos)):
        return [Place(photos[0], _settle(_file_place(out, bits), conflict, kept, set()))], None
    folder = Path(out)
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file. For {len(photos)} photos -o must name a folder.")
    taken: set[str] = set()
    places = []
    for photo in photos:
        path = _settle(folder / (photo.stem + mark + _suffix_for(photo, bits)), conflict, kept, taken)
        if path is not None:
            taken.add(_identity(path))
        places.append(Place(photo, path))
    return places, None if folder.exists() else folder


def _is_folder(out: str, photos: int) -> bool:
    return photos > 1 or out.endswith(("/", os.sep)) or Path(out).is_dir()


def _file_place(out: str, bits: int) -> Path:
    path = Path(out)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UserError(
            f"The ending of {out!r} decides the format, and {suffix!r} is none that can be written. "
            f"Use one of {' '.join(SUFFIXES)}, or end it with / to name a folder."
        )
    if bits == 16 and suffix not in SIXTEEN_BIT_SUFFIXES:
        raise UserError(
            f"{suffix} cannot hold 16 bits. Use one of {' '.join(SIXTEEN_BIT_SUFFIXES)}, or --bits 8."
        )
    if not path.parent.is_dir():
        raise FileError(
            f"There is no folder {path.parent} to write {path.name} into. Make it, or check its name."
        )
    return path


def _suffix_for(photo: Path, bits: int) -> str:
    """A picture in a folder keeps its photo's format where that can hold it."""
    suffix = photo.suffix.lower()
    return suffix if suffix in (SIXTEEN_BIT_SUFFIXES if bits == 16 else SUFFIXES) else ".png"


def _settle(path: Path, conflict: Conflict, kept: set[str], taken: set[str]) -> Path | None:
    """Applies the conflict policy to files on disk; two pictures of one run never share a name."""
    if conflict == "unique" or _identity(path) in taken:
        return _free_name(path, kept, taken, conflict)
    if _identity(path) in kept:
        raise UserError(
            f"{path} is one of the pictures to read. Impasto never writes over those; choose another -o."
        )
    if path.is_dir():
        raise UserError(f"{path} is a folder, and a file is to be written there. Choose another -o.")
    if path.exists() and conflict == "fail":
        raise FileError(
            f"{path} is already there. Choose another name, or --on-conflict unique, overwrite or skip."
        )
    return None if path.exists() and conflict == "skip" else path


def _free_name(path: Path, kept: set[str], taken: set[str], conflict: Conflict) -> Path:
    """`path`, or the first of "name-2", "name-3", … that nobody has."""
    candidate, number = path, 1
    while (
        _identity(candidate) in taken | kept
        or (candidate.exists() and conflict in ("unique", "fail", "skip"))
        or candidate.is_dir()
    ):
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


def _identity(path: Path) -> str:
    """One text for all names of a file, also on file systems that do not tell upper from lower case."""
    return os.path.normcase(path.resolve()).casefold()
