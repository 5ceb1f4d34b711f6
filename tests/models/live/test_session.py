"""The loop on small random networks and scripted sources: it goes on, whatever happens round it."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from models.live.looks import Looks
from models.live.network import LiveNetwork
from models.live.session import Session, beside
from models.live.sources import SourceLostError
from models.live_frames import FrameRing
from models.live_requests import (
    Framing,
    GoodNews,
    LiveFigures,
    LiveFrame,
    LiveSettings,
    SoundDrive,
)
from models.news import Notice, Saved, UserError
from models.requests import Controls, StyleChoice
from tests.models.conftest import MakePicture
from tests.models.live.clips import square_at, tone, write_sound
from tests.models.live.sessions import frames, said, session_of, until


def test_frames_come_in_order_with_their_times_and_figures(looks: Looks, settings: LiveSettings) -> None:
    session = session_of(looks, settings)
    with closing(session.run()) as steps:
        news = until(steps, lambda news: frames(5)(news) and any(isinstance(n, LiveFigures) for n in news))
    painted = [n for n in news if isinstance(n, LiveFrame)]
    assert [frame.number for frame in painted] == list(range(1, len(painted) + 1))
    assert all(frame.available_s <= frame.painted_s for frame in painted)
    assert (painted[0].width_px, painted[0].height_px) == (64, 48)
    figures = session.figures()
    assert figures.frames == len(painted)
    assert figures.latency_ms > 0
    assert figures.costliest in figures.stages_ms
    assert {"capture", "rate", "damaged", "recording"} <= set(figures.dropped)


def test_figures_are_those_of_the_end_however_long_closing_takes(
    looks: Looks, settings: LiveSettings, tmp_path: Path
) -> None:
    session = session_of(looks, replace(settings, record=tmp_path / "film.mp4"))
    assert session.figures().frames == 0, "before it began"
    with closing(session.run()) as steps:
        until(steps, frames(8))
    figures = session.figures()
    assert figures.recorded_s is not None
    time.sleep(0.05)
    assert session.figures() == figures


def test_what_cannot_begin_leaves_no_thread_behind(
    looks: Looks, settings: LiveSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "_make_capture", lambda session: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        next(session_of(looks, settings).run())
    assert "backstage" not in [thread.name for thread in threading.enumerate()]


def test_a_source_that_fails_is_said_and_painted_again_when_it_is_back(
    looks: Looks, settings: LiveSettings
) -> None:
    lost = SourceLostError("The test camera was unplugged.")
    with closing(session_of(looks, settings, square_at(1), square_at(2), lost).run()) as steps:
        news = until(steps, said("unplugged", "is back"))
        assert [type(one) for one in news if isinstance(one, Notice)][:2] == [Notice, GoodNews]
        until(steps, frames(2))


def test_while_nothing_comes_every_step_ends_soon(looks: Looks, settings: LiveSettings) -> None:
    with closing(session_of(looks, settings, "hang").run()) as steps:
        assert isinstance(next(steps), LiveFigures)
        assert isinstance(next(steps), LiveFigures)


def test_a_source_that_changes_size_goes_on(looks: Looks, settings: LiveSettings) -> None:
    script = [square_at(1)] * 20 + [square_at(1, 96, 80)] * 400
    with closing(session_of(looks, settings, *script).run()) as steps:
        news = until(
            steps, lambda news: isinstance(news[-1], LiveFrame) and news[-1].width_px == 96, seconds=30
        )
    assert said("96×80")(news)


def test_the_picture_goes_on_while_another_shape_is_compiled(
    looks: Looks, settings: LiveSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready, may_compile = {(48, 64)}, threading.Event()

    def prepare_when_allowed(network: LiveNetwork, size: tuple[int, int]) -> None:
        assert threading.current_thread().name == "backstage"
        may_compile.wait(20)
        ready.add(size)

    monkeypatch.setattr(LiveNetwork, "is_ready", lambda network, size: size in ready)
    monkeypatch.setattr(LiveNetwork, "prepare", prepare_when_allowed)
    session = session_of(looks, settings)
    with closing(session.run()) as steps:
        until(steps, frames(2))
        session.change(replace(settings, framing=Framing(turn=90)))
        news = until(steps, lambda news: isinstance(news[-1], LiveFrame) and news[-1].width_px == 48)
        until(steps, frames(2))
        assert isinstance(news[-1], LiveFrame)
        assert news[-1].height_px == 64, "turned at once"
        assert session.figures().working_width_px == 64
        may_compile.set()
        until(steps, lambda news: session.figures().working_width_px == 48)


def test_frames_reach_the_window_through_the_ring(looks: Looks, settings: LiveSettings) -> None:
    still = replace(settings, controls=Controls(strength=0))
    with closing(FrameRing.make(64, 48)) as ring:
        end = FrameRing.at(ring.place)
        with closing(end), closing(session_of(looks, still, ring=end).run()) as steps:
            news = until(steps, frames(3))
            frame = news[-1]
            assert isinstance(frame, LiveFrame)
            shown = ring.read(frame)
    assert shown is not None
    assert np.array_equal(shown, square_at(20)), "strength 0 is the source itself"


def test_the_window_sees_the_frame_beside_its_painting_and_the_film_does_not(
    looks: Looks, settings: LiveSettings, tmp_path: Path
) -> None:
    beside = replace(settings, original_part=0.5, record=tmp_path / "film.mp4")
    with closing(FrameRing.make(64, 48)) as ring:
        end = FrameRing.at(ring.place)
        with closing(end), closing(session_of(looks, beside, ring=end).run()) as steps:
            frame = until(steps, frames(3))[-1]
            assert isinstance(frame, LiveFrame)
            seen = ring.read(frame)
    assert seen is not None
    assert np.array_equal(seen[:, :32], square_at(20)[:, :32])
    assert not np.array_equal(seen[:, 32:], square_at(20)[:, 32:])
    with av.open(str(tmp_path / "film.mp4")) as film:
        shown = next(film.decode(video=0)).to_ndarray(format="rgb24")
    assert np.abs(shown[:, :32].astype(int) - square_at(20)[:, :32]).mean() > 8


def test_the_window_is_a_mirror_and_what_leaves_is_not(
    looks: Looks, settings: LiveSettings, tmp_path: Path
) -> None:
    plain = replace(settings, controls=Controls(strength=0), record=tmp_path / "film.mp4")
    mirror, source = replace(plain, mirrors_window=True), square_at(5)
    with closing(FrameRing.make(64, 48)) as ring:
        end = FrameRing.at(ring.place)
        session = session_of(looks, mirror, *[source] * 5000, ring=end)
        with closing(end), closing(session.run()) as steps:
            frame = until(steps, frames(3))[-1]
            assert isinstance(frame, LiveFrame)
            seen, scene = ring.read(frame), session.scene()
    assert seen is not None
    assert scene is not None
    assert np.array_equal(seen, source[:, ::-1])
    assert np.array_equal(scene.rgb_hwc, source), "stills are of this"
    with av.open(str(tmp_path / "film.mp4")) as film:
        shown = next(film.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    assert np.abs(shown - source).mean() < np.abs(shown - source[:, ::-1]).mean()


def test_in_a_mirror_too_what_came_is_on_the_left() -> None:
    came = np.arange(4 * 8 * 3, dtype=np.uint8).reshape(4, 8, 3)
    painted = 255 - came
    seen = beside(painted, came, 0.25, is_mirrored=True)
    assert np.array_equal(seen[:, :2], came[:, ::-1][:, :2])
    assert np.array_equal(seen[:, 2:], painted[:, ::-1][:, 2:])
    assert np.array_equal(beside(painted, came, 1.0, is_mirrored=True), came[:, ::-1])
    assert np.array_equal(painted, 255 - came), "what leaves is as it was"


def test_the_sound_of_a_file_drives_the_strength_and_goes_into_the_film(
    looks: Looks, settings: LiveSettings, tmp_path: Path
) -> None:
    sound = write_sound(tmp_path / "tone.wav", tone(440, 1.0))
    drive = SoundDrive(strength="middle", brush="loudness", amount=1.0, smooth_s=0.05)
    driven = replace(
        settings, sound=str(sound), drive=drive, record=tmp_path / "film.mp4", records_sound=True
    )
    session = session_of(looks, driven)
    with closing(session.run()) as steps:
        until(steps, lambda news: isinstance(news[-1], LiveFrame) and max(news[-1].levels, default=0) > 0.9)
        until(steps, lambda news: session._painter.look.controls.strength > 0.9)
        until(steps, lambda news: session._painter.look.controls.brush == 2.0)
        session.change(replace(driven, sound="", record=None))
        until(steps, lambda news: isinstance(news[-1], LiveFrame) and not news[-1].levels)
        until(steps, lambda news: session._painter.look.controls.brush == 1.0)
        session.change(replace(driven, sound=str(tmp_path / "gone.wav"), record=None))
        until(steps, said("gone.wav is not there"))
        until(steps, frames(2))
    with av.open(str(tmp_path / "film.mp4")) as film:
        assert [stream.type for stream in film.streams] == ["video", "audio"]
        heard = np.concatenate([frame.to_ndarray()[0] for frame in film.decode(audio=0)])
    assert np.abs(heard).max() > 0.3


def test_a_recording_begins_and_ends_while_it_runs(
    looks: Looks, settings: LiveSettings, tmp_path: Path
) -> None:
    path = tmp_path / "film.mp4"
    session = session_of(looks, settings)
    with closing(session.run()) as steps:
        until(steps, frames(2))
        session.change(replace(settings, record=path))
        until(steps, frames(8))
        session.change(settings)
        news = until(steps, lambda news: any(isinstance(n, Saved) for n in news))
        assert [n.path for n in news if isinstance(n, Saved)] == [path]
        until(steps, frames(2))
        session.change(replace(settings, record=path))
        until(steps, said("there already"))
        until(steps, frames(2))
    with av.open(str(path)) as film:
        assert sum(1 for _ in film.decode(video=0)) >= 6


def test_a_style_that_is_deleted_while_in_use_goes_on(
    looks: Looks, settings: LiveSettings, make_picture: MakePicture
) -> None:
    other = make_picture("other.png", 64, 48, seed=9)
    mixed = replace(settings, styles=(*settings.styles, StyleChoice(str(other))))
    session = session_of(looks, mixed)
    with closing(session.run()) as steps:
        until(steps, frames(2))
        other.unlink()
        session.change(replace(mixed, styles=(settings.styles[0], StyleChoice(str(other), 3.0))))
        until(steps, said("no longer there"))
        session.change(replace(mixed, controls=Controls(strength=0.5, brush=1.5)))
        until(steps, lambda news: session._painter.look.controls.strength == 0.5)  # no slider is dead
        session.change(replace(mixed, styles=(StyleChoice("never-was.png"),)))
        until(steps, said("never-was"))
        until(steps, frames(2))


def test_a_style_that_is_written_anew_is_read_anew(
    looks: Looks, settings: LiveSettings, make_picture: MakePicture
) -> None:
    look = looks.look(settings)
    assert not look.is_stale()
    make_picture("style.png", 64, 48, seed=6)
    assert look.is_stale()
    assert not np.array_equal(looks.look(settings).code, look.code)


def test_a_style_that_is_still_training_is_followed_while_it_runs(
    looks: Looks, settings: LiveSettings, make_picture: MakePicture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A training writes its file again and again."""
    monkeypatch.setattr("models.live.session.STALE_S", 0.05)
    session = session_of(looks, settings)
    with closing(session.run()) as steps:
        until(steps, frames(2))
        before = session._painter.look.code
        make_picture("style.png", 64, 48, seed=77)
        until(steps, lambda news: not np.array_equal(session._painter.look.code, before))
        until(steps, frames(2))


