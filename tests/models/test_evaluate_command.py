"""`impasto evaluate` from its arguments to the files it writes, with its exit codes."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models.cli import main
from models.evaluation.features import weights_digest
from tests.models.conftest import FakeEngine, MakePicture

ROOT = Path(__file__).resolve().parent.parent.parent
GAP = "gap_impasto_loss_network"


@pytest.fixture
def folders(make_picture: MakePicture, tmp_path: Path) -> Path:
    """Two photos, two styles, and three of the four paintings; one is damaged, one named after nothing."""
    for index, name in enumerate(
        ("photos/cat.jpg", "photos/sea__side.png", "styles/ink.png", "styles/rust.jpg")
    ):
        make_picture(name, 48, 32, seed=index)
    for index, name in enumerate(("cat__ink", "sea__side__rust", "cat__unknown")):
        make_picture(f"out/{name}.png", 48, 32, seed=10 + index)
    (tmp_path / "out" / "cat__rust.png").write_bytes(b"no picture")
    return tmp_path


def test_a_folder_that_was_painted_is_one_that_can_be_measured(
    folders: Path, fake_engine: FakeEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names say the style; of a mix, which is measured against none, only the photo."""
    photos, painted = sorted(map(str, (folders / "photos").iterdir())), folders / "painted"
    ink, rust = str(folders / "styles" / "ink.png"), str(folders / "styles" / "rust.jpg")
    for style in (ink, rust):
        assert main(["stylize", *photos, "--style", f"{style}:2", "-o", str(painted)]) == 0
    said = capsys.readouterr().out.split()
    assert [Path(name).name for name in said] == [
        *("cat__ink.jpg", "sea__side__ink.png"),
        *("cat__rust.jpg", "sea__side__rust.png"),
    ]
    measure = ["evaluate", str(painted), "--photos", str(folders / "photos")]
    assert main([*measure, "--styles", str(folders / "styles")]) == 0
    assert "no pair" not in capsys.readouterr().err
    mixed = folders / "mixed"
    assert main(["stylize", *photos, "--style", ink, "--style", rust, "-o", str(mixed)]) == 0
    assert sorted(path.name for path in mixed.iterdir()) == ["cat.jpg", "sea__side.png"]
    assert main(["evaluate", str(mixed), "--photos", str(folders / "photos")]) == 0


def in_folder(root: Path, *more: str) -> list[str]:
    return ["evaluate", f"{root}/out", "--photos", f"{root}/photos", "--styles", f"{root}/styles", *more]


