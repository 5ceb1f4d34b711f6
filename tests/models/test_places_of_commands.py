"""A training that was begun in a terminal can be gone on with from anywhere, so its places are whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from models.cli import make_parser
from models.commands import train_gan, train_style
from models.training_requests import StylePicture


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("photos", "works", "parent", "judges"):
        (tmp_path / name).mkdir()
    for name in ("painting.png", "mask.png", "photos/0.png"):
        Image.new("RGB", (9, 9)).save(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_style(here: Path) -> None:
    words = "train style painting.png --exclude painting.png=mask.png --photos photos --samples photos/0.png"
    words += " --from parent --teacher judges -o mine.safetensors"
    asked = train_style._new(make_parser().parse_args(words.split()))
    assert asked.pictures == (StylePicture(here / "painting.png", exclude=here / "mask.png"),)
    assert (asked.photos, asked.run) == (here / "photos", here / "mine.run")
    assert asked.style == here / "mine.safetensors"
    assert (asked.samples, asked.parent) == ((here / "photos/0.png",), here / "parent")
    assert asked.teacher == here / "judges"


def test_a_collection(here: Path) -> None:
    words = "train gan works --task unpaired --photos photos --from parent -o mine.safetensors"
    asked = train_gan._new(make_parser().parse_args(words.split()))
    assert (asked.works, asked.photos) == (here / "works", here / "photos")
    assert (asked.run, asked.out) == (here / "mine.run", here / "mine.safetensors")
    assert asked.parent == here / "parent"


def test_a_run_that_goes_on(here: Path) -> None:
    (here / "parent" / "config.json").write_text("{}")
    for kind, command in (("style", train_style), ("gan", train_gan)):
        arguments = make_parser().parse_args(["train", kind, "--resume", "parent"])
        assert command._resuming(arguments).run == here / "parent"
