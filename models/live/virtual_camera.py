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
_device = threading.Lock()  # there is one: who is turned on again waits until it was let go


class VirtualCamera:
    """Newest frame wins. Opening, sending and closing are done by a thread: a driver may take its time."""

    def __init__(self, width_px: int, height_px: int, fps: int) -> None:
        self.size, self._fps = (width_px, height_px), fps
        self.dropped = 0
        self._changed = threading.Condition()
        self._frame: tuple[Rgb8, tuple[int, int] | None] | None = None
        self._leaving = False
        self._name = ""
        self._words: str | None = None
        self._thread = threading.Thread(target=self._run, name="virtual camera", daemon=True)
        self._thread.start()

    def send(self, rgb_hwc: Rgb8, seen: tuple[int, int] | None = None) -> None:
        """Never waits. It covers the size; with `seen`, the shape it stands for, it is letterboxed."""
        with self._changed:
            self.dropped += self._frame is not None
            self._frame = rgb_hwc, seen
            self._changed.notify()

    def begun(self) -> str:
        """What it is called, said once, as soon as it is open."""
        name, self._name = self._name, ""
        return name

    def failure(self) -> str | None:
        """Why it could not begin or ended by itself, and what to do; said once."""
        words, self._words = self._words, None
        return words

    def end(self) -> None:
        """It is let go soon."""
        with self._changed:
            self._leaving = True
            self._changed.notify()

    def wait(self, seconds: float) -> bool:
        """Whether it was let go, so many seconds from now at the latest."""
        self._thread.join(max(0.0, seconds))
        return not self._thread.is_alive()

    # --- on its own thread

    def _run(self) -> None:
        try:
            with _device:
                if not self._leaving:
                    self._send_all()
        except UserError as error:
            self._words = str(error)
        except Exception as error:  # noqa: BLE001 - a driver may raise anything, and the picture must go on
            self._words = f"The virtual camera stopped ({error}). The live picture goes on."

    def _send_all(self) -> None:
        camera = self._open()
        self._name = str(camera.device)
        try:
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: self._frame is not None or self._leaving)
                    if self._leaving:
                        return
                    frame, self._frame = self._frame, None
                assert frame is not None
                rgb_hwc, seen = frame
                camera.send(fitted(rgb_hwc, *self.size, seen))
        finally:
            camera.close()

    def _open(self) -> Any:
        try:
            import pyvirtualcam
        except ImportError as error:
            raise UserError(
                f"The virtual camera needs one more package: {how_to_install('virtual-camera')}"
            ) from error
        try:
            return pyvirtualcam.Camera(*self.size, self._fps)
        except RuntimeError as error:
            raise UserError(f"There is no virtual camera to send to ({error}). {DRIVERS}") from error
