"""Which painted picture belongs to which photograph and style, decided before anything is measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from models.evaluation.folders import pictures_in
from models.evaluation.style_files import STYLE_SUFFIX
from models.judgement import MARK, Pair
from models.news import FileError, UserError
from models.picture_file import SUFFIXES

Given = TypeVar("Given", Path, Path | None)


def pair_files(outs: Sequence[Path], photos: Sequence[Path], styles: Sequence[Path | None]) -> list[Pair]:
    """Each output with its photo and style: one for all, or one for each in the same order.

    A style is None where there is nothing to measure it by.
    """
    photo_of = _spread(photos, len(outs), "photos")
    style_of: list[Path | None] = _spread(styles, len(outs), "styles") or [None] * len(outs)
    return [Pair(*files) for files in zip(outs, photo_of, style_of, strict=True)]


def pair_folder(folder: Path, photos: Path, styles: Path | None) -> tuple[list[Pair], list[str]]:
    """The pictures of `folder` that are named PHOTO__STYLE after pictures of the two other folders.

    `styles` may hold style files, too, which are measured by what they keep of their pictures. Without a
    folder of styles the part after the mark says nothing, and may be missing. Also returns the names of the
    pictures that are named after none. FileError where no picture is.
    """
    by_photo = _by_stem(pictures_in(photos))
    by_style = None if styles is None else _by_stem(pictures_in(styles, (*SUFFIXES, STYLE_SUFFIX)))
    pairs, left_out = [], []
    for out in pictures_in(folder):
        pair = next(_readings(out, by_photo, by_style), None)
        if pair is None:
            left_out.append(out.name)
        else:
            pairs.append(pair)
    if not pairs:
        wanted = "PHOTO__STYLE" if styles is not None else "PHOTO or PHOTO__STYLE"
        raise FileError(
            f"No picture in {folder} is named {wanted} after pictures in the folders given; {left_out[0]} is "
            f"not, for example. {next(iter(by_photo))}{MARK}{next(iter(by_style or ['STYLE']))}.png would be."
        )
    return pairs, left_out


def _spread(paths: Sequence[Given], count: int, what: str) -> list[Given]:
    if len(paths) not in (0, 1, count):
        raise UserError(
            f"There are {count} painted pictures and {len(paths)} {what}. Give one for all, or one for each "
            f"in the same order."
        )
    return list(paths) * count if len(paths) == 1 else list(paths)


def _readings(out: Path, photos: Mapping[str, Path], styles: Mapping[str, Path] | None) -> Iterator[Pair]:
    """Every way to read the name: the mark may be part of a photo's or a style's own name."""
    stem = out.stem
    if styles is None and stem in photos:
        yield Pair(out, photos[stem])
    for cut in range(len(stem)):
        if not stem.startswith(MARK, cut):
            continue
        photo, style = stem[:cut], stem[cut + len(MARK) :]
        if photo in photos and (styles is None or style in styles):
            yield Pair(out, photos[photo], None if styles is None else styles[style])


def _by_stem(paths: Sequence[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in paths:
        if path.stem in found:
            raise UserError(
                f"{path.parent} has both {found[path.stem].name} and {path.name}. Take one away, so that "
                f"{path.stem!r} means one picture."
            )
        found[path.stem] = path
    return found
