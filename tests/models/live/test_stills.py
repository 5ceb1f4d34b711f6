"""Stills of a session: at the size of the source, of the moment they were asked for, without seams."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.engine import Engine
from models.live import snapshot
from models.live.looks import Looks
from models.live.painter import Painter, resized
from models.live.session import Session
from models.live.snapshot import Scene, take_snapshot
from models.live.sources import Rgb8, held
from models.live_requests import (
    Framing,
    LiveSettings,
    StartLive,
    TakeSnapshot,
)
from models.picture_file import read_picture
from models.requests import Controls
from tests.models.conftest import MakePicture
from tests.models.live.clips import square_at, write_clip
from tests.models.live.sessions import frames, session_of, until
from tests.stepping import heard


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
