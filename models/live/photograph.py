"""A photograph of what a camera sees: not to be painted now, but to be looked at again and again."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator

from models.live.capture import OPENING_S, Capture
from models.live.sources import Rgb8, Source, SourceOpener
from models.live_requests import TakePhoto
from models.news import News, Progress, UserError
from models.picture_write import check_writable, write_picture
from models.requests import Export

LOOK_S = 0.05
SETTLING_S = 0.7  # a camera finds its exposure with the first pictures, which are dark


def take_photo(
    request: TakePhoto, frame: Rgb8 | None = None, open_source: Callable[[str], Source] | None = None
) -> Generator[News, None, None]:
    """Writes `frame`, where it is known already, else the camera is opened for it.

    UserError in words where the camera gives nothing.
    """
    check_writable(request.path)
    if frame is None:
        frame = yield from _settled(request.camera, open_source or SourceOpener())
    write_picture(request.path, frame, export=Export(request.path))


def _settled(camera: str, open_source: Callable[[str], Source]) -> Generator[News, None, Rgb8]:
    capture = Capture(lambda: open_source(camera))
    try:
        given_up_s, first_s = time.monotonic() + OPENING_S, None
        while time.monotonic() < given_up_s:
            yield Progress(0, 1, "waiting for the camera")
            if capture.trouble:
                raise UserError(capture.trouble)
            shot = capture.take(LOOK_S)
            if shot is None:
                continue
            first_s = first_s or shot.available_s
            if shot.available_s - first_s >= SETTLING_S:
                return shot.rgb_hwc
    finally:
        capture.close()
    raise UserError("The camera gives no pictures. Unplug it and plug it in again, then try once more.")
