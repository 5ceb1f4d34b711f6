"""Where frames come from: a camera, a video file, or a folder of pictures; the latter two go round and round.

A source reads one frame at a time and may block, fail or hang: `models.live.capture` looks after it.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from models.live_cameras import CAMERA, Camera, CameraFinder, listed_cameras, named
from models.live_requests import CameraFormat, Framing
from models.news import FileError, UserError
from models.picture_file import SUFFIXES, read_preview

Rgb8 = NDArray[np.uint8]
FOLDER_FPS = 10.0
ODD_FPS = 240.0  # what files claim beyond it is a mistake of the file
LONGEST_PX = 8192
CAMERA_WAIT_MS = 800  # how long OpenCV itself waits for a camera before a read fails ...
if sys.platform == "linux":  # ... where it is a whole number of seconds, read with the first frame; else ten
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "1")
USUAL_FPS = 30.0
USUAL_SIZES = (1280, 720), (640, 480)  # that a camera is asked for where nobody chose: the second ...
SLOW_FPS = 24.0  # ... where the first comes slower than this, as without compression
FIRST_FRAME_READS = 4  # cameras take a second or two to begin

# Only where there is one of them: elsewhere OpenCV chooses.
_BACKENDS = {"linux": cv2.CAP_V4L2, "win32": cv2.CAP_MSMF, "darwin": cv2.CAP_AVFOUNDATION}


ReadWhole = Callable[[], Rgb8]


class SourceLostError(UserError):
    """The source gives no more frames for now; it may come back."""


class Source(Protocol):
    """Frames as `rgb_hwc`, one after the other."""

    name: str

    @property
    def remark(self) -> str:
        """What it does otherwise than it was asked, in words."""

    @property
    def fps(self) -> float | None:
        """Its own rate, to which it is held; None where the source itself waits for the next frame."""

    def read(self) -> Rgb8:
        """The next frame. Raises SourceLostError."""

    @property
    def reads_whole(self) -> ReadWhole | None:
        """What reads the frame that came last at its full size, where it came smaller. Raises FileError."""

    def set_exposure(self, seconds: float | None) -> bool:
        """None lets it decide. False where it offers no such thing."""

    def close(self) -> None: ...


class SourceOpener:
    """Opens what a text names, again and again: a camera that comes back is the same, whatever its number."""

    def __init__(self, list_cameras: Callable[[], list[Camera]] = listed_cameras) -> None:
        self._list_cameras, self._finder = list_cameras, CameraFinder()

    def __call__(
        self,
        text: str,
        output_px: int = 1280,
        asked: CameraFormat | None = None,
        usual_fps: float = USUAL_FPS,
    ) -> Source:
        """UserError where the text names nothing, SourceLostError where that does not answer.

        `asked` is for cameras; without it they give about 1280×720 pixels `usual_fps` times a second.
        """
        path = Path(text)
        is_device = path.is_char_device() and path.name.startswith("video") and path.name[5:].isdigit()
        text = path.name[5:] if is_device else text
        number = text.removeprefix(CAMERA)
        is_number = number.isascii() and number.isdigit()
        if path.is_dir() and not is_number:
            return FolderSource(path, output_px)
        if path.is_file() and not is_number:
            return FileSource(path)
        listed = self._list_cameras()
        camera = self._finder.find(text, listed)
        if camera is not None:
            return CameraSource(camera.number, camera.name, asked, usual_fps)
        if self._finder.knows(text) or (text.startswith(CAMERA) and not is_number):
            name = f"camera {number}" if is_number else named(text)
            raise SourceLostError(f"{name} is not there. Plug it in; Live takes it up again by itself.")
        if is_number:
            return CameraSource(int(number), f"camera {number}", asked, usual_fps)
        known = ", ".join(one.name for one in listed)
        hint = (
            f"Cameras here: {known}."
            if known
            else "No camera was found by name; cameras have numbers from 0."
        )
        raise UserError(f"There is no camera, video file or folder named {text}. {hint}")


def open_source(text: str, output_px: int = 1280, asked: CameraFormat | None = None) -> Source:
    """As `SourceOpener`, once."""
    return SourceOpener()(text, output_px, asked)


def check_source(text: str) -> None:
    """UserError or FileError in words where this is nothing to play; a camera may come later."""
    try:
        open_source(text).close()
    except SourceLostError:
        if not is_camera(text):
            raise


def is_camera(text: str) -> bool:
    return not Path(text).is_file() and not Path(text).is_dir()


class CameraSource:
    """A camera by the number that it has now, through OpenCV."""

    fps = reads_whole = None

    def __init__(
        self, index: int, name: str, asked: CameraFormat | None = None, usual_fps: float = USUAL_FPS
    ) -> None:
        self.name, self._is_exposed_by_hand = name, False
        if sys.platform == "linux":
            _look_at_device(Path(f"/dev/video{index}"), self.name)
        waiting = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 4000, cv2.CAP_PROP_READ_TIMEOUT_MSEC, CAMERA_WAIT_MS]
        # V4L2 refuses options that it does not know.
        options = [] if sys.platform == "linux" else waiting
        backend = _BACKENDS.get(sys.platform, cv2.CAP_ANY)
        self._video = cv2.VideoCapture(index, backend, options)
        if not self._video.isOpened():
            raise SourceLostError(
                f"{self.name} does not open. Another program may be using it, or the system forbids it."
            )
        self._video.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # old frames in a queue would be latency
        self.remark = self._ask_for_usual(usual_fps) if asked is None else self._ask_for(asked)
        if not any(self._video.grab() for _ in range(FIRST_FRAME_READS)):
            self.close()
            raise self._silent()

    def _ask_for_usual(self, fps: float) -> str:
        """Left alone, OpenCV takes 640×480 of every camera. Whatever is given is right."""
        for size in USUAL_SIZES:
            self._ask_for(CameraFormat(*size, fps))
            if not 0 < self._video.get(cv2.CAP_PROP_FPS) < SLOW_FPS:
                break
        return ""

    def _ask_for(self, asked: CameraFormat) -> str:
        """The camera decides; where it gives something else, that is said."""
        video = self._video
        # Uncompressed, large frames come slowly over USB. A camera without it keeps its own coding.
        video.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        video.set(cv2.CAP_PROP_FRAME_WIDTH, asked.width_px)
        video.set(cv2.CAP_PROP_FRAME_HEIGHT, asked.height_px)
        video.set(cv2.CAP_PROP_FPS, asked.fps)
        sides = cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT
        width, height = (round(video.get(side)) for side in sides)
        fps = video.get(cv2.CAP_PROP_FPS) or asked.fps  # some tell none
        if (width, height) == (asked.width_px, asked.height_px) and abs(fps - asked.fps) < 0.5:
            return ""
        return (
            f"{self.name} gives {width}×{height} pixels {fps:.3g} times a second instead of "
            f"{asked.width_px}×{asked.height_px} {asked.fps:.3g} times."
        )

    def read(self) -> Rgb8:
        has_frame, bgr = self._video.read()
        if not has_frame:
            raise self._silent()
        return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)

    def set_exposure(self, seconds: float | None) -> bool:
        by_camera, by_hand = (3, 1) if sys.platform == "linux" else (1, 0)  # as V4L2 counts, and MSMF
        self._is_exposed_by_hand = seconds is not None
        if seconds is None:
            return bool(self._video.set(cv2.CAP_PROP_AUTO_EXPOSURE, by_camera))
        value = seconds * 10_000 if sys.platform == "linux" else math.log2(seconds)
        return bool(
            self._video.set(cv2.CAP_PROP_AUTO_EXPOSURE, by_hand)
            and self._video.set(cv2.CAP_PROP_EXPOSURE, value)
        )

    def _silent(self) -> SourceLostError:
        return SourceLostError(f"{self.name} gives no more pictures. Is it still plugged in?")

    def close(self) -> None:
        """A camera remembers its exposure: the next program would get a dark picture."""
        if self._is_exposed_by_hand:
            self.set_exposure(None)
        self._video.release()


def _look_at_device(device: Path, name: str) -> None:
    """OpenCV says only that it did not open; why is easily found out."""
    if not device.exists():
        raise SourceLostError(f"{name} is not there. Plug it in; Live takes it up again by itself.")
    if not os.access(device, os.R_OK | os.W_OK):
        raise SourceLostError(
            f"This account may not use {name}. Add it to the group “video”, sign out and in again."
        )


class FileSource:
    """A video file in a camera's place: at its own rate, and from the beginning again at its end."""

    remark, reads_whole = "", None

    def __init__(self, path: Path) -> None:
        self.name, self._path = path.name, path
        self._video = self._open()
        fps = float(self._video.get(cv2.CAP_PROP_FPS))
        self.fps = fps if 0 < fps <= ODD_FPS else 25.0
        self._is_at_start = True

    def read(self) -> Rgb8:
        has_frame, bgr = self._video.read()
        if not has_frame and not self._is_at_start:
            self._video.release()
            self._video = self._open()
            has_frame, bgr = self._video.read()
        if not has_frame:
            raise SourceLostError(f"{self.name} holds no picture that can be read. Choose another file.")
        self._is_at_start = False
        return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)

    def set_exposure(self, seconds: float | None) -> bool:
        return False

    def close(self) -> None:
        self._video.release()

    def _open(self) -> cv2.VideoCapture:
        if not self._path.is_file():
            raise SourceLostError(f"{self.name} is no longer there. It is taken up again when it returns.")
        # Its full path is no address of a network, and the name of this backend keeps off the others.
        video = cv2.VideoCapture(str(self._path.resolve()), cv2.CAP_FFMPEG)
        sides = video.get(cv2.CAP_PROP_FRAME_WIDTH), video.get(cv2.CAP_PROP_FRAME_HEIGHT)
        if not video.isOpened():
            raise FileError(f"{self.name} is no video that can be read. Choose another file.")
        if max(sides) > LONGEST_PX:
            video.release()
            raise FileError(f"{self.name} is larger than {LONGEST_PX} pixels a side. Choose a smaller one.")
        return video


