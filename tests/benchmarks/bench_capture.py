"""What a frame of 720p costs by each library that could capture it. Not a test: it prints.

    QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_capture.py

Two clips that it writes itself: H.264, as a film in a camera's place, and MJPEG, as cameras give it. Each
library makes RGB arrays of all frames as fast as it can; processor time and time by the clock, per frame, the
best of three rounds. Qt's frames are taken in the window's process; the way to the engine is not counted.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

FRAMES, WIDTH, HEIGHT, ROUNDS = 120, 1280, 720, 3


def write_clip(path: Path, codec: str, pixels: str) -> Path:
    """A photograph's frequencies that move: noise made smooth, two pixels further in each frame."""
    import av
    import cv2

    rough = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH + 2 * FRAMES, 3), np.uint8)
    soft = cv2.GaussianBlur(rough, (0, 0), 5).astype(np.float32)
    wide = ((soft - soft.min()) * (255 / (soft.max() - soft.min()))).astype(np.uint8)
    with av.open(str(path), "w") as film:
        stream = film.add_stream(codec, rate=30)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, pixels
        for index in range(FRAMES):
            shown = np.ascontiguousarray(wide[:, 2 * index : 2 * index + WIDTH])
            film.mux(stream.encode(av.VideoFrame.from_ndarray(shown, format="rgb24")))
        film.mux(stream.encode(None))
    return path


def by_opencv(path: Path) -> int:
    import cv2

    video, frames = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG), 0
    while (read := video.read())[0]:
        cv2.cvtColor(read[1], cv2.COLOR_BGR2RGB)
        frames += 1
    return frames


def by_pyav(path: Path) -> int:
    import av

    with av.open(str(path)) as film:
        film.streams.video[0].thread_type = "AUTO"
        shapes = [frame.to_ndarray(format="rgb24").shape for frame in film.decode(video=0)]
    return len(shapes)


def by_qt(path: Path) -> int:
    """As quick as its player goes: at sixteen times the film's own rate it waits for nothing."""
    from PySide6.QtCore import QCoreApplication, QUrl
    from PySide6.QtGui import QGuiApplication, QImage
    from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame, QVideoSink

    application = QCoreApplication.instance() or QGuiApplication([])
    player, sink, frames = QMediaPlayer(), QVideoSink(), []

    def take(frame: QVideoFrame) -> None:
        if not frame.isValid():  # as at the end
            return
        image = frame.toImage().convertToFormat(QImage.Format.Format_RGB888)
        frames.append(np.frombuffer(image.constBits(), np.uint8).copy().nbytes)

    sink.videoFrameChanged.connect(take)
    player.setVideoSink(sink)
    player.setPlaybackRate(16)
    player.setSource(QUrl.fromLocalFile(str(path)))
    player.play()
    until_s = time.monotonic() + 20
    while player.mediaStatus() != QMediaPlayer.MediaStatus.EndOfMedia and time.monotonic() < until_s:
        application.processEvents()
    player.stop()
    return len(frames)


def measured(read: Callable[[Path], int], path: Path) -> tuple[float, float, int]:
    """Milliseconds of processor and clock for each frame, and how many came."""
    rounds = []
    for _ in range(ROUNDS):
        begun = time.process_time(), time.perf_counter()
        frames = read(path)
        took = time.process_time() - begun[0], time.perf_counter() - begun[1]
        rounds.append((took[0] * 1000 / max(1, frames), took[1] * 1000 / max(1, frames), frames))
    return min(rounds)


def main() -> int:
    ways = {"OpenCV": by_opencv, "PyAV": by_pyav, "QtMultimedia": by_qt}
    with tempfile.TemporaryDirectory() as folder:
        for name, codec, pixels in (("film.mp4", "libx264", "yuv420p"), ("camera.avi", "mjpeg", "yuvj422p")):
            path = write_clip(Path(folder) / name, codec, pixels)
            for way, read in ways.items():
                try:
                    processor, clock, frames = measured(read, path)
                    said = f"{processor:6.2f} ms processor, {clock:6.2f} ms clock, {frames} frames"
                except ImportError as error:  # Qt's wants libraries of the system
                    said = f"does not load here: {error}"
                sys.stdout.write(f"{name:12} {way:14} {said}\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
