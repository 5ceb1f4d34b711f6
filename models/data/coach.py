"""What a folder of works can become, before anybody waits for it: read, counted, and said in plain words."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from models.data.collections import HELD_OUT, find_pairs, label_of
from models.data.levels import UNREADABLE, in_rgb
from models.data.marks import SIDE_PX, View, find_marks, view
from models.data.odd_ones import colours_of, far_in_colours, far_in_strokes, strokes_of
from models.data.photo_check import MOST, SMALLEST_PX, check_photos, choose
from models.data.pictures import picture_files
from models.training_news import CollectionReport, Doubt, LeftOut, PhotosReport

Real = NDArray[np.float32]

FEW, SOME, MANY = 5, 30, 100  # works: for a style, for one that holds, for new swatches
FRAME = 12  # how little a border varies (of 255), beside a middle that does
BORDER = 0.04  # of the side
GREY = ("1", "L", "LA", "I", "I;16", "I;16B", "I;16L", "F")  # as Pillow calls them
SHOWN, THUMBNAIL_PX = 60, 144  # doubts with small pictures, and how large those are
LEARNT = "It would be learnt, too: cut it away first."
SWATCH_PX = 32  # short side; enough for small swatches, and for nothing else
SIZED = 60  # files by which a folder is taken to hold swatches
BESIDE, BESIDE_OFF = 2.0, 0.03  # as wide as high where a file holds a pair side by side; how far off that
UNEVEN = 3  # one label has so many times the works of another


def check_collection(folder: Path) -> Iterator[tuple[int, int] | CollectionReport]:
    """Says after each file how many of how many are done, and in the end what came of it."""
    photos: PhotosReport | None = None
    is_small = _is_small(folder)
    for told in check_photos(folder, SWATCH_PX if is_small else SMALLEST_PX):
        if isinstance(told, PhotosReport):
            photos = told
        else:
            yield told[0], 2 * told[1]
    assert photos is not None
    colours, strokes, framed = [], [], []
    views: list[View] = []
    seen = choose(photos.used)
    for done, path in enumerate(photos.used, 1):
        upright = _upright(path, SIDE_PX)
        small = np.asarray(upright.resize((96, 96)), np.float32)
        colours.append(colours_of(small))
        strokes.append(strokes_of(upright))
        if _is_framed(small):
            framed.append(path)
        if len(views) < len(seen) and path == seen[len(views)]:
            views.append(view(upright))
        yield len(photos.used) + done, 2 * len(photos.used)
    labels = Counter(label_of(path, folder) for path in photos.used)
    odd = {
        "colours": [photos.used[n] for n in far_in_colours(colours)],
        "strokes": [photos.used[n] for n in far_in_strokes(strokes)],
    }
    marked = [(mark.place, [seen[n] for n in mark.works]) for mark in find_marks(views)]
    doubts = _doubts(photos.left_out, marked, framed, odd)
    count, pairs = len(photos.used), _pairs_in(folder)
    first = _future(count, pairs, is_small)
    yield CollectionReport(
        photos.used,
        doubts,
        tuple(sorted(labels.items())),
        (first, *_advice(count, labels, marked, framed, odd), *_depths(photos.used)),
        _suits(count, labels, pairs, is_small),
        _thumbnails(doubts[:SHOWN]),
        _left_out_in_words(len(photos.left_out)),
    )


def _upright(path: Path, side_px: int) -> Image.Image:
    with Image.open(path) as opened:
        opened.draft("RGB", (side_px, side_px))
        return in_rgb(ImageOps.exif_transpose(opened))


def _doubts(
    left_out: tuple[LeftOut, ...],
    marked: list[tuple[str, list[Path]]],
    framed: list[Path],
    odd: dict[str, list[Path]],
) -> tuple[Doubt, ...]:
    """Those that look like another first: they want a decision most."""
    found = [Doubt(one.path, one.reason, one.like) for one in left_out if one.like]
    for _, paths in marked:
        found += [
            Doubt(path, f"{path.name} bears a mark that others have at the same place.") for path in paths
        ]
    found += [Doubt(path, f"{path.name} has a frame or an even border.") for path in framed]
    for what, paths in odd.items():
        found += [Doubt(path, f"{path.name} has other {what} than the rest.") for path in paths]
    return (*found, *(Doubt(one.path, one.reason) for one in left_out if not one.like))


def _thumbnails(doubts: tuple[Doubt, ...]) -> dict[Path, NDArray[np.uint8]]:
    """Of those that can be read."""
    made: dict[Path, NDArray[np.uint8]] = {}
    for path in {path for doubt in doubts for path in (doubt.path, doubt.like) if path}:
        with contextlib.suppress(*UNREADABLE):
            upright = _upright(path, THUMBNAIL_PX)
            upright.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
            made[path] = np.asarray(upright).copy()
    return made


def _is_framed(small: Real) -> bool:
    """An even border on all four sides of a picture that is not even itself."""
    width = max(2, round(len(small) * BORDER))
    grey = small.mean(2)
    edges = (grey[:width], grey[-width:], grey[:, :width], grey[:, -width:])
    middle = grey[width * 4 : -width * 4, width * 4 : -width * 4]
    return all(float(edge.std()) < FRAME for edge in edges) and float(middle.std()) > 2 * FRAME


def _advice(
    count: int,
    labels: Counter[str],
    marked: list[tuple[str, list[Path]]],
    framed: list[Path],
    odd: dict[str, list[Path]],
) -> tuple[str, ...]:
    said = []
    if FEW <= count < HELD_OUT:
        said.append(
            f"Of fewer than {HELD_OUT} works none is held out, so nothing tells whether they are learnt by "
            "heart but pictures that come too near to one: look at those."
        )
    if count > MOST:
        said.append(f"{MOST} of them are learnt from, as many of each folder.")
    said += [
        f"{len(works)} works seem to bear the same mark {place}, as {one.name} and {two.name}. {LEARNT}"
        for place, works in marked
        for one, two in [works[:2]]
    ]
    if framed:
        said.append(
            f"{framed[0].name} seems to have a frame or an even border. {LEARNT}"
            if len(framed) == 1
            else f"{len(framed)} works seem to have a frame or an even border, as {framed[0].name}. {LEARNT}"
        )
    for what, paths in odd.items():
        if paths:
            said.append(
                f"{paths[0].name} stands out by its {what}. Does it belong here?"
                if len(paths) == 1
                else f"{len(paths)} works stand out by their {what}, as {paths[0].name}. Do they belong here?"
            )
    if len(labels) > 1 and max(labels.values()) >= UNEVEN * min(labels.values()):
        few, many = min(labels, key=lambda k: labels[k]), max(labels, key=lambda k: labels[k])
        said.append(
            f"{many or 'works without a folder'} has {labels[many]} works and {few or 'the rest'} has "
            f"{labels[few]}. Each is learnt from equally often, so those few are seen again and again."
        )
    return tuple(said)


def _depths(paths: tuple[Path, ...]) -> list[str]:
    """What are no photographs in eight bits of colour, and how large they are."""
    grey = deep = 0
    sides = []
    for path in paths:
        with Image.open(path) as opened:
            grey += opened.mode in GREY
            deep += opened.mode.startswith(("I", "F"))
            sides.append(min(opened.size))
    said = []
    if sides and min(sides) == max(sides):
        said = [f"All short sides have {min(sides)} pixels."]
    elif sides:
        said = [f"Short sides go from {min(sides)} to {max(sides)} pixels."]
    if grey == len(paths) and grey:
        said.append("All works are grey: what is made of them will be grey, too.")
    elif grey:
        said.append(f"{grey} works are grey among {len(paths) - grey} in colour. Both kinds are learnt.")
    if deep:
        said.append(f"{deep} works have 16 bits or more. They are learnt from in 8, by one black and white.")
    return said


def _is_small(folder: Path) -> bool:
    """Whether most of its files are smaller than what a style is learnt from: a folder of swatches."""
    files, sides = picture_files(folder) if folder.is_dir() else [], []
    for path in files[:: max(1, len(files) // SIZED)]:
        with contextlib.suppress(*UNREADABLE):
            sides.append(min(_size(path)))
    return bool(sides) and sorted(sides)[len(sides) // 2] < SMALLEST_PX


def _pairs_in(folder: Path) -> int:
    """How many pairs a folder holds, where that is what it holds; those that look alike are pairs as well."""
    found = find_pairs(folder).files
    if any(first != second for first, second in found):
        return len(found) if 4 * len(found) >= len(picture_files(folder)) else 0
    for path, _ in found:
        try:
            width, height = _size(path)
        except UNREADABLE:
            continue
        if abs(width / height - BESIDE) > BESIDE * BESIDE_OFF:
            return 0
    return len(found) if len(found) >= FEW else 0


def _size(path: Path) -> tuple[int, int]:
    with Image.open(path) as opened:
        return opened.size


def _left_out_in_words(files: int) -> str:
    return ["", "One file is left out."][files] if files < 2 else f"{files} files are left out."


def _suits(count: int, labels: Counter[str], pairs: int, is_small: bool) -> str:
    """The task that fits best."""
    if pairs:
        return "paired"
    if count < FEW:
        return ""
    if is_small:
        return "imagine"
    if len(labels) > 1 and "" not in labels and min(labels.values()) >= FEW:
        return "conditional"
    return "few-shot"


def _future(count: int, pairs: int, is_small: bool) -> str:
    """Without how long it takes: that is measured (`models.training.pace`)."""
    if pairs:
        return "This folder seems to hold pairs: from one of each to the other can be learnt (paired)."
    if count == 0:
        return "There is no work to learn from. Choose a folder with at least five."
    if is_small:
        return (
            f"{count} works, most smaller than {SMALLEST_PX} pixels: of use for swatches of 64 px or less "
            "(imagine), best from a hundred on. A style wants larger works."
        )
    if count < FEW:
        return (
            f"{count} works: train a style of them without a discriminator (impasto train style). It takes "
            "about ten minutes; a discriminator would know so few by heart at once."
        )
    if count < SOME:
        return (
            f"{count} works: a fine-tuned style (few-shot). New pictures from noise would be copies of them."
        )
    if count < MANY:
        return (
            f"{count} works: a fine-tuned style (few-shot); with a folder of photographs also unpaired. "
            "Swatches from noise would come close to copies."
        )
    return (
        f"{count} works: all tasks are open. Swatches and unpaired pictures take longest, and want a GPU at "
        "256 px."
    )
