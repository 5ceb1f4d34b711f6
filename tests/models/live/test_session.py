"""The loop on small random networks and scripted sources: it goes on, whatever happens round it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from models.engine import Engine
from models.live import snapshot
from models.live.capture import Patience
from models.live.looks import Looks
from models.live.network import LiveNetwork
from models.live.painter import Painter, resized
from models.live.preparation import prepare
from models.live.recorder import _Unseekable
from models.live.session import Session, beside
from models.live.snapshot import Scene, take_snapshot
from models.live.sources import Rgb8, Source, SourceLostError, held, open_source
from models.live_frames import FrameRing
from models.live_requests import (
    CameraFormat,
    FrameRate,
    Framing,
    GoodNews,
    HearLiveEnd,
    LiveFigures,
    LiveFrame,
    LiveSettings,
    OutputLost,
    RingPlace,
    SoundDrive,
    StartLive,
    TakeSnapshot,
)
from models.news import News, Notice, Saved, UserError
from models.picture_file import read_picture
from models.requests import Controls, StyleChoice
from tests.models.conftest import MakePicture
from tests.models.live.clips import opener, square_at, tone, write_clip, write_sound
from tests.stepping import heard

QUICK = Patience(stall_s=2.0, retry_s=0.02, longest_retry_s=0.05)


def session_of(
    looks: Looks, settings: LiveSettings, *script: object, ring: FrameRing | None = None
) -> Session:
    open_it = opener(list(script))
    return Session(lambda: looks, settings, ring, lambda *what: open_it(), QUICK)


def until(
    steps: Generator[News, None, Any], is_so: Callable[[list[News]], bool], seconds: float = 20.0
) -> list[News]:
    news: list[News] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        news.append(next(steps))
        if is_so(news):
            return news
    raise AssertionError(f"it never came to that: {[n for n in news if isinstance(n, Notice)]}")


def frames(count: int) -> Callable[[list[News]], bool]:
    return lambda news: sum(isinstance(n, LiveFrame) for n in news) >= count


def said(*words: str) -> Callable[[list[News]], bool]:
    return lambda news: all(any(isinstance(n, Notice) and word in n.text for n in news) for word in words)


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


def test_a_snapshot_has_the_size_of_the_source(looks: Looks, settings: LiveSettings, tmp_path: Path) -> None:
    session = session_of(looks, settings, *[square_at(9, 200, 160)] * 5000)
    assert session.scene() is None
    with closing(session.run()) as steps:
        until(steps, frames(3))
        scene = session.scene()
        assert scene is not None
        for _ in take_snapshot(scene, tmp_path / "still.png"):
            until(steps, frames(1))
        seen = session.latest
    picture = read_picture(tmp_path / "still.png").rgb_hwc
    assert picture.shape == (160, 200, 3)
    assert not np.array_equal(picture, scene.rgb_hwc)
    assert seen is not None
    small = resized(np.asarray(picture, np.uint8), scene.working).astype(int)
    assert np.abs(small - seen.small_painted).mean() < 4, "painted by what painted the moving picture"
    assert np.abs(small - seen.small).mean() > 8


def scene_of(session: Session) -> Scene:
    scene = session.scene()
    assert scene is not None
    return scene


def test_a_still_of_a_folder_has_the_size_of_its_picture(
    looks: Looks, settings: LiveSettings, make_picture: MakePicture, tmp_path: Path
) -> None:
    photo = make_picture("frames/a.png", 200, 120)
    framing = Framing(turn=90, crop=(0.5, 0.0, 1.0, 1.0))
    settings = replace(
        settings, source=str(photo.parent), output_px=100, framing=framing, controls=Controls(strength=0)
    )
    session = Session(lambda: looks, settings)
    with closing(session.run()) as steps:
        until(steps, frames(1))
    scene = scene_of(session)
    assert scene.rgb_hwc.shape[:2] == (50, 60)
    heard(take_snapshot(scene, tmp_path / "still.png"))
    expected = held(read_picture(photo).rgb_hwc, framing)
    assert np.array_equal(read_picture(tmp_path / "still.png").rgb_hwc, expected)
    photo.unlink()
    heard(take_snapshot(scene, tmp_path / "after.png"))
    assert read_picture(tmp_path / "after.png").rgb_hwc.shape[:2] == (50, 60), "as it was seen"


def test_a_still_that_has_to_wait_shows_the_moment_it_was_asked_for(
    looks: Looks, settings: LiveSettings, tmp_path: Path
) -> None:
    engine = Engine()
    vars(engine)["looks"] = looks
    clip = write_clip(tmp_path / "clip.mp4")
    settings = replace(settings, source=str(clip), controls=Controls(strength=0))
    with closing(engine.answer(StartLive(settings))) as steps:
        until(steps, frames(2))
        assert engine._session is not None
        seen = scene_of(engine._session).rgb_hwc
        asked = engine.answer(TakeSnapshot(tmp_path / "still.png"))
        session = engine._session
        until(steps, lambda news: not np.array_equal(scene_of(session).rgb_hwc, seen))
        heard(asked)
    assert np.array_equal(read_picture(tmp_path / "still.png").rgb_hwc, seen)


def test_a_large_snapshot_has_no_seams(looks: Looks, settings: LiveSettings) -> None:
    frame = np.random.default_rng(4).integers(0, 256, (203, 317, 3), np.uint8)
    look = looks.look(settings)
    inputs = Painter(look).inputs_for(frame)
    network = look.network.apart()
    _, statistics = network.paint(frame, *inputs, network.blank(), 1.0)

    def paint(part: Rgb8) -> Rgb8:
        return network.paint(part, *inputs, statistics, 0.0)[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshot, "TILE_PX", 2 * snapshot.HALO_PX + 32)
        tiled, progress = heard(snapshot._in_tiles(frame, paint))
    assert len(progress) > 4
    inside = slice(None, -72), slice(None, -72)  # right and below, the whole is mirrored elsewhere
    assert np.abs(tiled.astype(int) - paint(frame))[inside].max() <= 1


# --- before and after


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
