"""Where painted frames go besides the window: a film and a virtual camera, as the settings say."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from pathlib import Path

from models.live.recorder import Recorder
from models.live.sound import Heard
from models.live.sources import Rgb8
from models.live.virtual_camera import VirtualCamera
from models.live_requests import LiveSettings
from models.news import News, Notice, UserError


class Outputs:
    """Each fails alone: the picture goes on."""

    def __init__(self) -> None:
        self._recorder: Recorder | None = None
        self._camera: VirtualCamera | None = None
        self._wants_camera = False
        self._fps = 30
        self._remarks: list[str] = []
        self._dropped = {"recording": 0, "virtual camera": 0}

    def follow(self, settings: LiveSettings) -> Path | None:
        """Begins and ends what the settings say; the finished film, if one was ended. UserError in words."""
        self._fps, saved = settings.target_fps, None
        if self._camera is not None and not settings.virtual_camera:
            self._end_camera()
        self._wants_camera = settings.virtual_camera
        now = None if self._recorder is None else self._recorder.path
        if settings.record != now:
            saved = self._end_recording()
            if settings.record is not None:
                sound = settings.records_sound and bool(settings.sound)
                self._recorder = Recorder(settings.record, settings.target_fps, has_sound=sound)
        return saved

    def show(self, rgb_hwc: Rgb8, available_s: float, heard: Iterable[Heard] = ()) -> None:
        """A frame and when its scene was seen: films keep the time of the scene. And what was heard since."""
        if self._recorder is not None:
            self._recorder.hear(heard)
            self._recorder.write(rgb_hwc, available_s)
        if self._wants_camera and self._camera is None:
            self._wants_camera = False
            try:
                self._camera = VirtualCamera(rgb_hwc.shape[1], rgb_hwc.shape[0], self._fps)
                self._remarks.append(f"Sending to the virtual camera {self._camera.name}.")
            except UserError as error:
                self._remarks.append(str(error))
        if self._camera is not None:
            self._camera.send(rgb_hwc)

    def news(self) -> Generator[News, None, None]:
        """What happened to them."""
        if self._recorder is not None and (words := self._recorder.failure()):
            yield Notice(words)
        if self._camera is not None and (words := self._camera.failure()):
            yield Notice(words)
            self._end_camera()
        remarks, self._remarks = self._remarks, []
        yield from map(Notice, remarks)

    def dropped(self) -> dict[str, int]:
        """Frames that did not get there, by output."""
        found = dict(self._dropped)
        if self._recorder is not None:
            found["recording"] += self._recorder.dropped
        if self._camera is not None:
            found["virtual camera"] += self._camera.dropped
        return found

    @property
    def recorded_s(self) -> float | None:
        return None if self._recorder is None else self._recorder.seconds

    def close(self) -> None:
        self._end_recording()
        self._end_camera()

    def _end_recording(self) -> Path | None:
        recorder, self._recorder = self._recorder, None
        if recorder is None:
            return None
        recorder.close()
        self._dropped["recording"] += recorder.dropped
        return recorder.path if recorder.path.exists() else None

    def _end_camera(self) -> None:
        if self._camera is not None:
            self._camera.close()
            self._dropped["virtual camera"] += self._camera.dropped
            self._camera = None
