"""Folders of works: labels from the folders in them, a few held out, and pictures that come in pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Self, TypeAlias, TypeVar

import torch
from torch import Tensor

from models.data.levels import UNREADABLE, Levels, levels_of
from models.data.part import WHOLE, Part
from models.data.pictures import SHORT_SIDE_PX, Augmentation, PictureFolder, chance, decode, picture_files
from models.news import FileError
from models.stepping import finish

HELD_OUT = 10  # one of so many is kept apart, to see whether the others are learnt by heart
SAME_SHAPE = 0.03  # how far the sides of a pair's pictures may differ

File = TypeVar("File", Path, tuple[Path, Path])
Read = TypeVar("Read")
Reading: TypeAlias = Generator[tuple[int, int], None, Read]  # says after each file how many of how many


def label_of(path: Path, folder: Path) -> str:
    """The folder in the folder that a work lies in; "" for one that lies in none."""
    below = path.relative_to(folder).parts
    return below[0] if len(below) > 1 else ""


def spread(files: Iterable[Path], folder: Path, most: int) -> list[Path]:
    """At most `most` files, as many of every label as there are, each evenly over its own; in their order."""
    by_label: dict[str, list[Path]] = defaultdict(list)
    for path in files:
        by_label[label_of(path, folder)].append(path)
    chosen: list[Path] = []
    groups = sorted(by_label.values(), key=len)  # what the smallest leave free goes to the others
    for waiting, own in zip(range(len(groups), 0, -1), groups, strict=True):
        count = min(len(own), (most - len(chosen)) // waiting)
        chosen += [own[index * len(own) // count] for index in range(count)]
    return sorted(chosen)


def _each(
    files: Sequence[File], read: Callable[[File], Tensor]
) -> Reading[tuple[dict[File, Tensor], dict[File, str]]]:
    """What each file holds, or why it cannot be read: one that is torn is no reason to learn from none."""
    held: dict[File, Tensor] = {}
    unreadable: dict[File, str] = {}
    for done, file in enumerate(files, 1):
        try:
            held[file] = read(file)
        except UNREADABLE as error:
            unreadable[file] = str(error)
        yield done, len(files)
    return held, unreadable


class Collection(PictureFolder):
    """Works by label, every label drawn equally often however many works it has.

    A work in a folder of the folder has that folder's name as label. `labels` are those there are, in order;
    `label_of` the number of each picture's. `held_out` are works that are never drawn, `label_of_held_out`
    the numbers of their labels. `files` are those that all of them were read from.
    """

    files: tuple[Path, ...] = ()

    labels: tuple[str, ...]
    label_of: list[int]
    held_out: list[Tensor]
    label_of_held_out: list[int]

    @classmethod
    def read(cls, folder: Path, short_side_px: int = SHORT_SIDE_PX) -> Self:
        """All of a folder at once; FileError where there is nothing to read."""
        if not folder.is_dir():
            raise FileError(f"There is no folder of pictures at {folder}. Check its name.")
        return finish(cls.reading(folder, picture_files(folder), short_side_px))

    @classmethod
    def reading(
        cls, folder: Path, files: Sequence[Path], short_side_px: int = SHORT_SIDE_PX
    ) -> Reading[Self]:
        """These files of the folder, one by one; FileError where none can be read."""
        levels = yield from levels_of(files)
        read, unreadable = yield from _each(files, lambda path: decode(path, short_side_px, levels))
        if not read:
            raise FileError(
                f"There is no readable picture in {folder}. JPEG, PNG, TIFF, WebP and BMP are read."
            )
        names = [path.relative_to(folder).as_posix() for path in read]
        made = cls.of_labelled([(label_of(path, folder), picture) for path, picture in read.items()], names)
        made.files = tuple(read)
        made.unreadable = [f"{path.name}: {reason}" for path, reason in unreadable.items()]
        return made

    @classmethod
    def of_labelled(cls, labelled: Iterable[tuple[str, Tensor]], names: Sequence[str] = ()) -> Self:
        """Of pictures (uint8 c×h×w) with their labels; every tenth is held out, evenly over the labels.

        Not the only one of its label.
        """
        works = [(label, picture, name) for (label, picture), name in zip_longest(labelled, names)]
        works.sort(key=lambda work: work[0])
        count = Counter(label for label, *_ in works)
        unseen = {n for n in range(HELD_OUT - 1, len(works), HELD_OUT) if count[works[n][0]] > 1}
        kept = [work for n, work in enumerate(works) if n not in unseen]
        made = cls.of([picture for _, picture, _ in kept], [name for *_, name in kept] if names else ())
        made.labels = tuple(sorted({label for label, *_ in kept}))
        made.label_of = [made.labels.index(label) for label, *_ in kept]
        made.held_out = [works[n][1] for n in sorted(unseen)]
        made.label_of_held_out = [made.labels.index(works[n][0]) for n in sorted(unseen)]
        return made

    def batch_of(
        self,
        labels: Sequence[int],
        rng: torch.Generator,
        size_px: int,
        how: Augmentation,
        part: Part = WHOLE,
    ) -> Tensor:
        """A crop for each of these labels, as `batch`."""
        places = [(self._of_label(label, rng), chance(rng, how)) for label in labels]
        return torch.cat([self._crop(*places[i], size_px, how) for i in part.take(range(len(places)))])

    def unseen(
        self, rng: torch.Generator, count: int, size_px: int, how: Augmentation
    ) -> tuple[Tensor, list[int]]:
        """Crops of works that are held out, in turn, and the numbers of their labels."""
        folder, which = PictureFolder.of(self.held_out), [n % len(self.held_out) for n in range(count)]
        crops = [folder._crop(n, chance(rng, how), size_px, how) for n in which]
        return torch.cat(crops), [self.label_of_held_out[n] for n in which]

    def _which(self, rng: torch.Generator) -> int:
        return self._of_label(int(torch.randint(len(self.labels), (), generator=rng)), rng)

    def _of_label(self, label: int, rng: torch.Generator) -> int:
        own = [index for index, other in enumerate(self.label_of) if other == label]
        return own[int(torch.randint(len(own), (), generator=rng))]


@dataclass(frozen=True)
class Pairs:
    """Files that belong together, and those that have no partner. Side by side: both are the same file."""

    files: tuple[tuple[Path, Path], ...]
    alone: tuple[Path, ...]

    @property
    def mismatched(self) -> tuple[str, ...]:
        """What has no partner, in words."""
        return tuple(f"{path.name} has no partner." for path in self.alone)

    def read(self, short_side_px: int = SHORT_SIDE_PX) -> tuple[Collection, list[str]]:
        """Pictures of six channels, first and second one over the other; and what could not be used, why."""
        made, _, wrong = finish(self.reading(short_side_px))
        return made, wrong

    def unfit(self, short_side_px: int = SHORT_SIDE_PX) -> Reading[list[str]]:
        """What could not be used, and why, pair by pair; no picture is kept."""
        levels = yield from self._levels()
        _, unreadable = yield from _each(
            self.files, lambda pair: _stacked(pair, short_side_px, levels).new_empty(0)
        )
        return _in_words(unreadable)

    def reading(self, short_side_px: int = SHORT_SIDE_PX) -> Reading[tuple[Collection, Pairs, list[str]]]:
        """As `read`, pair by pair; and the pairs that are used."""
        levels = yield from self._levels()
        read, unreadable = yield from _each(self.files, lambda pair: _stacked(pair, short_side_px, levels))
        wrong = _in_words(unreadable)
        if not read:
            reasons = " ".join([*self.mismatched, *wrong][:3])
            raise FileError(f"There are no pairs to learn from. {reasons}".strip())
        names = [a.name if a == b else f"{a.name}, {b.name}" for a, b in read]
        made = Collection.of_labelled([("", stack) for stack in read.values()], names)
        return made, Pairs(tuple(read), self.alone), wrong

    def _levels(self) -> Reading[tuple[Levels, Levels]]:
        """Each side has its own: an outline and what it is of, a scan and what became of it."""
        first = yield from levels_of([a for a, _ in self.files])
        second = yield from levels_of([b for _, b in self.files])
        return first, second


def find_pairs(first: Path, second: Path | None = None) -> Pairs:
    """Of two folders by equal names, folders in them included, so that day/1 is no partner of night/1.

    Of one: NAME_a and NAME_b where there are such; or the folders A and B in it, as pix2pix has them; or
    else files that hold both side by side.
    """
    for folder in (first, *([second] if second else [])):
        if not folder.is_dir():
            raise FileError(f"There is no folder of pictures at {folder}. Check its name.")
    if second is not None:
        return _matched(_named(first, but=second), _named(second, but=first))
    return _by_ending(first) or _by_two_folders(first) or _side_by_side(first)


def _named(folder: Path, but: Path) -> list[tuple[str, Path]]:
    """The files by their names in the folder; none of those in another one that lies in it."""
    is_around = folder != but and but.is_relative_to(folder)
    files = (path for path in picture_files(folder) if not (is_around and path.is_relative_to(but)))
    return [(path.relative_to(folder).with_suffix("").as_posix(), path) for path in files]


def _by_ending(folder: Path) -> Pairs | None:
    sides: dict[str, list[tuple[str, Path]]] = {"_a": [], "_b": []}
    others = []
    for name, path in _named(folder, folder):
        ending = name[-2:].lower()
        if ending in sides:
            sides[ending].append((name[:-2], path))
        else:
            others.append(path)
    found = _matched(sides["_a"], sides["_b"])
    return Pairs(found.files, (*found.alone, *others)) if found.files else None


def _by_two_folders(folder: Path) -> Pairs | None:
    """A and B, or trainA and trainB. Others may be sets of files that are side by side, with equal names."""
    names = sorted({label_of(path, folder) for path in picture_files(folder)}, key=str.lower)
    if len(names) != 2 or [name.lower() for name in names] != [names[0].lower()[:-1] + end for end in "ab"]:
        return None
    return find_pairs(*(folder / name for name in names))


def _side_by_side(folder: Path) -> Pairs:
    return Pairs(tuple((path, path) for path in picture_files(folder)), ())


def _in_words(unreadable: dict[tuple[Path, Path], str]) -> list[str]:
    return [f"{first.name}: {reason}" for (first, _), reason in unreadable.items()]


def _matched(first: Iterable[tuple[str, Path]], second: Iterable[tuple[str, Path]]) -> Pairs:
    """By name; of several files of one name in one folder the first, and the others are alone."""
    sides: list[dict[str, Path]] = [{}, {}]
    alone = []
    for side, named in zip(sides, (first, second), strict=True):
        alone += [path for name, path in named if side.setdefault(name, path) != path]
    one, other = sides
    alone += [one.get(name) or other[name] for name in one.keys() ^ other.keys()]
    both = sorted(one.keys() & other.keys())
    return Pairs(tuple((one[name], other[name]) for name in both), tuple(sorted(alone, key=_by_name)))


def _by_name(path: Path) -> tuple[str, Path]:
    return path.name, path


def _stacked(pair: tuple[Path, Path], short_side_px: int, levels: tuple[Levels, Levels]) -> Tensor:
    first, second = pair
    a = decode(first, short_side_px, levels[0])
    if first == second:
        half = a.shape[2] // 2
        if a.shape[2] < 1.5 * a.shape[1]:
            raise ValueError("it is not as wide as two pictures side by side")
        return torch.cat([a[..., :half], a[..., half : 2 * half]])
    b = decode(second, short_side_px, levels[1])
    if abs(a.shape[2] / a.shape[1] - b.shape[2] / b.shape[1]) > SAME_SHAPE * a.shape[2] / a.shape[1]:
        raise ValueError(f"its partner {second.name} has another shape")
    if a.shape != b.shape:
        small = torch.nn.functional.interpolate(b[None].float(), a.shape[1:], mode="bilinear", antialias=True)
        b = small[0].round().clamp(0, 255).to(torch.uint8)
    return torch.cat([a, b])
