"""Before a session and after it: what is prepared, how the source is opened, and what its end leaves."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from models.engine import Engine
from models.live.looks import Looks
from models.live.network import LiveNetwork
from models.live.preparation import prepare
from models.live.recorder import _Unseekable
from models.live.session import Session
from models.live.sources import Source, open_source
from models.live_requests import (
    CameraFormat,
    FrameRate,
    Framing,
    HearLiveEnd,
    LiveFrame,
    LiveSettings,
    OutputLost,
    RingPlace,
    StartLive,
)
from models.news import Saved, UserError
from tests.models.live.clips import opener, write_clip
from tests.models.live.sessions import QUICK, frames, until
from tests.stepping import heard


def test_what_is_prepared_is_what_the_first_frame_needs(
    looks: Looks, settings: LiveSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[tuple[int, int]] = []
    monkeypatch.setattr(LiveNetwork, "prepare", lambda network, size: compiled.append(size))
    asked = replace(
        settings,
        source=str(write_clip(tmp_path / "clip.mp4", width=640, height=480)),
        floor_px=192,
        ceiling_px=960,
        framing=Framing(turn=90),
    )
    for _ in prepare(lambda: looks, asked):
        pass
    session = Session(lambda: looks, asked)
    with closing(session.run()) as steps:
        until(steps, frames(1))
        assert session.latest is not None
        assert [session.latest.small.shape[:2]] == compiled[:1]
    compiled.clear()
    camera = replace(asked, source="63", camera=CameraFormat(1280, 720, 30), framing=Framing())
    for _ in prepare(lambda: looks, camera):
        pass
    assert compiled == [(144, 256)], "no camera is opened for it"
    for _ in prepare(lambda: looks, replace(camera, camera=None)):
        pass
    assert compiled == 2 * [(144, 256)], "for the size that a camera is asked for"


def test_a_larger_picture_is_handed_over_without_beginning_the_film_anew(
    looks: Looks, settings: LiveSettings, tmp_path: Path
) -> None:
    opened: list[str] = []
    clip = str(write_clip(tmp_path / "clip.mp4", width=192, height=96))

    def open_it(text: str, output_px: int, camera: CameraFormat | None, fps: float) -> Source:
        opened.append(text)
        return open_source(text, output_px)

    small = replace(settings, source=clip, output_px=128)
    session = Session(lambda: looks, small, open_it=open_it)
    with closing(session.run()) as steps:
        until(steps, lambda news: isinstance(news[-1], LiveFrame) and news[-1].width_px == 128)
        session.change(replace(small, output_px=1920))
        until(steps, lambda news: isinstance(news[-1], LiveFrame) and news[-1].width_px == 192)
        assert session.latest is not None
        assert session.latest.small.shape[1] == 128, "the working size is another matter"
    assert opened == [clip]


@pytest.mark.parametrize(("name", "openings"), [("63", [60.0, 30.0]), ("clip.mp4", [30.0])])
def test_a_quicker_picture_wants_a_quicker_camera_and_leaves_a_film_alone(
    looks: Looks, settings: LiveSettings, tmp_path: Path, name: str, openings: list[float]
) -> None:
    clip = write_clip(tmp_path / "clip.mp4")
    settings = replace(settings, source=str(clip) if name == clip.name else name)
    asked: list[float] = []
    play = opener([])

    def open_it(text: str, output_px: int, camera: CameraFormat | None, fps: float) -> Source:
        asked.append(fps)
        return play()

    session = Session(lambda: looks, settings, None, open_it, QUICK)
    with closing(session.run()) as steps:
        rates: tuple[FrameRate, ...] = (60, 24, 15)
        for fps in rates:
            session.change(replace(settings, target_fps=fps))
            until(steps, frames(2))
    assert asked == openings


def test_a_disk_that_is_full_when_the_session_ends_is_told_to_who_asks(
    looks: Looks, settings: LiveSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, film = Engine(), tmp_path / "film.mp4"
    vars(engine)["looks"] = looks
    is_full: list[bool] = []
    write = _Unseekable.write

    def write_or_refuse(file: _Unseekable, data: object) -> int:
        if is_full:
            raise OSError(28, "No space left on device")
        return write(file, data)

    monkeypatch.setattr(_Unseekable, "write", write_or_refuse)
    settings = replace(settings, source=str(write_clip(tmp_path / "clip.mp4")), record=film)
    with closing(engine.answer(StartLive(settings))) as steps:
        until(steps, frames(3))
        is_full.append(True)
    (lost, saved), _ = heard(engine.answer(HearLiveEnd()))
    assert isinstance(lost, OutputLost)
    assert saved == Saved(film), "what there is of it"
    assert lost.film == film
    assert "disk is full" in lost.text


def test_nobody_paints_for_a_window_that_is_gone(settings: LiveSettings) -> None:
    with pytest.raises(UserError, match="Nobody looks"):
        next(Engine().answer(StartLive(settings, RingPlace("psm_gone", 4, 1000))))
