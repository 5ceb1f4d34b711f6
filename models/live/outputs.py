"""Where painted frames go besides the window: a film and a virtual camera, as the settings say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from models.live.recorder import Recorder
from models.live.sound import Heard
from models.live.sources import Rgb8
from models.live.virtual_camera import VirtualCamera
from models.live_requests import LiveSettings, OutputLost
from models.news import News, Notice, Saved, UserError


class Outputs:
    """Each fails alone: the picture goes on. What failed is not tried again until it is wanted anew."""

    def __init__(self) -> None:
        self._film: Path | None = None  # that is wanted, whether it can be or not
        self._recorder: Recorder | None = None
        self._wants_camera = self._opens_camera = False
        self._camera: VirtualCamera | None = None
        self._fps = 30
        self._news: list[News] = []
        self._dropped = {"recording": 0, "virtual camera": 0}

    def follow(self, settings: LiveSettings) -> None:
        """Begins and ends what the settings say. UserError in words where a recording cannot begin."""
        self._fps = settings.target_fps
        if settings.virtual_camera != self._wants_camera:
            self._wants_camera = self._opens_camera = settings.virtual_camera
            self._end_camera()
        if settings.record != self._film:
            self._film = settings.record
            self._end_recording()
            if settings.record is not None:
                sound = settings.records_sound and bool(settings.sound)
                self._recorder = Recorder(settings.record, settings.target_fps, has_sound=sound)

    def show(self, rgb_hwc: Rgb8, available_s: float, heard: Iterable[Heard] = ()) -> None:
        """A frame and when its scene was seen: films keep the time of the scene. And what was heard since."""
        if self._recorder is not None:
            self._recorder.hear(heard)
            self._recorder.write(rgb_hwc, available_s)
        if self._opens_camera:
            self._opens_camera = False
            try:
                self._camera = VirtualCamera(rgb_hwc.shape[1], rgb_hwc.shape[0], self._fps)
                self._news.append(Notice(f"Sending to the virtual camera {self._camera.name}."))
            except UserError as error:
                self._news.append(OutputLost(str(error)))
        if self._camera is not None:
            self._camera.send(rgb_hwc)

    def news(self) -> list[News]:
        """What happened to them since this was asked last."""
        if self._recorder is not None and (words := self._recorder.failure()):
            self._news.append(OutputLost(words, self._recorder.path))
        if self._camera is not None and (words := self._camera.failure()):
            self._news.append(OutputLost(words))
            self._end_camera()
        news, self._news = self._news, []
        return news

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

    def _end_recording(self) -> None:
        recorder, self._recorder = self._recorder, None
        if recorder is None:
            return
        recorder.close()
        self._dropped["recording"] += recorder.dropped
        if words := recorder.failure():  # a disk may be full at the very end
            self._news.append(OutputLost(words, recorder.path))
        if recorder.path.exists():
            self._news.append(Saved(recorder.path))

    def _end_camera(self) -> None:
        if self._camera is not None:
            self._camera.close()
            self._dropped["virtual camera"] += self._camera.dropped
            self._camera = None
