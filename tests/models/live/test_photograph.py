"""A photograph of what a camera sees, for whoever wants to look at it later."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.engine import Engine
from models.live import photograph
from models.live.looks import Looks
from models.live.photograph import take_photo
from models.live.sources import Source, SourceLostError
from models.live_requests import LiveSettings, StartLive, TakePhoto
from models.news import UserError
from models.picture_file import read_picture
from tests.models.live.clips import opener, square_at, write_clip
from tests.stepping import heard

LIGHT = square_at(20)  # what a scripted source shows when its script is over


def test_a_camera_finds_its_exposure_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photograph, "SETTLING_S", 0.1)
    dark, path = np.zeros_like(LIGHT), tmp_path / "still.png"
    source = opener([dark, dark])
    heard(take_photo(TakePhoto("0", path), open_source=lambda camera: source()))
    assert np.array_equal(read_picture(path).rgb_hwc, LIGHT)


def test_a_camera_that_is_gone_is_said_and_leaves_no_file(tmp_path: Path) -> None:
    def refuse(camera: str) -> Source:
        raise SourceLostError(f"{camera} is not there.")

    path = tmp_path / "still.png"
    with pytest.raises(UserError, match="Desk Cam is not there"):
        heard(take_photo(TakePhoto("Desk Cam", path), open_source=refuse))
    assert not path.exists()


def test_one_that_gives_nothing_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photograph, "OPENING_S", 0.2)
    source = opener(["hang"])
    with pytest.raises(UserError, match="gives no pictures"):
        heard(take_photo(TakePhoto("0", tmp_path / "still.png"), open_source=lambda camera: source()))


def test_a_camera_that_live_shows_is_not_opened_again(
    looks: Looks, settings: LiveSettings, tmp_path: Path
) -> None:
    engine = Engine()
    vars(engine)["looks"] = looks
    clip = str(write_clip(tmp_path / "clip.mp4"))
    with closing(engine.answer(StartLive(replace(settings, source=clip)))) as steps:
        while engine._session is None or engine._session.scene() is None:
            next(steps)
        seen = engine._session.frame_of(clip)
        assert seen is not None
        assert engine._session.frame_of("camera:Another") is None
        said = heard(engine.answer(TakePhoto(clip, tmp_path / "still.png")))[1]
    assert not said, "there was nothing to wait for"
    assert np.array_equal(read_picture(tmp_path / "still.png").rgb_hwc, seen)