class FolderSource:
    """The pictures of a folder in the order of their names; all are cut to the shape of the first."""

    fps, remark = FOLDER_FPS, ""

    def __init__(self, folder: Path, long_side_px: int) -> None:
        self.name, self._long_side_px = folder.name, long_side_px
        try:
            self._paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
        except OSError as error:
            raise SourceLostError(f"The folder {folder.name} cannot be read: {error.strerror}.") from error
        if not self._paths:
            raise FileError(f"The folder {folder.name} holds no picture. Choose another one.")
        self._next = 0
        self._size: tuple[int, int] | None = None  # width, height
        self.reads_whole: ReadWhole | None = None

    def read(self) -> Rgb8:
        for _ in self._paths:
            path = self._paths[self._next]
            self._next = (self._next + 1) % len(self._paths)
            try:
                rgb_hwc, _ = read_preview(path, self._long_side_px)
            except FileError:
                continue  # a file that is no picture, among others that are
            self._size = self._size or (rgb_hwc.shape[1], rgb_hwc.shape[0])
            self.reads_whole = partial(_read_whole, path, self._size)
            return covering(rgb_hwc, *self._size)
        raise SourceLostError(f"No picture of the folder {self.name} can be read. Choose another folder.")

    def set_exposure(self, seconds: float | None) -> bool:
        return False

    def close(self) -> None:
        pass


