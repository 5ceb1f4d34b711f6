"""Folders of works: labels from the folders in them, a few held out, and pictures that come in pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Self

import torch
from PIL import Image
from torch import Tensor

from models.data.part import WHOLE, Part
from models.data.pictures import SHORT_SIDE_PX, Augmentation, PictureFolder, chance, decode, picture_files
from models.news import FileError

HELD_OUT = 10  # one of so many is kept apart, to see whether the others are learnt by heart
SAME_SHAPE = 0.03  # how far the sides of a pair's pictures may differ


class Collection(PictureFolder):
    """Works by label, every label drawn equally often however many works it has.

    A work in a folder of the folder has that folder's name as label. `labels` are those there are, in order;
    `label_of` the number of each picture's. `held_out` are works that are never drawn.
    """

    labels: tuple[str, ...]
    label_of: list[int]
    held_out: list[Tensor]

    @classmethod
    def read(cls, folder: Path, short_side_px: int = SHORT_SIDE_PX) -> Self:
        """FileError where there is nothing to read."""
        if not folder.is_dir():
            raise FileError(f"There is no folder of pictures at {folder}. Check its name.")
        files, unreadable = picture_files(folder), []
        named: list[tuple[str, Tensor]] = []
        names: list[str] = []
        for path in files:
            below = path.relative_to(folder).parts
            try:
                named.append((below[0] if len(below) > 1 else "", decode(path, short_side_px)))
                names.append("/".join(below))
            except (OSError, ValueError, Image.DecompressionBombError) as error:
                unreadable.append(f"{path.name}: {error}")
        if not named:
            raise FileError(
                f"There is no readable picture in {folder}. JPEG, PNG, TIFF, WebP and BMP are read."
            )
        made = cls.of_labelled(named, names)
        made.unreadable = unreadable
        return made

    @classmethod
    def of_labelled(cls, labelled: Iterable[tuple[str, Tensor]], names: Sequence[str] = ()) -> Self:
        """Of pictures (uint8 c×h×w) with their labels; every tenth is held out, evenly over the labels."""
        works = [(label, picture, name) for (label, picture), name in zip_longest(labelled, names)]
        works.sort(key=lambda work: work[0])
        kept = [work for index, work in enumerate(works) if index % HELD_OUT != HELD_OUT - 1]
        made = cls.of([picture for _, picture, _ in kept], [name for *_, name in kept] if names else ())
        made.labels = tuple(sorted({label for label, *_ in kept}))
        made.label_of = [made.labels.index(label) for label, *_ in kept]
        made.held_out = [picture for _, picture, _ in works[HELD_OUT - 1 :: HELD_OUT]]
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

    def _which(self, rng: torch.Generator) -> int:
        return self._of_label(int(torch.randint(len(self.labels), (), generator=rng)), rng)

    def _of_label(self, label: int, rng: torch.Generator) -> int:
        own = [index for index, other in enumerate(self.label_of) if other == label]
        return own[int(torch.randint(len(own), (), generator=rng))]


@dataclass(frozen=True)
class Pairs:
    """Files that belong together, and in words what has no partner. Side by side: both are the same file."""

    files: tuple[tuple[Path, Path], ...]
    mismatched: tuple[str, ...]

    def read(self, short_side_px: int = SHORT_SIDE_PX) -> tuple[Collection, list[str]]:
        """Pictures of six channels, first and second one over the other; and what could not be used, why."""
        stacks: list[tuple[str, Tensor]] = []
        names: list[str] = []
        wrong = []
        for first, second in self.files:
            try:
                stacks.append(("", _stacked(first, second, short_side_px)))
                names.append(first.name if first == second else f"{first.name}, {second.name}")
            except (OSError, ValueError) as error:
                wrong.append(f"{first.name}: {error}")
        if not stacks:
            reasons = " ".join([*self.mismatched, *wrong][:3])
            raise FileError(f"There are no pairs to learn from. {reasons}".strip())
        return Collection.of_labelled(stacks, names), wrong


def find_pairs(first: Path, second: Path | None = None) -> Pairs:
    """Of two folders by equal names; of one: NAME_a and NAME_b, or else files that hold both side by side."""
    for folder in (first, *([second] if second else [])):
        if not folder.is_dir():
            raise FileError(f"There is no folder of pictures at {folder}. Check its name.")
    if second is not None:
        return _matched({p.stem: p for p in picture_files(first)}, {p.stem: p for p in picture_files(second)})
    sides: dict[str, dict[str, Path]] = defaultdict(dict)
    files = picture_files(first)
    for path in files:
        if path.stem[-2:].lower() in ("_a", "_b"):
            sides[path.stem[-1].lower()][path.stem[:-2]] = path
    if sides:
        return _matched(sides["a"], sides["b"])
    return Pairs(tuple((path, path) for path in files), ())


def _matched(first: dict[str, Path], second: dict[str, Path]) -> Pairs:
    alone = [first.get(name) or second[name] for name in sorted(first.keys() ^ second.keys())]
    both = sorted(first.keys() & second.keys())
    return Pairs(
        tuple((first[name], second[name]) for name in both),
        tuple(f"{path.name} has no partner." for path in alone),
    )


def _stacked(first: Path, second: Path, short_side_px: int) -> Tensor:
    a = decode(first, short_side_px)
    if first == second:
        half = a.shape[2] // 2
        if a.shape[2] < 1.5 * a.shape[1]:
            raise ValueError("it is not as wide as two pictures side by side")
        return torch.cat([a[..., :half], a[..., half : 2 * half]])
    b = decode(second, short_side_px)
    if abs(a.shape[2] / a.shape[1] - b.shape[2] / b.shape[1]) > SAME_SHAPE * a.shape[2] / a.shape[1]:
        raise ValueError(f"its partner {second.name} has another shape")
    if a.shape != b.shape:
        small = torch.nn.functional.interpolate(b[None].float(), a.shape[1:], mode="bilinear", antialias=True)
        b = small[0].round().clamp(0, 255).to(torch.uint8)
    return torch.cat([a, b])