def test_a_remark_is_said_once_however_often_a_look_is_made(looks: Looks, settings: LiveSettings) -> None:
    """A look is made for every step of a slider."""
    [style] = settings.styles
    masked = replace(settings, styles=(replace(style, mask=Path("mask.png")),))
    session = session_of(looks, masked)

    def strength(share: float) -> None:
        session.change(replace(masked, controls=Controls(share)))
        news.extend(until(steps, lambda news: session._painter.look.controls.strength == share))

    with closing(session.run()) as steps:
        news = until(steps, frames(1))
        strength(0.9)
        strength(0.8)
        assert sum(said("Masks are for")([one]) for one in news) == 1
        session.change(settings)
        until(steps, lambda news: session._painter.look.controls.strength == 1)
        session.change(masked)
        until(steps, said("Masks are for"))


def test_it_cannot_begin_without_a_style_or_beside_a_file(
    looks: Looks, settings: LiveSettings, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="at least one style"):
        next(session_of(looks, replace(settings, styles=())).run())
    (tmp_path / "there.mp4").write_bytes(b"mine")
    with pytest.raises(UserError, match="there already"):
        next(session_of(looks, replace(settings, record=tmp_path / "there.mp4")).run())


def test_a_source_quicker_than_the_rate_is_thinned_out(looks: Looks, settings: LiveSettings) -> None:
    session = session_of(looks, replace(settings, target_fps=15))
    with closing(session.run()) as steps:
        until(steps, frames(4))
        assert session.figures().dropped["rate"] + session.figures().dropped["capture"] > 4
