"""The engine's answers about painted pictures."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from models.atomic import write_bytes
from models.evaluation import export, folders
from models.evaluation.features import Eye
from models.evaluation.pairing import pair_files, pair_folder
from models.evaluation.places import check_places, files_behind, pictures_among
from models.evaluation.scoring import score_all
from models.evaluation.sheet import make_sheet
from models.evaluation.style_files import measured_by
from models.judgement import Comparison, Report
from models.judging_requests import JudgingRequest, MeasureFolders, MeasurePairs, WriteJudgement
from models.news import FileError, News, Notice, UserError

SOME_NAMES = 5  # of pictures that belong to no pair
SHEETS = (".png", ".html")
FIGURES = (".csv", ".json")


class Judging:
    """Measures, and writes what was measured. The loss network stays in memory: it has a megabyte."""

    @cached_property
    def _eye(self) -> Eye:
        return Eye()

    def answer(self, request: JudgingRequest) -> Generator[News, None, Any]:
        """As `Engine.answer`, for what concerns judging."""
        match request:
            case MeasurePairs():
                return self._measure(request)
            case MeasureFolders():
                return folders.compare_folders(request.first, request.second, self._eye)
            case WriteJudgement():
                return _write(request)

    def _measure(self, request: MeasurePairs) -> Generator[News, None, Report]:
        if not request.outs or not request.photos:
            raise UserError("Name the painted pictures, and the photographs that they were painted from.")
        if request.outs[0].is_dir():
            if len(request.outs) > 1 or not request.photos[0].is_dir():
                raise UserError(
                    "A folder of painted pictures is measured alone, with the folder of their photographs."
                )
            styles = request.styles[0] if request.styles else None
            pairs, left_out = pair_folder(request.outs[0], request.photos[0], styles)
            if left_out:
                some = ", ".join(left_out[:SOME_NAMES])
                yield Notice(f"{len(left_out)} pictures are named after no pair and were left out: {some}")
        else:
            pairs = pair_files(request.outs, request.photos, (yield from _styles(request.styles)))
        return (yield from score_all(pairs, self._eye))


def _styles(styles: Sequence[Path]) -> Generator[News, None, list[Path | None]]:
    """What each is measured against; where there is nothing, that is said and its measures are left out."""
    found: list[Path | None] = []
    for style in styles:
        try:
            found.append(measured_by(str(style)))
        except FileError:
            raise
        except UserError as error:
            yield Notice(str(error))
            found.append(None)
    return found


def _write(request: WriteJudgement) -> Generator[News, None, None]:
    path, found = request.path, request.found
    suffix = path.suffix.lower()
    kinds = (*FIGURES, *SHEETS) if isinstance(found, Report) else FIGURES
    if suffix not in kinds:
        raise UserError(f"{path.name} must end in {', '.join(kinds[:-1])} or {kinds[-1]}.")
    measured = files_behind(found) if isinstance(found, Report) else pictures_among(request.folders or ())
    check_places([path], measured)
    if isinstance(found, Comparison):
        assert request.folders is not None
        first, second = map(str, request.folders)
        data = (
            export.folders_json(first, second, found, folders.LONG_SIDE_PX)
            if suffix == ".json"
            else export.folders_csv(first, second, found)
        )
    elif suffix in SHEETS:
        data = yield from make_sheet(found, suffix)
    else:
        data = export.pairs_json(found) if suffix == ".json" else export.pairs_csv(found)
    write_bytes(path, data)
