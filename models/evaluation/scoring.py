"""Measures many painted pictures, one by one; one that fails is named and does not stop the others."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

from models.evaluation.features import Eye
from models.evaluation.pairs import (
    LONG_SIDE_PX,
    PhotoSeen,
    StyleSeen,
    score,
    see_photo,
    see_style,
)
from models.evaluation.style_files import STYLE_SUFFIX, see_style_file
from models.image import to_image
from models.judgement import Pair, Report, Scored
from models.news import FileError, News, Notice, Progress, UserError
from models.picture_file import read_picture

SMALLEST_PX = 16
SHAPES_DIFFER = 0.02  # more than this share, and the photo is visibly stretched


def score_all(
    pairs: Sequence[Pair], eye: Eye, long_side_px: int = LONG_SIDE_PX
) -> Generator[News, None, Report]:
    """Measures every pair. The error of a single pair is raised; of several it becomes a notice."""
    judge, scored, failed = _Judge(eye, long_side_px), [], []
    said: set[str] = set()
    for done, pair in enumerate(pairs):
        yield Progress(done, len(pairs), "measuring")
        try:
            scored.append(judge.score(pair))
        except UserError as error:
            if len(pairs) == 1:
                raise
            failed.append((pair, str(error)))
            yield Notice(str(error))
            continue
        for remark in scored[-1].remarks:
            if remark not in said:  # what concerns a style is the same for all its pictures
                said.add(remark)
                yield Notice(remark)
    yield Progress(len(pairs), len(pairs), "measuring")
    return Report(tuple(scored), tuple(failed), long_side_px)


class _Judge:
    """Remembers every style, and the last photo: pairs come sorted by photo."""

    def __init__(self, eye: Eye, long_side_px: int) -> None:
        self._eye, self._long_side_px = eye, long_side_px
        self._styles: dict[Path, StyleSeen | None] = {}
        self._photo: tuple[Path, tuple[int, int], PhotoSeen] | None = None
        self._shape = (1, 1)

    def score(self, pair: Pair) -> Scored:
        out = to_image(read_picture(pair.out).rgb_hwc)
        size = out.shape[2], out.shape[3]
        if min(size) < SMALLEST_PX:
            raise FileError(
                f"{pair.out.name} is {size[1]}×{size[0]} px. From {SMALLEST_PX} px on it can be measured."
            )
        photo = self._see_photo(pair.photo, size)
        scores = score(self._eye, out, photo, self._see_style(pair.style), self._long_side_px)
        return Scored(pair, scores, tuple(self._remarks(pair, size)))

    def _see_photo(self, path: Path, size: tuple[int, int]) -> PhotoSeen:
        if self._photo is None or self._photo[:2] != (path, size):
            image = to_image(read_picture(path).rgb_hwc)
            self._shape = image.shape[2], image.shape[3]
            self._photo = path, size, see_photo(self._eye, image, size, self._long_side_px)
        return self._photo[2]

    def _see_style(self, path: Path | None) -> StyleSeen | None:
        if path is None:
            return None
        if path not in self._styles:
            self._styles[path] = self._look_at_style(path)
        return self._styles[path]

    def _look_at_style(self, path: Path) -> StyleSeen | None:
        if path.suffix.lower() == STYLE_SUFFIX:
            return see_style_file(path, self._long_side_px)
        return see_style(self._eye, to_image(read_picture(path).rgb_hwc), self._long_side_px)

    def _remarks(self, pair: Pair, size: tuple[int, int]) -> list[str]:
        remarks = []
        stretch = (self._shape[0] * size[1]) / (self._shape[1] * size[0])
        if abs(stretch - 1) > SHAPES_DIFFER:
            remarks.append(
                f"{pair.out.name} has another shape than {pair.photo.name}, which was stretched to it."
            )
        if pair.style is not None and pair.style.suffix.lower() == STYLE_SUFFIX:
            if self._styles[pair.style] is None:
                remarks.append(
                    f"{pair.style.name} knows another loss network than the one that measures, so there are "
                    "no figures of style. Train or save it again, or name its picture."
                )
            else:
                remarks.append(
                    f"{pair.style.name} has no picture: style and gap are measured by what the file keeps of "
                    "it, and every clipped pixel counts."
                )
        return remarks