def _read_whole(path: Path, shape: tuple[int, int]) -> Rgb8:
    """A picture cut to the shape of width and height, and not reduced."""
    rgb_hwc, _ = read_preview(path, LONGEST_PX)
    height, width = rgb_hwc.shape[:2]
    factor = min(width / shape[0], height / shape[1])
    return covering(rgb_hwc, round(shape[0] * factor), round(shape[1] * factor))


def covering(rgb_hwc: Rgb8, width_px: int, height_px: int) -> Rgb8:
    """The picture at this size, enlarged or reduced to cover it and cut at the edges."""
    height, width = rgb_hwc.shape[:2]
    if (width, height) == (width_px, height_px):
        return rgb_hwc
    factor = max(width_px / width, height_px / height)
    size = max(width_px, round(width * factor)), max(height_px, round(height * factor))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    resized = np.asarray(cv2.resize(rgb_hwc, size, interpolation=way), np.uint8)
    left, top = (size[0] - width_px) // 2, (size[1] - height_px) // 2
    return np.ascontiguousarray(resized[top : top + height_px, left : left + width_px])


def letterboxed(rgb_hwc: Rgb8, width_px: int, height_px: int, seen: tuple[int, int]) -> Rgb8:
    """The whole picture in the middle of this size, black beside it.

    `seen` are height and width of the shape it stands for: the network's own are rounded.
    """
    factor = min(width_px / seen[1], height_px / seen[0])
    wide, high = (max(2, 2 * round(side * factor / 2)) for side in seen[::-1])  # of 4:2:0 colour
    wide, high = min(wide, width_px), min(high, height_px)
    way = cv2.INTER_AREA if wide < rgb_hwc.shape[1] else cv2.INTER_CUBIC
    resized = np.asarray(cv2.resize(rgb_hwc, (wide, high), interpolation=way), np.uint8)
    if (wide, high) == (width_px, height_px):
        return resized
    framed = np.zeros((height_px, width_px, 3), np.uint8)
    left, top = (width_px - wide) // 4 * 2, (height_px - high) // 4 * 2
    framed[top : top + high, left : left + wide] = resized
    return framed


def fitted(rgb_hwc: Rgb8, width_px: int, height_px: int, seen: tuple[int, int] | None) -> Rgb8:
    """Letterboxed in the shape it stands for; where that is not told, covering."""
    if seen is None:
        return covering(rgb_hwc, width_px, height_px)
    return letterboxed(rgb_hwc, width_px, height_px, seen)


def held(rgb_hwc: Rgb8, framing: Framing) -> Rgb8:
    """The frame cropped, turned and mirrored; a crop that leaves too little is left aside."""
    height, width = rgb_hwc.shape[:2]
    left, right = (round(width * part) for part in framing.crop[::2])
    top, bottom = (round(height * part) for part in framing.crop[1::2])
    if right - left >= 16 and bottom - top >= 16:
        rgb_hwc = rgb_hwc[max(0, top) : bottom, max(0, left) : right]
    rgb_hwc = np.rot90(rgb_hwc, -framing.turn // 90)
    return np.ascontiguousarray(rgb_hwc[:, ::-1] if framing.mirror else rgb_hwc)
