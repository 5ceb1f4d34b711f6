"""Recipes from strangers: whatever stands in them, they are read or refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop_app.document.project_json import SCHEMA_VERSION
from desktop_app.document.recipe import Restored, read_recipe
from desktop_app.document.references import HashMemory
from models.news import FileError
from models.recipe import recipe_of
from models.requests import Controls, StyleChoice, Stylize

FACTS = {"width_px": 4, "height_px": 3, "bits": 8, "has_alpha": False, "file_format": "PNG"}


@pytest.fixture
def told(tmp_path: Path) -> dict[str, Any]:
    photo, style = tmp_path / "photo.png", tmp_path / "style.png"
    photo.write_bytes(b"photo")
    style.write_bytes(b"style")
    styles = (StyleChoice(str(style)), StyleChoice("preset:mosaic", 0.5))
    told: dict[str, Any] = json.loads(recipe_of(Stylize(photo, styles, Controls(brush=0.5)), FACTS))
    return told


def restored(told: object, folder: Path) -> Restored:
    return read_recipe(json.dumps(told), folder / "painted.jpg", HashMemory())


def test_what_the_engine_wrote_is_what_is_read(told: dict[str, Any], tmp_path: Path) -> None:
    result = restored(told, tmp_path)
    assert result.remarks == ()
    assert result.project.photo is not None
    assert result.project.photo.path == tmp_path / "photo.png"
    assert [style.source for style in result.project.styles] == [str(tmp_path / "style.png"), "preset:mosaic"]
    assert result.project.controls == Controls(brush=0.5)
    assert not result.is_refined


def test_files_in_the_home_folder_are_found_under_another_name(
    told: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    told["photo"]["file"]["path"] = "~/photo.png"
    assert restored(told, tmp_path / "far").lost_photo == ""


def test_files_that_moved_are_found_beside_the_picture(told: dict[str, Any], tmp_path: Path) -> None:
    new = tmp_path / "moved"
    new.mkdir()
    for name in ("photo.png", "style.png"):
        (tmp_path / name).rename(new / name)
    result = restored(told, new)
    assert result.project.photo is not None
    assert result.project.photo.path == new / "photo.png"
    assert (result.lost_photo, result.lost_styles) == ("", ())


def test_what_has_changed_since_is_said(told: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "style.png").write_bytes(b"other")
    assert any("style.png has changed" in remark for remark in restored(told, tmp_path).remarks)


def wrong(told: dict[str, Any], *way: Any, to: Any) -> dict[str, Any]:
    place: Any = told
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = to
    return told


@pytest.mark.parametrize(
    ("way", "value"),
    [
        (("schema_version",), 0),
        (("schema_version",), "1"),
        (("photo",), []),
        (("photo", "width_px"), -1),
        (("photo", "file", "path"), ""),
        (("photo", "file", "path"), "\\\\server\\share\\a.png"),
        (("photo", "file", "path"), "//server/share/a.png"),
        (("photo", "file", "sha256"), "x"),
        (("styles",), {}),
        (("styles",), []),
        (("styles",), [1]),
        (("styles", 0, "weight"), 1e300),
        (("styles", 0, "mask"), "/etc/passwd"),
        (("styles", 0, "mask"), "masks/../../x.png"),
        (("styles", 1, "source"), "evil.pth"),
        (("styles", 1, "source"), "preset:\0"),
        (("controls", "brush"), 1e9),
        (("controls", "strength"), None),
        (("seed",), -1),
        (("engine",), 5),
    ],
)
def test_a_recipe_that_is_not_sound_is_refused_in_words(
    told: dict[str, Any], way: tuple[Any, ...], value: Any, tmp_path: Path
) -> None:
    with pytest.raises(FileError, match=r"painted\.jpg"):
        restored(wrong(told, *way, to=value), tmp_path)


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, "null", "NaN", '{"schema_version": 1e999}', "\ud800"]
)
def test_what_is_no_recipe_is_refused_in_words(text: str, tmp_path: Path) -> None:
    with pytest.raises(FileError):
        read_recipe(text, tmp_path / "painted.jpg", HashMemory())


def test_a_recipe_of_tomorrow_asks_for_an_update(told: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(FileError, match="Update Impasto"):
        restored(wrong(told, "schema_version", to=SCHEMA_VERSION + 1), tmp_path)


def test_more_styles_than_anybody_mixes_are_refused(told: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(FileError):
        restored(wrong(told, "styles", to=[told["styles"][1]] * 101), tmp_path)


def test_nothing_is_carried_and_no_way_leads_out_of_the_file(told: dict[str, Any], tmp_path: Path) -> None:
    told["photo"]["file"] |= {"path": str(tmp_path / "gone.png"), "member": "pictures/" + "0" * 64}
    result = restored(told, tmp_path)
    assert result.lost_photo == "gone.png"
    assert result.project.photo is None