def test_a_folder_of_pairs_is_measured_and_written(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet, figures, table = (folders / name for name in ("sheet.html", "figures.json", "table.csv"))
    files = ["--sheet", str(sheet), "--json", str(figures), "--csv", str(table)]
    assert main(in_folder(folders, *files)) == 1  # one of several could not be measured
    said = capsys.readouterr()
    assert "cat__unknown.png" in said.err
    assert "cat__rust.png" in said.err
    assert "other features" in said.err
    lines = said.out.splitlines()
    assert lines[0].split()[0] == "gap"
    assert [line.split("  ")[-1] for line in lines[1:-1]] == [
        "cat__ink.png", "sea__side__rust.png", "= median", "= worst tenth",
    ]  # fmt: skip
    assert lines[-1].startswith(
        "gap closed, style, content, perceptual: on the Impasto loss network (weights "
    )
    report = json.loads(figures.read_text())
    assert report["features"] == "Impasto loss network"
    assert [Path(pair["photo"]).name for pair in report["pairs"]] == ["cat.jpg", "sea__side.png"]
    gaps = [pair["scores"][GAP] for pair in report["pairs"]]
    assert report["median"][GAP] == pytest.approx(sum(gaps) / 2)
    assert report["worst_tenth"][GAP] == min(gaps)
    assert len(report["failed"]) == 1
    rows = list(csv.DictReader(table.read_text().splitlines()))
    assert [float(row[GAP]) for row in rows] == gaps
    page = sheet.read_text()
    assert page.count("data:image/jpeg;base64,") == 6
    assert "http" not in page  # nothing is fetched from anywhere
    assert "gap closed (Impasto loss network)" in page


def test_one_pair_without_a_style(
    make_picture: MakePicture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, out = make_picture("a&b.png", 40, 30), make_picture("o.png", 40, 30, seed=1)
    sheet, figures = tmp_path / "s.png", tmp_path / "f.json"
    arguments = ["evaluate", str(out), "--photo", str(photo), "--sheet", str(sheet), "--json", str(figures)]
    assert main(arguments) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3  # heading, picture, features
    assert json.loads(figures.read_text())["pairs"][0]["scores"][GAP] is None
    with Image.open(sheet) as picture:
        assert picture.width > 800


def test_a_picture_against_itself_is_valid_json(make_picture: MakePicture, tmp_path: Path) -> None:
    photo, figures, table = make_picture("p.png", 40, 30), tmp_path / "f.json", tmp_path / "t.csv"
    files = ["--json", str(figures), "--csv", str(table)]
    assert main(["evaluate", str(photo), "--photo", str(photo), "--style", str(photo), *files]) == 0
    scores = json.loads(figures.read_text(), parse_constant=pytest.fail)["pairs"][0]["scores"]
    assert scores["psnr_db"] is None
    assert scores["mse"] == scores["style_impasto_loss_network"] == 0
    assert next(csv.DictReader(table.read_text().splitlines()))["psnr_db"] == "inf"


def test_a_preset_is_measured_by_what_its_file_keeps(
    make_picture: MakePicture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, out, figures = make_picture("p.png"), make_picture("o.png", seed=1), tmp_path / "f.json"
    files = ["--json", str(figures), "--sheet", str(tmp_path / "s.html")]
    assert main(["evaluate", str(out), "--photo", str(photo), "--style", "preset:woodcut", *files]) == 0
    assert "woodcut.safetensors has no picture" in capsys.readouterr().err
    assert json.loads(figures.read_text())["pairs"][0]["scores"][GAP] is not None
    assert (tmp_path / "s.html").read_text().count("data:image/jpeg;base64,") == 3


def test_a_folder_painted_in_presets_is_measured_by_their_files(
    make_picture: MakePicture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("photos/p.png", "painted/p__woodcut.png", "painted/p__swirls.png"):
        make_picture(name, 40, 30)
    presets, figures = Path("resources/styles").resolve(), tmp_path / "f.json"
    monkeypatch.chdir(tmp_path)
    files = ["--json", str(figures)]
    assert main(["evaluate", "painted", "--photos", "photos", "--styles", str(presets), *files]) == 0
    pairs = json.loads(figures.read_text())["pairs"]
    assert len(pairs) == 2
    assert all(pair["scores"][GAP] is not None for pair in pairs)


def test_a_network_of_others_has_nothing_to_measure_style_by(
    make_picture: MakePicture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, network = str(make_picture("p.png")), tmp_path / "net.pth"
    network.write_bytes(b"weights")
    assert main(["evaluate", photo, "--photo", photo, "--style", str(network)]) == 2
    assert "without its picture" in capsys.readouterr().err


def test_a_stretched_photo_and_a_small_picture_are_said(
    make_picture: MakePicture, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, other, tiny = (
        make_picture("p.png", 40, 30),
        make_picture("o.png", 40, 40),
        make_picture("t.png", 12, 12),
    )
    assert main(["evaluate", str(other), "--photo", str(photo)]) == 0
    assert "another shape" in capsys.readouterr().err
    assert main(["evaluate", str(tiny), "--photo", str(photo)]) == 3
    assert "12×12" in capsys.readouterr().err


def test_folders_are_compared_by_names_that_say_on_what(
    make_picture: MakePicture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for index in range(10):
        make_picture(f"{'ab'[index % 2]}/{index}.png", 48, 32, seed=index)
    figures = tmp_path / "f.json"
    assert main(["evaluate", "--folders", f"{tmp_path}/a", f"{tmp_path}/b", "--json", str(figures)]) == 0
    said = capsys.readouterr()
    assert "KID (Impasto loss network)" in said.out
    assert "FID (Impasto loss network)" in said.out
    assert weights_digest() in said.out
    assert "biased" in said.err
    found = json.loads(figures.read_text())
    assert found["kid_low95_impasto_loss_network"] <= 0 <= found["kid_high95_impasto_loss_network"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "Name the painted pictures first"),
        (["o.png"], 2, "--photo PHOTO"),
        (["o.png", "--photo", "nowhere.png"], 3, "no photo at"),
        (["nowhere.png", "--photo", "o.png"], 3, "no painted picture at"),
        (["o.png", "o.png", "--photo", "o.png", "o.png", "o.png"], 2, "in the same order"),
        (["o.png", "--photo", "o.png", "--sheet", "s.pdf"], 2, "must end in"),
        (["o.png", "--photo", "o.png", "--sheet", "o.png"], 2, "one of the pictures"),
        (["o.png", "--photo", "o.png", "--json", "d/one.png"], 2, "must end in .json"),
        (["o.png", "--photo", "o.png", "--csv", "d/one.png"], 2, "must end in .csv"),
        (["o.png", "--photo", "o.png", "--csv", "none/f.csv"], 3, "does not exist"),
        (["o.png", "--photos", "d"], 2, "is no folder"),
        (["d", "--photo", "o.png"], 2, "A folder is measured alone"),
        (["d", "--photos", "d", "--photo", "o.png"], 2, "Use one kind"),
        (["d", "--photos", "nowhere"], 3, "no folder nowhere"),
        (["d", "--photos", "e"], 3, "is named PHOTO"),
        (["--folders", "d", "nowhere"], 3, "no folder nowhere"),
        (["--folders", "d", "d"], 3, "1 readable"),
        (["--folders", "d", "d", "--sheet", "s.png"], 2, "shows pairs"),
        (["o.png", "--folders", "d", "d"], 2, "takes no OUT"),
        (["o.png", "--photo", "o.png", "--long-side", "8"], 2, "whole number from 32"),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_said_before_any_work(
    make_picture: MakePicture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    for name in ("o.png", "d/one.png", "e/other.png"):
        make_picture(name, 40, 30)
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", *arguments]) == code
    assert words in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["d", "e", "o.png"]


def test_where_every_picture_fails_no_empty_sheet_is_written(
    make_picture: MakePicture, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, broken, figures = make_picture("p.png"), tmp_path / "broken.png", tmp_path / "f.json"
    broken.write_bytes(b"no picture")
    files = ["--sheet", f"{tmp_path}/s.png", "--json", str(figures)]
    assert main(["evaluate", str(broken), str(broken), "--photo", str(photo), *files]) == 1
    assert "2 of 2 pictures could not be measured" in capsys.readouterr().err
    assert not (tmp_path / "s.png").exists()
    assert json.loads(figures.read_text())["median"][GAP] is None


def test_two_photos_of_one_name_are_refused(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Image.fromarray(np.zeros((32, 48, 3), np.uint8)).save(folders / "photos" / "cat.png")
    assert main(in_folder(folders)) == 2
    assert "has both cat.jpg and cat.png" in capsys.readouterr().err


SLOW_COMMAND = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # also where the tests run in the background
from models.evaluation import scoring
from models.cli import main

def slow(*arguments):
    print("working", flush=True)
    time.sleep(20)

scoring.score = slow
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_ctrl_c_leaves_nothing(folders: Path) -> None:
    files = ["--json", f"{folders}/f.json", "--csv", f"{folders}/f.csv", "--sheet", f"{folders}/f.html"]
    command = [sys.executable, "-c", SLOW_COMMAND, *in_folder(folders, *files)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline() == "working\n"
        begun = time.monotonic()
        child.send_signal(signal.SIGINT)
        said = child.stderr.read()
        assert child.wait(10) == 130
    assert "Nothing half-written" in said
    assert time.monotonic() - begun < 5
    assert sorted(p.name for p in folders.iterdir()) == ["out", "photos", "styles"]
