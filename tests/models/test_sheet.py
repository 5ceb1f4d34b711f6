"""Sheets of judged pictures: every name can be read, in the picture or within the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFont

from models.evaluation import lettering
from models.evaluation.sheet import make_sheet
from models.judgement import Pair, Report, Scored, Scores
from tests.stepping import noticed

SCORES = Scores(0.1, 10.0, 0.5, 0.4, 0.3, None, None, 0.0)


@pytest.fixture
def no_typefaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "folders", lambda: [tmp_path / "nowhere"])


def report_on(folder: Path, *names: str) -> Report:
    for name in names:
        Image.fromarray(np.full((24, 32, 3), 90, np.uint8)).save(folder / name)
    rows = (Scored(Pair(folder / name, folder / name), SCORES) for name in names)
    return Report(tuple(rows), (), 512)


def sheet(report: Report, path: Path) -> list[str]:
    """Writes it, and returns what was said."""
    made, said = noticed(make_sheet(report, path.suffix))
    path.write_bytes(made)
    return said


def test_a_name_that_no_typeface_can_draw_is_a_number_and_stands_in_the_file(
    tmp_path: Path, no_typefaces: None
) -> None:
    said = sheet(report_on(tmp_path, "cat.png", "水墨猫.png"), tmp_path / "sheet.png")
    assert len(said) == 1
    assert "numbers these rows" in said[0]
    with Image.open(tmp_path / "sheet.png") as picture:
        assert picture.info["Description"] == "2 photo: 水墨猫.png\n2 painted: 水墨猫.png"


def test_latin_names_need_nothing(tmp_path: Path, no_typefaces: None) -> None:
    assert sheet(report_on(tmp_path, "cat.png"), tmp_path / "sheet.png") == []
    with Image.open(tmp_path / "sheet.png") as picture:
        assert "Description" not in picture.info


def test_a_page_has_all_letters(tmp_path: Path, no_typefaces: None) -> None:
    assert sheet(report_on(tmp_path, "水墨猫.png"), tmp_path / "sheet.html") == []
    assert "水墨猫.png" in (tmp_path / "sheet.html").read_text(encoding="utf-8")


def test_boxes_are_known_from_letters() -> None:
    own = ImageFont.load_default(14)
    assert lettering.can_draw(own, "Photo 1, day")
    assert not lettering.can_draw(own, "day 猫")
