"""What is shown, as a camera for other programs: an optional extra, and a driver of the system."""

from __future__ import annotations

import threading
from typing import Any

from models.live.sources import Rgb8, fitted
from models.news import UserError
from models.optional import how_to_install

DRIVERS = (
    "On Linux install v4l2loopback and load it (sudo modprobe v4l2loopback); on Windows and macOS install "
    "OBS Studio, whose virtual camera is used."
)


class VirtualCamera:
    """Newest frame wins; sending has a thread of its own."""

    def __init__(self, width_px: int, height_px: int, fps: int) -> None:
        """UserError with what to install, where something is missing."""
        try:
            import pyvirtualcam
        except ImportError as error:
            raise UserError(
                f"The virtual camera needs one more package: {how_to_install('virtual-camera')}"
            ) from error
        try:
            self._camera: Any = pyvirtualcam.Camera(width_px, height_px, fps)
        except RuntimeError as error:
            raise UserError(f"There is no virtual camera to send to ({error}). {DRIVERS}") from error
        self.name, self.dropped = str(self._camera.device), 0
        self.size = width_px, height_px
        self._changed = threading.Condition()
        self._frame: tuple[Rgb8, tuple[int, int] | None] | None = None
        self._leaving = False
        self._words: str | None = None
        self._thread = threading.Thread(target=self._run, name="virtual camera", daemon=True)
        self._thread.start()

    def send(self, rgb_hwc: Rgb8, seen: tuple[int, int] | None = None) -> None:
        """Never waits. It covers the size; with `seen`, the shape it stands for, it is letterboxed."""
        with self._changed:
            self.dropped += self._frame is not None
            self._frame = rgb_hwc, seen
            self._changed.notify()

    def failure(self) -> str | None:
        """Why it ended by itself, said once."""
        words, self._words = self._words, None
        return words

    def close(self) -> None:
        with self._changed:
            self._leaving = True
            self._changed.notify()
        self._thread.join(1.0)

    def _run(self) -> None:
        try:
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: self._frame is not None or self._leaving)
                    if self._leaving:
                        return
                    frame, self._frame = self._frame, None
                assert frame is not None
                rgb_hwc, seen = frame
                self._camera.send(fitted(rgb_hwc, *self.size, seen))
        except Exception as error:  # noqa: BLE001 - a driver may raise anything, and the picture must go on
            self._words = f"The virtual camera stopped ({error}). The live picture goes on."
        finally:
            self._camera.close()
