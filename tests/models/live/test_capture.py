"""Whatever a source does, the newest frame is there, and what happened is said once, in words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.live.capture import Capture, Patience, is_usable
from models.live.sources import (
    FileSource,
    FolderSource,
    Rgb8,
    SourceLostError,
    check_source,
    held,
    open_source,
)
from models.live_requests import Framing, camera_format
from models.news import UserError
from tests.models.conftest import MakePicture
from tests.models.live.clips import Scripted, opener, square_at, write_clip

QUICK = Patience(stall_s=0.15, retry_s=0.02, longest_retry_s=0.05)


def until(capture: Capture, is_so: Callable[[list[str], int], bool], seconds: float = 15.0) -> list[str]:
    """Takes frames until it is so; all that was said by then."""
    said: list[str] = []
    frames = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        frames += capture.take(0.02) is not None
        said += capture.remarks()
        if is_so(said, frames):
            return said
    raise AssertionError(f"it never came to that: {said}, {frames} frames")


def heard(*words: str) -> Callable[[list[str], int], bool]:
    return lambda said, frames: all(any(word in text for text in said) for word in words)


def test_the_newest_frame_wins_and_the_others_are_counted() -> None:
    frames = [square_at(x) for x in range(10)]
    source = Scripted(iter([*frames, "hang"]))
    with closing(Capture(lambda: source, patience=Patience(stall_s=30))) as capture:
        end = time.monotonic() + 15
        while capture.dropped < 9 and time.monotonic() < end:
            time.sleep(0.01)
        shot = capture.take(0)
        assert shot is not None
        assert shot.number == 10
        assert np.array_equal(shot.rgb_hwc, frames[-1])
        assert capture.dropped == 9
        assert capture.take(0) is None
        source.let_go.set()


def test_a_source_that_raises_is_opened_again() -> None:
    open_it = opener([square_at(1), SourceLostError("The test camera was unplugged.")])
    with closing(Capture(open_it, patience=QUICK)) as capture:
        said = until(capture, heard("unplugged", "is back"))
    assert said.count("The test camera was unplugged.") == 1


@pytest.mark.logs_expected
def test_an_error_nobody_foresaw_is_put_into_words() -> None:
    open_it = opener([square_at(1), ValueError("odd driver")])
    with closing(Capture(open_it, patience=QUICK)) as capture:
        until(capture, heard("failed (odd driver)", "is back"))


def test_a_source_that_hangs_is_left_alone_and_replaced() -> None:
    hung = Scripted(iter([square_at(1), "hang", *[square_at(3)] * 1000]))
    sources = iter([hung])
    again = opener()
    with closing(Capture(lambda: next(sources, None) or again(), patience=QUICK)) as capture:
        until(capture, heard("stopped answering", "is back"))
        number = capture.take(5)
        assert number is not None
        hung.let_go.set()  # what it delivers now comes too late
        for _ in range(5):
            shot = capture.take(5)
            assert shot is not None
            assert np.array_equal(shot.rgb_hwc, square_at(20))


def test_a_source_that_is_only_slow_gets_further_than_its_slow_picture() -> None:
    """A large one in a folder: given up and begun anew, it would come to the same one for ever."""

    def shown() -> Iterator[object]:
        yield square_at(1)
        time.sleep(4 * QUICK.stall_s)
        while True:
            yield square_at(9)
            time.sleep(0.01)

    last = square_at(9)
    with closing(Capture(lambda: Scripted(shown()), patience=QUICK)) as capture:
        end = time.monotonic() + 15
        while (shot := capture.take(0.02)) is None or not np.array_equal(shot.rgb_hwc, last):
            assert time.monotonic() < end, "it never came to that"


def test_what_hangs_is_not_said_to_be_busy_because_it_is_still_open() -> None:
    hung = Scripted(iter([square_at(1), "hang"]))
    tries: list[int] = []

    def open_it() -> Scripted:
        tries.append(1)
        if len(tries) == 1:
            return hung
        if not hung.is_closed:
            raise SourceLostError("The test camera does not open. Another program may be using it.")
        return opener()()

    with closing(Capture(open_it, patience=QUICK)) as capture:
        said = until(capture, lambda said, frames: len(tries) > 2)
        assert "stopped answering" in capture.trouble
        hung.let_go.set()
        said += until(capture, heard("is back"))
    assert not any("Another program" in words for words in said)


def test_one_that_cannot_be_opened_yet_is_waited_for() -> None:
    tries: list[int] = []

    def open_it() -> Scripted:
        tries.append(1)
        if len(tries) < 4:
            raise SourceLostError("The test camera is busy.")
        return opener()()

    with closing(Capture(open_it, patience=QUICK)) as capture:
        said = until(capture, heard("busy", "is back"))
    assert said.count("The test camera is busy.") == 1


def test_damaged_frames_are_left_out_and_counted() -> None:
    damaged: list[object] = [
        None,
        np.zeros((0, 0, 3), np.uint8),
        np.zeros((48, 64), np.uint8),
        np.zeros((48, 64, 3), np.float32),
        np.zeros((4, 64, 3), np.uint8),
    ]
    with closing(Capture(opener([square_at(1), *damaged]), patience=QUICK)) as capture:
        said = until(capture, lambda said, frames: frames > 2 and capture.corrupt == 5)
    assert [text for text in said if "damaged" in text] == [
        "the test camera delivers damaged frames. They are left out."
    ]
    assert is_usable(square_at(0))


def test_nothing_but_damaged_frames_counts_as_lost() -> None:
    with closing(Capture(opener([None] * 40), patience=QUICK)) as capture:
        until(capture, heard("only damaged frames", "is back"))


@pytest.mark.parametrize("offers", [True, False])
def test_exposure_is_set_where_the_camera_offers_it_and_else_said(offers: bool) -> None:
    camera = opener()()
    camera.offers_exposure = offers
    capture = Capture(lambda: camera)
    capture.exposure_s = 0.01
    until(capture, lambda said, frames: frames > 3)
    capture.exposure_s = None
    said = until(capture, lambda said, frames: frames > 3)
    capture.close()
    assert camera.exposures == [0.01, None]
    assert ("exposure" in " ".join(said)) is False


def test_a_change_of_size_is_said() -> None:
    steps = [square_at(1), *[square_at(1, 80, 60)] * 3]
    with closing(Capture(opener([*steps]), patience=QUICK)) as capture:
        until(capture, heard("now gives 80×60 pixels"))


def test_what_is_turned_here_is_no_change_of_the_source() -> None:
    with closing(Capture(opener([square_at(1)] * 50), patience=QUICK)) as capture:
        until(capture, lambda said, frames: frames > 2)
        capture.framing = Framing(turn=90)
        said = until(capture, lambda said, frames: frames > 8)
    assert "now gives" not in " ".join(map(str, said))


def test_a_file_plays_round_and_round_at_its_own_rate(tmp_path: Path) -> None:
    source = FileSource(write_clip(tmp_path / "clip.mp4", frames=5, fps=24))
    assert source.fps == 24
    frames = [source.read() for _ in range(11)]
    source.close()
    assert frames[0].shape == (48, 64, 3)
    assert np.array_equal(frames[0], frames[5])
    assert np.array_equal(frames[0], frames[10])
    assert not np.array_equal(frames[0], frames[1])
    assert frames[0][20, 8, 0] > frames[0][20, 8, 2] + 60, "red comes first"


def test_a_file_that_goes_away_is_lost_and_found(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4", frames=3)
    source = FileSource(path)
    for _ in range(3):
        source.read()
    path.unlink()
    with pytest.raises(SourceLostError, match="no longer there"):
        source.read()


def test_a_folder_plays_its_pictures_in_one_shape(make_picture: MakePicture, tmp_path: Path) -> None:
    make_picture("frames/a.png", 40, 20)
    make_picture("frames/b.png", 60, 60)
    (tmp_path / "frames" / "c.jpg").write_bytes(b"no picture")
    source = FolderSource(tmp_path / "frames", 1280)
    frames = [source.read() for _ in range(3)]
    assert [frame.shape for frame in frames] == [(20, 40, 3)] * 3
    assert np.array_equal(frames[0], frames[2])


@pytest.mark.parametrize(
    ("name", "words"),
    [("empty", "holds no picture"), ("no.mp4", "no video"), ("nothing", "no camera, video")],
)
def test_what_cannot_be_played_is_refused_in_words(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "no.mp4").write_bytes(b"this is no video")
    with pytest.raises(UserError, match=words):
        check_source(str(tmp_path / name))


def test_a_camera_that_is_not_there_may_come_later() -> None:
    with pytest.raises(SourceLostError, match="63"):
        open_source("63")
    check_source("63")


@pytest.mark.parametrize(
    ("offers", "words"),
    [
        ((1280, 720, 30.0), ""),
        ((1280, 720, 0.0), ""),  # it does not tell its rate
        ((640, 480, 30.0), "gives 640×480 pixels 30 times a second instead of 1280×720 30 times."),
        ((1280, 720, 10.0), "gives 1280×720 pixels 10 times a second instead of 1280×720 30 times."),
    ],
)
def test_a_camera_is_asked_for_a_format_and_says_when_it_gives_another(
    monkeypatch: pytest.MonkeyPatch, offers: tuple[int, int, float], words: str
) -> None:
    sides = cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT, cv2.CAP_PROP_FPS
    asked: dict[int, float] = {}

    class Video:
        def __init__(self, *how: object) -> None: ...

        def isOpened(self) -> bool:  # noqa: N802 - OpenCV's
            return True

        def set(self, what: int, value: float) -> bool:
            asked[what] = value
            return True

        def get(self, what: int) -> float:
            return dict(zip(sides, offers, strict=True))[what]

        def grab(self) -> bool:
            return True

        def read(self) -> tuple[bool, Rgb8]:
            return True, square_at(1)

        def release(self) -> None: ...

    monkeypatch.setattr(cv2, "VideoCapture", Video)
    monkeypatch.setattr("models.live.sources._look_at_device", lambda device, name: None)
    wanted = camera_format("1280x720@30")
    with closing(Capture(lambda: open_source("63", 1280, wanted), patience=QUICK)) as capture:
        said = until(capture, lambda said, frames: frames > 3)
    assert [asked[side] for side in sides] == [1280, 720, 30]
    assert said == ([f"camera 63 {words}"] if words else [])


def test_what_a_camera_gives_instead_is_said_once() -> None:
    def open_it() -> Scripted:
        source = Scripted(iter([square_at(1), SourceLostError("The test camera was unplugged.")]))
        source.remark = "The test camera gives 640×480 pixels."
        return source

    with closing(Capture(open_it, patience=QUICK)) as capture:
        said = until(capture, lambda said, frames: frames > 3)
        assert capture.trouble in ("", "The test camera was unplugged.")
    assert said.count("The test camera gives 640×480 pixels.") == 1


def test_a_film_that_is_none_is_said_as_long_as_it_is_and_plays_when_it_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"this is no video")
    with closing(Capture(lambda: open_source(str(path)), patience=QUICK)) as capture:
        until(capture, heard("no video that can be read"))
        assert "no video" in capture.trouble
        for _ in range(3):
            assert capture.take(0.05) is None
        assert capture.remarks() == [], "said once"
        assert "no video" in capture.trouble
        write_clip(path)
        until(capture, heard("clip.mp4 is back"))
        assert capture.trouble == ""


def test_a_film_that_breaks_off_is_played_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = write_clip(tmp_path / "clip.avi", frames=40, width=320, height=240)
    data = whole.read_bytes()
    whole.write_bytes(data[: len(data) // 2])
    source = FileSource(whole)
    frames = [source.read() for _ in range(60)]
    source.close()
    assert all(is_usable(frame) for frame in frames)


def test_formats_as_text() -> None:
    assert str(camera_format("1280x720@29.97")) == "1280x720@29.97"
    for wrong in ("", "1280x720", "axb@c", "0x720@30", "640x480@0", "640x480@nan"):
        assert camera_format(wrong) is None


def test_framing() -> None:
    numbered = np.arange(20 * 40 * 3, dtype=np.uint8).reshape(20, 40, 3)
    assert np.array_equal(held(numbered, Framing(mirror=True)), numbered[:, ::-1])
    turned = held(numbered, Framing(turn=90))
    assert np.array_equal(turned[0, -1], numbered[0, 0]), "clockwise: the upper left goes to the upper right"
    cropped = held(numbered, Framing(crop=(0.5, 0.0, 1.0, 1.0)))
    assert np.array_equal(cropped, numbered[:, 20:])
    assert held(numbered, Framing(crop=(0.5, 0.5, 0.5, 0.5))).shape == numbered.shape
