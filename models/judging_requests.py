"""What can be asked about painted pictures: frozen dataclasses of plain data, as `models.requests`.

Apart from those, because only the room that judges needs them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from models.judgement import Comparison, Report


@dataclass(frozen=True)
class MeasurePairs:
    """How near painted pictures are to their photographs and styles; answered by `Report`.

    outs        painted pictures; or one folder of them, named PHOTO__STYLE, with folders in `photos` and
                `styles`
    photos      one for all, or one for each in the same order
    styles      pictures, style files or presets ("preset:NAME"), likewise; without them the measures of
                style are left out
    """

    rank: ClassVar[int] = 4

    outs: tuple[Path, ...]
    photos: tuple[Path, ...]
    styles: tuple[Path, ...] = ()


@dataclass(frozen=True)
class MeasureFolders:
    """How far two folders of pictures are apart as sets; answered by `Comparison`."""

    rank: ClassVar[int] = 4

    first: Path
    second: Path


@dataclass(frozen=True)
class WriteJudgement:
    """Writes figures where `path` ends in .csv or .json, a sheet of pictures in .png or .html.

    Answered by None. Of two `folders` there are figures alone.
    """

    rank: ClassVar[int] = 4

    found: Report | Comparison
    path: Path
    folders: tuple[Path, Path] | None = None


JudgingRequest = MeasurePairs | MeasureFolders | WriteJudgement
