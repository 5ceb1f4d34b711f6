"""What a game learns from: chosen when it begins, and kept by name in its run.

So a file that comes into a folder later is no part of the run, and going on is exact.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from models.collection_requests import CheckPairs, TrainCollection
from models.data.coach import check_collection
from models.data.collections import Collection, Pairs, Reading, find_pairs, spread
from models.data.photo_check import MOST, choose
from models.data.pictures import Augmentation, picture_files
from models.news import FileError, News, Progress
from models.training_news import CollectionReport, PairsReport

Read = TypeVar("Read")
SIDE_PX = 288
LARGEST_PX = 640  # 500 works, the most that are read, take 0.9 GB then
KEPT_PX = "short_side_px"  # as a run keeps it
NAMED = 3  # of the files that have no partner, or do not fit theirs


@dataclass(frozen=True)
class Material:
    """`names` are those of the files, as a run keeps them: one list for each of the folders, or for pairs.

    With them is the short side that the works were read at.
    """

    works: Collection
    photos: Collection | None
    names: dict[str, Any]
    said: list[str]


def kept_px(how: Augmentation, size_px: int, config: dict[str, Any] | None) -> int:
    """The short side that works are kept at, from which crops of `size_px` are taken; that of a run stays."""
    if config is not None:
        return int(config.get(KEPT_PX, SIDE_PX))
    return max(SIDE_PX, min(LARGEST_PX, how.short_side_px(size_px)))


def read_pairs(
    request: TrainCollection, short_side_px: int, config: dict[str, Any] | None
) -> Generator[News, None, Material]:
    """Of two folders, or of one; a run that goes on has its `config`."""
    first, second = request.works, request.photos or request.works
    if config is not None and "pairs" in config:
        pairs = Pairs(tuple((first / a, second / b) for a, b in config["pairs"]), ())
    else:
        found = find_pairs(request.works, request.photos)
        pairs = Pairs(tuple(choose(found.files)), found.alone)
    stacks, used, wrong = yield from _shown(pairs.reading(short_side_px))
    names = [[_names([a], first)[0], _names([b], second)[0]] for a, b in used.files]
    return Material(stacks, None, {"pairs": names, KEPT_PX: short_side_px}, [*pairs.mismatched, *wrong])


def check_pairs(request: CheckPairs) -> Generator[News, None, PairsReport]:
    """What `read_pairs` would use, and what not."""
    found = find_pairs(request.works, request.photos)
    chosen = Pairs(tuple(choose(found.files)), found.alone)
    wrong = yield from _shown(chosen.unfit(SIDE_PX // 2))
    count = len(chosen.files) - len(wrong)
    return PairsReport(count, tuple(_on_pairs(count, [path.name for path in found.alone], wrong)))


def _on_pairs(count: int, alone: list[str], wrong: list[str]) -> list[str]:
    """All numbers, and the first few names."""
    said = ["There are no pairs to learn from."]
    if count:
        said = ["One pair is found." if count == 1 else f"{count} pairs are found."]
    if len(alone) == 1:
        said.append(f"{alone[0]} has no partner.")
    elif alone:
        rest = f" and {len(alone) - NAMED} more" if len(alone) > NAMED else ""
        said.append(f"{len(alone)} files have no partner: {', '.join(alone[:NAMED])}{rest}.")
    if len(wrong) > NAMED:
        said.append(f"{len(wrong)} pairs cannot be used. These are the first of them:")
    return [*said, *wrong[:NAMED]]


def read_works(
    request: TrainCollection, config: dict[str, Any] | None, short_side_px: int = SIDE_PX
) -> Generator[News, None, Material]:
    """Works that the coach finds to be of use, with what it says; and photographs where they are wanted.

    Photographs that a discriminator sees, too, are read as large as the works.
    """
    known, said = config or {}, list[str]()
    files = _known(request.works, known.get("works"))
    if config is None:
        files, said = yield from _of_use(request.works)
    works = yield from _read(request.works, files, said, short_side_px)
    names: dict[str, Any] = {"works": _names(works.files, request.works), KEPT_PX: short_side_px}
    photos: Collection | None = None
    if request.photos is not None:
        side_px = short_side_px if request.task == "unpaired" else SIDE_PX
        photos = yield from _read(request.photos, _known(request.photos, known.get("photos")), said, side_px)
        names["photos"] = _names(photos.files, request.photos)
    return Material(works, photos, names, said)


def _of_use(folder: Path) -> Generator[News, None, tuple[list[Path], list[str]]]:
    """As many of every label; and what the coach says."""
    for told in check_collection(folder):
        if isinstance(told, CollectionReport):
            if not told.used:
                reasons = " ".join(doubt.words for doubt in told.doubts[:3])
                raise FileError(f"There is no work in {folder} to learn from. {reasons}".strip())
            first, *others = told.advice
            return spread(told.used, folder, MOST), [first, *filter(None, [told.left_out]), *others]
        yield Progress(*told, "looking at the works")
    raise AssertionError("a check ends with its report")


def _known(folder: Path, names: Sequence[str] | None) -> list[Path]:
    """Without names those there are: nobody has chosen yet, or a run from before they were kept goes on."""
    if names is None:
        return spread(picture_files(folder), folder, MOST)
    return [folder / name for name in names]


def _read(
    folder: Path, files: Sequence[Path], said: list[str], short_side_px: int
) -> Generator[News, None, Collection]:
    made = yield from _shown(Collection.reading(folder, files, short_side_px))
    if len(made.unreadable) == 1:
        said.append(f"One file cannot be read and is left out: {made.unreadable[0]}")
    elif made.unreadable:
        said.append(f"{len(made.unreadable)} files cannot be read and are left out: {made.unreadable[0]}")
    return made


def _names(files: Iterable[Path], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in files]


def _shown(reading: Reading[Read]) -> Generator[News, None, Read]:
    """Says how far it is."""
    while True:
        try:
            done = next(reading)
        except StopIteration as end:
            result: Read = end.value
            return result
        yield Progress(*done, "reading the pictures")
