"""What a session needs before its first frame, done before somebody asks for one: it takes over a second."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np

from models.live.session import budget_s
from models.live.sizes import Ladder, working_size
from models.live.sources import USUAL_FPS, USUAL_SIZES, Rgb8, held, is_camera, open_source
from models.live_requests import CameraFormat, LiveSettings
from models.news import News, Progress

if TYPE_CHECKING:
    from models.live.looks import Looks


def prepare(get_looks: Callable[[], Looks], settings: LiveSettings) -> Generator[News, None, None]:
    """Loads the network, reads the styles, compiles for the first frame. UserError where that cannot be."""
    looks = get_looks()
    yield Progress(1, 3)
    look = looks.look(settings)
    yield Progress(2, 3)
    rung_px = Ladder(settings.floor_px, settings.ceiling_px, budget_s(settings)).rung_px
    height, width = held(_example(settings), settings.framing).shape[:2]
    look.network.prepare(working_size(rung_px, height, width))


def _example(settings: LiveSettings) -> Rgb8:
    """A frame of the source's shape. A camera is not opened: its light would go on."""
    if settings.source and not is_camera(settings.source):
        with closing(open_source(settings.source, settings.output_px)) as source:
            return source.read()
    asked = settings.camera or CameraFormat(*USUAL_SIZES[0], USUAL_FPS)
    return np.zeros((asked.height_px, asked.width_px, 3), np.uint8)
