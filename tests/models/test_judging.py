"""Judging as the window asks for it: pairs, folders, and files of what was found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from models.checkpoints.style_file import StyleCard, StyleFile, save_style
from models.engine import Engine
from models.evaluation.quality import SAMPLES
from models.image import to_image
from models.judgement import Comparison, Interval, Report
from models.judging_requests import JudgingRequest, MeasureFolders, MeasurePairs, WriteJudgement
from models.news import UserError
from models.picture_file import read_picture
from models.refine_targets import pack
from tests.stepping import noticed


def picture(path: Path, seed: int) -> Path:
    path.parent.mkdir(exist_ok=True)
    rng = np.random.default_rng(seed)
    Image.fromarray(rng.integers(0, 256, (6, 8, 3), np.uint8)).resize((64, 48)).save(path)
    return path


def style_file(engine: Engine, folder: Path, path: Path, sha256: str = "") -> Path:
    """What a style file of this picture keeps for those who have no picture."""
    rgb_hwc = read_picture(path).rgb_hwc
    tensors = pack(engine.refiner().network, [to_image(rgb_hwc)]) | {"code": np.zeros((3, 9), np.float32)}
    recipe = {"loss_network_sha256": sha256 or engine.loss_network_sha256}
    file = folder / "kept.safetensors"
    save_style(file, StyleFile(StyleCard("kept", recipe=recipe), tensors, np.zeros((8, 8, 3), np.uint8)))
    return file


def answer(engine: Engine, request: JudgingRequest) -> tuple[Any, list[str]]:
    """The result, and the notices on the way."""
    return noticed(engine.answer(request))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine("cpu")


def test_a_copy_of_the_photograph_is_its_photograph_and_one_of_the_style_is_the_style(
    engine: Engine, tmp_path: Path
) -> None:
    photo, style = picture(tmp_path / "photo.png", 1), picture(tmp_path / "style.png", 2)
    report, _ = answer(engine, MeasurePairs((photo, style), (photo,), (style,)))
    same, moved = (one.scores for one in report.scored)
    assert (same.mse, same.ssim) == (0, pytest.approx(1))
    assert same.gap == pytest.approx(0, abs=1e-4)
    assert moved.gap == pytest.approx(1, abs=1e-4)


def test_a_folder_finds_its_pairs_by_name_and_says_what_was_left_out(engine: Engine, tmp_path: Path) -> None:
    picture(tmp_path / "photos" / "cat.png", 1)
    picture(tmp_path / "styles" / "ink.png", 2)
    picture(tmp_path / "out" / "cat__ink.png", 3)
    picture(tmp_path / "out" / "dog__ink.png", 4)
    folders = ((tmp_path / "out",), (tmp_path / "photos",), (tmp_path / "styles",))
    report, notices = answer(engine, MeasurePairs(*folders))
    assert [one.pair.out.name for one in report.scored] == ["cat__ink.png"]
    assert any("dog__ink.png" in notice for notice in notices)


@pytest.mark.parametrize("suffix", ["png", "html", "csv", "json"])
def test_what_was_found_is_written(engine: Engine, tmp_path: Path, suffix: str) -> None:
    photo, style = picture(tmp_path / "photo.png", 1), picture(tmp_path / "style.png", 2)
    report, _ = answer(engine, MeasurePairs((photo,), (photo,), (style,)))
    path = tmp_path / f"found.{suffix}"
    answer(engine, WriteJudgement(report, path))
    if suffix == "png":
        with Image.open(path) as sheet:
            assert sheet.width > sheet.height
    else:
        assert "photo.png" in path.read_text(encoding="utf-8")


def test_folders_are_compared_and_their_figures_written(engine: Engine, tmp_path: Path) -> None:
    for name, seed in (("a", 0), ("b", 50)):
        for index in range(5):
            picture(tmp_path / name / f"{index}.png", seed + index)
    a, b = tmp_path / "a", tmp_path / "b"
    found, _ = answer(engine, MeasureFolders(a, b))
    assert isinstance(found, Comparison)
    assert found.counts == (5, 5)
    answer(engine, WriteJudgement(found, tmp_path / "found.json", (a, b)))
    assert json.loads((tmp_path / "found.json").read_text())["pictures"] == [5, 5]
    with pytest.raises(UserError, match="csv"):
        answer(engine, WriteJudgement(found, tmp_path / "found.html", (a, b)))
    assert not (tmp_path / "found.html").exists()


def test_a_style_is_the_same_to_the_judge_as_picture_and_as_file(engine: Engine, tmp_path: Path) -> None:
    photo, out = SAMPLES / "photo_cat.jpg", SAMPLES / "photo_coffee.jpg"
    styles = SAMPLES / "style_glass.jpg", style_file(engine, tmp_path, SAMPLES / "style_glass.jpg")
    report, notices = answer(engine, MeasurePairs((out, out), (photo,), styles))
    by_picture, by_file = (one.scores for one in report.scored)
    assert by_file.gap == pytest.approx(by_picture.gap, abs=0.01)
    assert by_file.style == pytest.approx(by_picture.style, rel=0.02)
    assert [notice for notice in notices if "has no picture" in notice]


def test_a_style_file_for_another_loss_network_is_left_out_in_words(engine: Engine, tmp_path: Path) -> None:
    photo = picture(tmp_path / "photo.png", 1)
    file = style_file(engine, tmp_path, picture(tmp_path / "style.png", 2), sha256="another")
    report, notices = answer(engine, MeasurePairs((photo,), (photo,), (file,)))
    assert report.scored[0].scores.gap is None
    assert any("another loss network" in notice for notice in notices)


def test_a_preset_of_the_window_has_figures_of_style_and_a_foreign_network_says_why_not(
    engine: Engine, tmp_path: Path
) -> None:
    photo, out = picture(tmp_path / "photo.png", 1), picture(tmp_path / "out.png", 2)
    report, _ = answer(engine, MeasurePairs((out,), (photo,), (Path("preset:woodcut"),)))
    assert report.scored[0].scores.gap is not None
    network = tmp_path / "net.pth"
    network.write_bytes(b"weights")
    report, notices = answer(engine, MeasurePairs((out,), (photo,), (network,)))
    assert report.scored[0].scores.gap is None
    assert any("without its picture" in notice for notice in notices)


@pytest.mark.parametrize("which", ["out", "photo", "style"])
def test_a_sheet_never_replaces_a_picture_it_shows(engine: Engine, tmp_path: Path, which: str) -> None:
    names = ("out", "photo", "style")
    files = [picture(tmp_path / f"{name}.png", seed) for seed, name in enumerate(names)]
    report, _ = answer(engine, MeasurePairs(*((path,) for path in files)))
    path = tmp_path / f"{which}.png"
    before = path.read_bytes()
    with pytest.raises(UserError, match="one of the pictures"):
        answer(engine, WriteJudgement(report, tmp_path / ".." / tmp_path.name / path.name))
    link = tmp_path / "figures.csv"
    link.symlink_to(path)
    with pytest.raises(UserError, match="one of the pictures"):
        answer(engine, WriteJudgement(report, link))
    assert path.read_bytes() == before


def test_figures_of_folders_never_replace_a_picture_in_them(engine: Engine, tmp_path: Path) -> None:
    a, b = tmp_path / "a", tmp_path / "b"
    inside, link = picture(b / "0.png", 1), tmp_path / "figures.json"
    a.mkdir()
    link.symlink_to(inside)
    before, found = inside.read_bytes(), Comparison((4, 4), 0.1, Interval(0.1, 0.0, 0.2), (), ())
    with pytest.raises(UserError, match="one of the pictures"):
        answer(engine, WriteJudgement(found, link, (a, b)))
    assert inside.read_bytes() == before
    answer(engine, WriteJudgement(found, b / "figures.json", (a, b)))
    assert (b / "figures.json").is_file()


def test_nothing_to_measure_is_said(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="painted pictures"):
        answer(engine, MeasurePairs((), ()))
    out = picture(tmp_path / "out" / "cat__ink.png", 3)
    with pytest.raises(UserError, match="folder of their photographs"):
        answer(engine, MeasurePairs((out.parent,), (out,)))


def test_a_report_without_figures_of_style_reads_as_such(engine: Engine, tmp_path: Path) -> None:
    photo = picture(tmp_path / "photo.png", 1)
    report, _ = answer(engine, MeasurePairs((photo,), (photo,)))
    assert isinstance(report, Report)
    assert report.scored[0].scores.gap is None
