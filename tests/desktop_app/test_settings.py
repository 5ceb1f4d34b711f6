"""Settings survive a start, damage and a newer program."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from desktop_app.settings import ExportChoice, Settings, SettingsStore, settings_file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "новая папка" / "settings.json"


def test_what_was_changed_is_there_again(path: Path) -> None:
    store = SettingsStore(path)
    export = ExportChoice(suffix=".tif", bits=16, quality=80, metadata="keep")
    store.change(theme="dark", own_styles=("a.jpg", "b/c.png"), export=export, photo_folder="/x/图片")
    assert store.save()
    again = SettingsStore(path)
    assert again.current == store.current
    assert not again.was_damaged


def test_without_a_file_everything_is_as_new(path: Path) -> None:
    store = SettingsStore(path)
    assert store.current == Settings()
    assert not store.was_damaged
    assert store.save()
    assert not path.exists(), "nothing changed, so nothing is written"


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe\x00", b'"text"'])
def test_a_damaged_file_is_set_aside_not_lost(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    store = SettingsStore(path)
    assert store.current == Settings()
    assert store.was_damaged
    assert path.with_suffix(".damaged.json").read_bytes() == content


def test_a_wrong_value_falls_back_alone(path: Path) -> None:
    path.parent.mkdir()
    values = {
        "theme": "purple",
        "language": 7,
        "photo_folder": "/photos",
        "own_styles": ["a.jpg", 3],
        "export": {"quality": 900, "bits": 12, "suffix": ".exe", "long_side_px": 640, "metadata": "keep"},
        "from_the_future": True,
        "version": 99,
    }
    path.write_text(json.dumps(values))
    store = SettingsStore(path)
    assert store.current == Settings(
        photo_folder="/photos",
        own_styles=("a.jpg",),
        export=ExportChoice(long_side_px=640, metadata="keep"),
    )
    assert not store.was_damaged


@pytest.mark.logs_expected
def test_a_save_that_fails_leaves_the_old_file_and_no_rest(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = SettingsStore(path)
    store.change(theme="dark")
    store.save()
    before = path.read_bytes()

    def no_space(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    store.change(theme="light")
    assert not store.save()
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_change_is_announced_only_if_it_is_one(path: Path) -> None:
    store = SettingsStore(path)
    said: list[str] = []
    store.when_changed = lambda: said.append(store.current.theme)
    store.change(theme="system")
    store.change(theme="dark")
    assert said == ["dark"]


def test_settings_live_where_the_system_keeps_them_and_never_with_the_user_in_tests(fresh_home: Path) -> None:
    assert settings_file().name == "settings.json"
    assert fresh_home in settings_file().parents
