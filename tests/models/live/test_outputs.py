"""What cannot be recorded or sent is said once, and tried again when it is wanted anew."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import av
import numpy as np
import pytest

from models.live.outputs import Outputs
from models.live.recorder import Recorder, _Unseekable
from models.live.sources import Rgb8, letterboxed
from models.live.virtual_camera import VirtualCamera
from models.live_requests import FrameSize, GoodNews, LiveSettings, OutputLost, frame_size
from models.news import News, Notice, Saved, UserError
from tests.models.live.clips import square_at

PLAIN = LiveSettings("a", ())


def shown(to: Outputs, frames: int = 1) -> list[News]:
    for index in range(frames):
        to.show(square_at(index), index / 30)
    return list(to.news())


def told(by: Outputs, count: int = 1) -> list[News]:
    """Things end and begin beside the loop."""
    news: list[News] = []
    end = time.monotonic() + 15
    while len(news) < count and time.monotonic() < end:
        news += by.news()
        time.sleep(0.005)
    return news


def install(monkeypatch: pytest.MonkeyPatch, camera: Any) -> None:
    """As the package of virtual cameras."""
    monkeypatch.setitem(sys.modules, "pyvirtualcam", SimpleNamespace(Camera=camera))


def test_a_camera_without_a_driver_is_said_once_until_it_is_wanted_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*size: Any) -> None:
        raise RuntimeError("no driver")

    install(monkeypatch, refuse)
    to, wanted = Outputs(), replace(PLAIN, virtual_camera=True)
    to.follow(wanted)
    [lost] = shown(to) or told(to)
    assert isinstance(lost, OutputLost)
    assert "There is no virtual camera to send to (no driver)" in lost.text
    to.follow(replace(wanted, calm=0.1))
    assert shown(to) == []
    to.follow(PLAIN)
    to.follow(wanted)
    assert len(shown(to) or told(to)) == 1


def test_a_disk_or_a_driver_that_takes_its_time_holds_nothing_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()
    write = _Unseekable.write

    def write_late(file: _Unseekable, data: object) -> int:
        assert goes_on.wait(20)
        return write(file, data)

    class Camera:
        device = "slow"

        def __init__(self, *size: int) -> None:
            assert goes_on.wait(20)

        def send(self, rgb_hwc: Rgb8) -> None: ...
        def close(self) -> None: ...

    monkeypatch.setattr(_Unseekable, "write", write_late)
    install(monkeypatch, Camera)
    film, to = tmp_path / "film.mp4", Outputs()
    begun = time.monotonic()
    to.follow(replace(PLAIN, record=film, virtual_camera=True))
    shown(to, 30)
    to.follow(PLAIN)
    assert shown(to, 3) == []
    to.follow(replace(PLAIN, record=tmp_path / "next.mp4", virtual_camera=True))
    assert shown(to, 3) == []
    to.close(seconds=0.05)
    assert time.monotonic() - begun < 5, "usually a tenth of a second"
    assert to.news() == [], "nothing has ended yet"
    dropped = to.dropped()["recording"]
    goes_on.set()
    assert set(map(str, told(to, 2))) == {str(Saved(film)), str(Saved(tmp_path / "next.mp4"))}
    assert dropped > 0
    assert to.dropped()["recording"] == dropped
    with av.open(str(film)) as there:
        assert sum(1 for _ in there.decode(video=0)) == 30 - dropped
    to.close()


def test_a_film_that_cannot_begin_is_refused_once_until_it_is_wanted_anew(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(b"mine")
    to, wanted = Outputs(), replace(PLAIN, record=film)
    with pytest.raises(UserError, match="there already"):
        to.follow(wanted)
    to.follow(replace(wanted, calm=0.1))
    to.follow(PLAIN)
    film.unlink()
    to.follow(wanted)
    shown(to, 3)
    to.close()
    assert to.news() == [Saved(film)]


def test_a_disk_that_is_full_at_the_very_end_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film = tmp_path / "film.mp4"
    is_full: list[bool] = []
    write, end = _Unseekable.write, Recorder.end

    def write_or_refuse(file: _Unseekable, data: object) -> int:
        if is_full:
            raise OSError(28, "No space left on device")
        return write(file, data)

    def fill_and_end(recorder: Recorder) -> None:
        is_full.append(True)
        end(recorder)

    # Before the film is opened: the encoder takes the method then.
    monkeypatch.setattr(_Unseekable, "write", write_or_refuse)
    monkeypatch.setattr(Recorder, "end", fill_and_end)
    to = Outputs()
    to.follow(replace(PLAIN, record=film))
    shown(to, 3)
    to.follow(PLAIN)
    lost, saved = told(to, 2)
    assert isinstance(lost, OutputLost)
    assert (lost.film, saved) == (film, Saved(film))
    assert "disk is full" in lost.text


def test_sizes_as_text() -> None:
    assert str(frame_size("1920x1080")) == "1920x1080"
    for wrong in ("", "1920", "axb", "1279x720", "0x0", "1280x720@30", "9000x720"):
        assert frame_size(wrong) is None


@pytest.mark.parametrize(
    ("width", "height", "black"),
    [(160, 90, (0, 0)), (64, 48, (20, 0)), (90, 160, (90, 0)), (320, 90, (0, 32))],  # at the left and the top
)
def test_a_picture_of_another_shape_is_whole_between_black(
    width: int, height: int, black: tuple[int, int]
) -> None:
    light = np.full((height, width, 3), 200, np.uint8)
    framed = letterboxed(light, 256, 144, (height, width))
    columns, rows = framed[72, :, 0] > 0, framed[:, 128, 0] > 0
    assert framed.shape == (144, 256, 3)
    assert abs(int(np.argmax(columns)) - black[0]) <= 12
    assert abs(int(np.argmax(rows)) - black[1]) <= 12
    assert columns.sum() / rows.sum() == pytest.approx(width / height, rel=0.03)
    assert int(np.argmax(columns)) == pytest.approx(int(np.argmax(columns[::-1])), abs=2), "in the middle"


def test_what_the_network_rounds_is_seen_in_its_true_shape() -> None:
    painted = np.full((176, 320, 3), 200, np.uint8)  # of 16:9, on a grid of 8
    assert letterboxed(painted, 1280, 720, (720, 1280)).min() == 200


def film_size(path: Path) -> tuple[int, int]:
    with av.open(str(path)) as film:
        return film.streams.video[0].width, film.streams.video[0].height


def test_another_size_is_that_of_the_next_film_which_is_said(tmp_path: Path) -> None:
    first, second = tmp_path / "first.mp4", tmp_path / "second.mp4"
    to, small, large = Outputs(), FrameSize(128, 64), FrameSize(256, 144)
    to.follow(replace(PLAIN, record=first, out_size=small))
    assert shown(to, 3) == []
    to.follow(replace(PLAIN, record=first, out_size=large))
    assert shown(to, 3) == [Notice("This recording keeps its size. The next one has the new size.")]
    to.follow(replace(PLAIN, record=first, out_size=large, calm=0.1))
    assert shown(to) == [], "it is said once"
    to.follow(replace(PLAIN, record=second, out_size=large))
    shown(to, 3)
    to.close()
    assert (film_size(first), film_size(second)) == ((128, 64), (256, 144))


def test_the_virtual_camera_has_the_size_that_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[int, ...]] = []
    sent: list[tuple[tuple[int, ...], object]] = []
    send = VirtualCamera.send

    class Camera:
        device = "the test's"

        def __init__(self, *size: int) -> None:
            opened.append(size[:2])

        def send(self, rgb_hwc: Rgb8) -> None: ...
        def close(self) -> None: ...

    def note_and_send(camera: VirtualCamera, rgb_hwc: Rgb8, seen: tuple[int, int] | None = None) -> None:
        sent.append((rgb_hwc.shape, seen))
        send(camera, rgb_hwc, seen)

    install(monkeypatch, Camera)
    monkeypatch.setattr(VirtualCamera, "send", note_and_send)
    to = Outputs()
    to.follow(replace(PLAIN, virtual_camera=True, out_size=FrameSize(1280, 720)))
    to.show(square_at(1), 0.0, np.zeros((96, 128, 3), np.uint8))
    assert sent == [((96, 128, 3), (48, 64))], "made of the finest there is, in the shape that is shown"
    assert told(to) == [GoodNews("Sending to the virtual camera the test's.")]
    assert opened == [(1280, 720)]
    to.follow(replace(PLAIN, virtual_camera=True))
    [said] = to.news()
    assert isinstance(said, Notice)
    assert "keeps its size until it is turned off" in said.text
    to.follow(PLAIN)
    to.follow(replace(PLAIN, virtual_camera=True))
    to.show(square_at(1, 65, 49), 0.0)
    assert len(told(to)) == 1, "it is open again, as soon as it was let go"
    assert opened[1:] == [(64, 48)]
    to.close()
