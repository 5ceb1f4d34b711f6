"""Curves as a table for other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import numpy as np

from desktop_app.runs.record import GAME, MEASURES, RATE, SECONDS, STEP, Curves


def as_csv(curves: Curves, name: str = "", others: Sequence[tuple[str, Curves]] = ()) -> bytes:
    """All rows, with a column for each name; where there are other runs, one before says whose row it is."""
    runs = [(name, curves), *others]
    named = list(dict.fromkeys(each for _, one in runs for each in _columns(one)))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["run", *named] if others else named)
    for run, one in runs:
        for row in zip(*(one.values(each) for each in named), strict=True):
            values = ["" if not np.isfinite(value) else f"{value:.8g}" for value in row]
            writer.writerow([run, *values] if others else values)
    return text.getvalue().encode()


def _columns(curves: Curves) -> list[str]:
    return [STEP, SECONDS, *curves.losses, *curves.known((*GAME, *MEASURES)), RATE]
