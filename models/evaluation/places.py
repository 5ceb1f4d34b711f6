"""Where figures and sheets may be written: never over a picture that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from models.atomic import check_place
from models.judgement import Pair, Report
from models.news import UserError
from models.picture_file import SUFFIXES


def check_places(places: Iterable[Path], measured: Sequence[Path]) -> None:
    """Tries all places before any work; UserError where one is a measured file, or named twice.

    FileError where nothing can be written there.
    """
    taken: set[Path] = set()
    for path in places:
        if path.exists() and any(other.exists() and path.samefile(other) for other in measured):
            raise UserError(f"{path} is one of the pictures that are measured. Choose another name for it.")
        if path.resolve() in taken:
            raise UserError(f"{path} is named twice. Choose another name for one of them.")
        taken.add(path.resolve())
        check_place(path)


def files_of(pairs: Iterable[Pair]) -> list[Path]:
    """Everything that was read to measure these."""
    return [path for pair in pairs for path in (pair.out, pair.photo, pair.style) if path is not None]


def files_behind(report: Report) -> list[Path]:
    """The same of a report, with those that could not be measured."""
    return files_of([*(one.pair for one in report.scored), *(pair for pair, _ in report.failed)])


def pictures_among(folders: Iterable[Path]) -> list[Path]:
    """Every picture in these folders; of one that is gone, none."""
    there = [path for folder in folders if folder.is_dir() for path in folder.iterdir()]
    return [path for path in there if path.suffix.lower() in SUFFIXES]
