"""Where painted frames go besides the window: a film and a virtual camera, as the settings say."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from models.live.recorder import CLOSING_S, Recorder
from models.live.sound import Heard
from models.live.sources import Rgb8
from models.live.virtual_camera import VirtualCamera
from models.live_requests import FrameSize, GoodNews, LiveSettings, OutputLost
from models.news import News, Notice, Saved


class Outputs:
    """Each fails alone, and ends by itself: the picture goes on, however slow a disk or a driver is.

    What failed is not tried again until it is wanted anew.
    """

    def __init__(self) -> None:
        self._film: Path | None = None  # that is wanted, whether it can be or not
        self._recorder: Recorder | None = None
        self._ending: list[Recorder] = []  # whose last frames are still written
        self._wants_camera = self._opens_camera = False
        self._camera: VirtualCamera | None = None
        self._ended: Recorder | None = None  # whose length is told after it
        self._left: list[VirtualCamera] = []  # that are let go
        self._size: FrameSize | None = None  # that is wanted; what has begun keeps its own
        self._camera_size: FrameSize | None = None
        self._fps = 30
        self._news: list[News] = []
        self._dropped = {"recording": 0, "virtual camera": 0}

    def follow(self, settings: LiveSettings) -> None:
        """Begins and ends what the settings say. UserError in words where a recording cannot begin."""
        self._fps = settings.target_fps
        is_other_size, self._size = settings.out_size != self._size, settings.out_size
        if settings.virtual_camera != self._wants_camera:
            self._wants_camera = self._opens_camera = settings.virtual_camera
            self._end_camera()
        if settings.record != self._film:
            self._film = settings.record
            self._end_recording()
            if settings.record is not None:
                sound = settings.records_sound and bool(settings.sound)
                self._recorder = Recorder(
                    settings.record, settings.target_fps, has_sound=sound, size=self._size
                )
        if is_other_size:
            self._say_what_keeps_its_size()

    def _say_what_keeps_its_size(self) -> None:
        if self._camera is not None and self._camera_size != self._size:
            self._news.append(
                Notice("The virtual camera keeps its size until it is turned off and on again.")
            )
        if self._recorder is not None and self._recorder.size != self._size:
            self._news.append(Notice("This recording keeps its size. The next one has the new size."))

    def hear(self, heard: Iterable[Heard]) -> None:
        """What was heard since, whether there are frames or not."""
        if self._recorder is not None:
            self._recorder.hear(heard)

    def show(self, rgb_hwc: Rgb8, available_s: float, finest: Rgb8 | None = None) -> None:
        """A frame and when its scene was seen: films keep the time of the scene.

        `finest` is what the frame was enlarged or reduced from; a size that is asked for is made of that.
        """
        seen = rgb_hwc.shape[0], rgb_hwc.shape[1]
        finest = rgb_hwc if finest is None else finest
        if self._recorder is not None:
            if self._recorder.size is None:
                self._recorder.write(rgb_hwc, available_s)
            else:
                self._recorder.write(finest, available_s, seen)
        if self._opens_camera:
            self._opens_camera = False
            self._camera_size = self._size
            size = self._size or FrameSize(seen[1] // 2 * 2, seen[0] // 2 * 2)
            self._camera = VirtualCamera(size.width_px, size.height_px, self._fps)
        if self._camera is not None:
            if self._camera_size is None:
                self._camera.send(rgb_hwc)
            else:
                self._camera.send(finest, seen)

    def news(self) -> list[News]:
        """What happened to them since this was asked last."""
        if self._recorder is not None and (words := self._recorder.failure()):
            self._news.append(OutputLost(words, self._recorder.path))
        for recorder in [recorder for recorder in self._ending if recorder.wait(0)]:
            self._ending.remove(recorder)
            self._tell_end_of(recorder)
        if self._camera is not None and (name := self._camera.begun()):
            self._news.append(GoodNews(f"Sending to the virtual camera {name}."))
        if self._camera is not None and (words := self._camera.failure()):
            self._news.append(OutputLost(words))
            self._end_camera()
        news, self._news = self._news, []
        return news

    def dropped(self) -> dict[str, int]:
        """Frames that did not get there, by output."""
        found = dict(self._dropped)
        recorders = self._ending if self._recorder is None else [*self._ending, self._recorder]
        found["recording"] += sum(recorder.dropped for recorder in recorders)
        if self._camera is not None:
            found["virtual camera"] += self._camera.dropped
        return found

    @property
    def recorded_s(self) -> float | None:
        """Of the film that is being recorded, and of the one that `end` ended."""
        film = self._recorder or self._ended
        return None if film is None else film.seconds

    def end(self) -> None:
        """Each by itself; nobody waits."""
        self._ended = self._recorder or self._ended
        self._end_recording()
        self._end_camera()

    def close(self, seconds: float = CLOSING_S) -> None:
        """Ends all and waits so long. A film that takes longer is written on while the process is there."""
        self.end()
        until_s = time.monotonic() + seconds
        ending: list[Recorder | VirtualCamera] = [*self._ending, *self._left]
        for output in ending:
            output.wait(until_s - time.monotonic())

    def _end_recording(self) -> None:
        if self._recorder is not None:
            self._recorder.end()
            self._ending.append(self._recorder)
            self._recorder = None

    def _tell_end_of(self, recorder: Recorder) -> None:
        self._dropped["recording"] += recorder.dropped
        if words := recorder.failure():  # a disk may be full at the very end
            self._news.append(OutputLost(words, recorder.path))
        if recorder.has_film:
            self._news.append(Saved(recorder.path))

    def _end_camera(self) -> None:
        if self._camera is not None:
            self._camera.end()
            self._left = [camera for camera in self._left if not camera.wait(0)] + [self._camera]
            self._dropped["virtual camera"] += self._camera.dropped
            self._camera = None
