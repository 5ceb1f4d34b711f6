"""Which files of a folder are of use for training, and why others are not. Nothing of it is fatal.

Near-duplicates are found by a difference hash of 64 bits: is a place of the reduced picture brighter than its
neighbour to the right?
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image, ImageOps

from models.data.levels import UNREADABLE, in_rgb
from models.data.pictures import OTHER_SUFFIXES, other_pictures, picture_files
from models.file_kind import HEAD_BYTES, refusal
from models.news import FileError
from models.training_news import LeftOut, PhotosReport

File = TypeVar("File")  # or pairs of them
SMALLEST_PX = 128
NEAR_BITS = 4  # of 64; different photographs of one scene differ by 10 and more
FLAT_RANGE = 6  # a grey level more or less decides the bits of an empty picture
ENOUGH, GOOD = 20, 100
MOST = 500  # more are of no use in hours, and would fill the memory


@dataclass(frozen=True)
class _Looked:
    """A folder as it was, each file with its time and size, and what came of it."""

    at: list[tuple[Path, int, int]]
    report: PhotosReport


_last: dict[tuple[Path, int], _Looked] = {}  # of one folder: who has looked into it trains on it next


def check_photos(folder: Path, smallest_px: int = SMALLEST_PX) -> Iterator[tuple[int, int] | PhotosReport]:
    """Says after each file how many of how many are done, and in the end what came of it.

    At once where the same folder was looked into last, and nothing in it has changed.
    """
    if not folder.is_dir():
        raise FileError(f"There is no folder at {folder}. Check its name.")
    files = sorted([*picture_files(folder), *other_pictures(folder)])
    at = [_as_it_is(path) for path in files]
    asked = folder, smallest_px
    if asked in _last and _last[asked].at == at:
        yield _last[asked].report
        return
    used: list[Path] = []
    left_out: list[LeftOut] = []
    digests: dict[bytes, Path] = {}
    hashes: list[int] = []
    for done, path in enumerate(files, 1):
        reason = _reason(path, smallest_px, digests, hashes, used)
        if reason is None:
            used.append(path)
        else:
            left_out.append(reason)
        yield done, len(files)
    report = PhotosReport(tuple(used), tuple(left_out), _advice(len(used)))
    _last.clear()
    _last[asked] = _Looked(at, report)
    yield report


def _as_it_is(path: Path) -> tuple[Path, int, int]:
    try:
        facts = path.stat()
    except OSError:  # a link to nothing
        return path, 0, 0
    return path, facts.st_mtime_ns, facts.st_size


def choose(used: Sequence[File]) -> list[File]:
    """At most `MOST` of them, evenly over the folder."""
    step = max(1.0, len(used) / MOST)
    return [used[int(i * step)] for i in range(min(len(used), MOST))]


def _reason(
    path: Path, smallest_px: int, digests: dict[bytes, Path], hashes: list[int], used: list[Path]
) -> LeftOut | None:
    try:
        if path.suffix.lower() in OTHER_SUFFIXES:
            with path.open("rb") as file:
                return LeftOut(path, "unreadable", refusal(file.read(HEAD_BYTES), path))
        digest = hashlib.blake2b(path.read_bytes()).digest()
        with Image.open(path) as opened:
            size = min(opened.size)
            opened.draft("L", (64, 64))
            grey = in_rgb(ImageOps.exif_transpose(opened)).convert("L").resize((9, 8), Image.Resampling.BOX)
    except UNREADABLE as error:
        why = error if str(error) and not isinstance(error, LookupError) else "it is damaged"
        return LeftOut(path, "unreadable", f"{path.name} cannot be read: {why}.")
    if size < smallest_px:
        return LeftOut(path, "tiny", f"{path.name} is only {size} pixels on its short side.")
    if digest in digests:
        words = f"{path.name} is the same file as {digests[digest].name}."
        return LeftOut(path, "duplicate", words, digests[digest])
    digests[digest] = path
    levels = np.asarray(grey, np.int16)
    if int(levels.max() - levels.min()) >= FLAT_RANGE:
        bits = int.from_bytes(np.packbits(levels[:, 1:] > levels[:, :-1]).tobytes(), "big")
        for index, other in enumerate(hashes):
            if other >= 0 and (bits ^ other).bit_count() <= NEAR_BITS:
                words = f"{path.name} looks like {used[index].name}."
                return LeftOut(path, "near-duplicate", words, used[index])
        hashes.append(bits)
    else:
        hashes.append(-1)  # so that places stay those of `used`
    return None


def _advice(count: int) -> str:
    if count == 0:
        return "There is no photograph to learn on. Choose a folder with at least twenty."
    if count < ENOUGH:
        few = "One photograph is" if count == 1 else f"{count} photographs are"
        return (
            f"{few} enough to try. With twenty or more, of different things and light, "
            "the style also suits pictures it has not seen."
        )
    if count < GOOD:
        return f"{count} photographs are enough. A hundred make the style steadier on unusual pictures."
    if count > MOST:
        return f"{count} photographs are more than are needed: {MOST} of them are used."
    return f"{count} photographs are plenty. More would hardly be seen in the result."
