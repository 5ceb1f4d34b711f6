"""Which file a name, a path or a preset stands for."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models import style_library
from models.checkpoints.style_file import StyleCard, StyleFile, save_style
from models.news import FileError, UserError
from models.style_library import PRESETS, list_styles, open_style, resolve


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setenv("IMPASTO_STYLES", str(folder))
    return folder


def add_style(folder: Path, stem: str, name: str = "Mine") -> Path:
    path = folder / f"{stem}.safetensors"
    card = StyleCard(name, licence="CC0-1.0", origin="my own")
    code = np.zeros((3, 5), np.float32)
    save_style(path, StyleFile(card, {"code": code}, np.full((40, 60, 3), 7, np.uint8)))
    return path


@pytest.mark.parametrize("name", ["great_wave", "Great Wave", "GREAT-WAVE", "preset:great_wave"])
def test_presets_by_name_however_it_is_written(name: str) -> None:
    found = resolve(name)
    assert (found.kind, found.path) == ("preset", PRESETS / "great_wave.safetensors")


def test_own_styles_by_name_and_presets_win(own: Path) -> None:
    mine = add_style(own, "My Style")
    assert resolve("my_style").path == mine
    assert resolve("my-style").kind == "style"
    add_style(own, "great_wave")
    assert resolve("great wave").kind == "preset"


def test_files_by_what_they_are(own: Path, tmp_path: Path) -> None:
    Image.new("RGB", (20, 10)).save(tmp_path / "a.png")
    assert resolve(str(tmp_path / "a.png")).kind == "picture"
    assert resolve(str(add_style(own, "b"))).kind == "style"
    foreign = tmp_path / "net.pth"
    foreign.write_bytes(b"x")
    assert resolve(str(foreign)).kind == "foreign"
    assert resolve(f"{foreign}#7").index == 7
    odd = tmp_path / "net.pth#7"
    odd.write_bytes(b"x")
    assert resolve(str(odd)).path == odd, "a file of just that name comes first"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("grate_wave", "Did you mean great_wave"),
        ("qqqqqq", "Presets and styles"),
        ("nowhere.png", "no style at"),
        ("some/where", "no style at"),
    ],
)
def test_what_is_not_there_is_said_with_what_is_near(source: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        resolve(source)


def test_a_folder_is_no_style(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is a folder"):
        resolve(str(tmp_path))


def test_a_style_is_opened_with_its_card_and_a_small_thumbnail(own: Path, tmp_path: Path) -> None:
    opened = open_style(str(add_style(own, "b", "Mine")), 16)
    assert (opened.name, opened.licence, opened.origin) == ("Mine", "CC0-1.0", "my own")
    assert max(opened.rgb_hwc.shape) == 16
    Image.new("RGB", (50, 100), "red").save(tmp_path / "red.png")
    picture = open_style(str(tmp_path / "red.png"), 20)
    assert picture.kind == "picture"
    assert picture.rgb_hwc.shape == (20, 10, 3)


def test_the_list_has_presets_and_own_and_leaves_damaged_ones_out(
    own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    add_style(own, "b")
    (own / "c.safetensors").write_bytes(b"no style")
    with caplog.at_level(logging.WARNING, style_library.__name__):
        styles = list_styles(32)
    presets = sorted(PRESETS.glob("*.safetensors"))
    assert [style.kind for style in styles] == ["preset"] * len(presets) + ["style"]
    assert "c.safetensors" in caplog.text
    assert all(style.licence and style.origin for style in styles), "each says whose it is"
    caplog.clear()  # the warning was expected
