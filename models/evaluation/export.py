"""Figures for other programs: JSON and CSV. An infinite PSNR is null in JSON and "inf" in CSV."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import Any

from models.evaluation.features import weights_digest
from models.judgement import MEASURES, NAME, Comparison, Report, Scored, medians, worst_tenths

SUFFIX = NAME.lower().replace(" ", "_")


def pairs_json(report: Report) -> bytes:
    """Every pair, then medians and worst tenths, with the features they hold for."""
    found = {
        **_heading(report.long_side_px),
        "pairs": [
            {**_files(one), "scores": _columns(_fields(one)), "remarks": list(one.remarks)}
            for one in report.scored
        ],
        "median": _columns(medians(report.scored)),
        "worst_tenth": _columns(worst_tenths(report.scored)),
        "failed": [{"output": str(pair.out), "why": why} for pair, why in report.failed],
    }
    return _json(found)


def pairs_csv(report: Report) -> bytes:
    """One line a pair; an empty field where there is no figure."""
    heading = ["output", "photo", "style_picture", *(m.column for m in MEASURES)]
    rows = [[*_files(one).values(), *_fields(one).values()] for one in report.scored]
    return _csv([heading, *rows])


def folders_json(first: str, second: str, found: Comparison, long_side_px: int) -> bytes:
    """FID and KID under names that say what features they hold for."""
    heading = {**_heading(long_side_px), "folders": [first, second], "pictures": list(found.counts)}
    return _json(heading | _distances(found) | {"remarks": list(found.remarks), "failed": list(found.failed)})


def folders_csv(first: str, second: str, found: Comparison) -> bytes:
    """One line."""
    names = ["first", "second", "pictures_first", "pictures_second", *_distances(found)]
    return _csv([names, [first, second, *found.counts, *_distances(found).values()]])


def _heading(long_side_px: int) -> dict[str, Any]:
    return {"features": NAME, "weights_sha256": weights_digest(), "long_side_px": long_side_px}


def _distances(found: Comparison) -> dict[str, float]:
    figures = {
        "fid": found.fid,
        "kid": found.kid.value,
        "kid_low95": found.kid.low,
        "kid_high95": found.kid.high,
    }
    return {f"{name}_{SUFFIX}": value for name, value in figures.items()}


def _files(one: Scored) -> dict[str, str | None]:
    style = one.pair.style
    return {
        "output": str(one.pair.out),
        "photo": str(one.pair.photo),
        "style_picture": None if style is None else str(style),
    }


def _fields(one: Scored) -> dict[str, float | None]:
    return {m.field: m.of(one.scores) for m in MEASURES}


def _columns(fields: dict[str, float | None]) -> dict[str, float | None]:
    return {
        m.column: None if (value := fields[m.field]) is None or math.isinf(value) else value for m in MEASURES
    }


def _json(found: dict[str, Any]) -> bytes:
    text = json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    return text.encode(errors="backslashreplace")  # bytes of a file's name that are no letters


def _csv(rows: list[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode(errors="backslashreplace")
