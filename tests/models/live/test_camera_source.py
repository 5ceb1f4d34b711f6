"""A camera through OpenCV: what it is asked for, and how it is left."""

from __future__ import annotations

import os
import sys

import cv2
import numpy as np
import pytest

from models.live.capture import Patience
from models.live.sources import CameraSource, Rgb8, SourceLostError
from tests.models.live.clips import square_at


class Video:
    """What OpenCV does with a camera: all that was set, in its order."""

    def __init__(self, *how: object) -> None:
        self.told: list[tuple[int, float]] = []
        self.is_released = False
        self.silent_s = 0  # how long it takes to begin

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's
        return True

    def set(self, what: int, value: float) -> bool:
        assert not self.is_released
        self.told.append((what, value))
        return True

    def get(self, what: int) -> float:
        return dict(self.told).get(what, 0.0)

    def grab(self) -> bool:
        self.silent_s -= 1
        return self.silent_s < 0

    def read(self) -> tuple[bool, Rgb8]:
        return True, square_at(1)

    def release(self) -> None:
        self.is_released = True


@pytest.fixture
def video(monkeypatch: pytest.MonkeyPatch) -> Video:
    """The one that is opened."""
    opened = Video()
    monkeypatch.setattr(cv2, "VideoCapture", lambda *how: opened)
    monkeypatch.setattr("models.live.sources._look_at_device", lambda device, name: None)
    return opened


def exposures(video: Video) -> list[float]:
    return [value for what, value in video.told if what == cv2.CAP_PROP_AUTO_EXPOSURE]


def test_an_exposure_set_by_hand_is_given_back_to_the_camera(video: Video) -> None:
    camera = CameraSource(0, "camera 0")
    assert camera.set_exposure(0.01)
    by_hand = exposures(video)
    camera.close()
    assert video.is_released
    assert len(exposures(video)) == 2
    assert exposures(video) != 2 * by_hand, "the camera decides again"


def test_an_exposure_that_nobody_set_is_left_as_it_is(video: Video) -> None:
    CameraSource(0, "camera 0").close()
    assert video.is_released
    assert exposures(video) == []


def test_a_camera_that_needs_long_to_begin_is_waited_for(video: Video) -> None:
    video.silent_s = 2
    assert np.array_equal(CameraSource(0, "camera 0").read()[..., ::-1], square_at(1))


def test_one_that_never_begins_is_let_go(video: Video) -> None:
    video.silent_s = 99
    with pytest.raises(SourceLostError, match="camera 0 gives no more pictures"):
        CameraSource(0, "camera 0")
    assert video.is_released


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere OpenCV is told when it opens the camera")
def test_opencv_waits_for_a_camera_no_longer_than_we_do() -> None:
    assert float(os.environ["OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT"]) < Patience().stall_s


SIDES = cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT


@pytest.mark.parametrize(
    ("gives_fps", "given"), [(30.0, (1280, 720)), (0.0, (1280, 720)), (10.0, (640, 480))]
)
def test_where_nobody_chose_a_camera_gives_what_suits(
    video: Video, monkeypatch: pytest.MonkeyPatch, gives_fps: float, given: tuple[int, int]
) -> None:
    """A rate of 0 is that of a camera that tells none."""

    def get(what: int) -> float:
        told = dict(video.told)
        is_large = told[SIDES[0]] > 640
        return (gives_fps if is_large else 30.0) if what == cv2.CAP_PROP_FPS else told.get(what, 0.0)

    monkeypatch.setattr(video, "get", get)
    camera = CameraSource(0, "camera 0", usual_fps=60.0)
    assert tuple(dict(video.told)[side] for side in SIDES) == given
    assert dict(video.told)[cv2.CAP_PROP_FPS] == 60
    assert camera.remark == "", "nobody asked for anything else"
