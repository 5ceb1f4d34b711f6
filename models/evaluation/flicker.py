"""Flicker of painted frames: what is left between neighbours once the motion of the scene is taken out.

The optical flow of the *scene* (DIS, Kroeger et al. 2016) carries the earlier painted frame onto the later
one; pixels where forward and backward flow disagree by more than a pixel are hidden in one of the two and
left out (Ruder et al. 2016, eq. 5, in short). The figure is the RMS difference of 255 over the rest.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb8 = NDArray[np.uint8]
Picture = TypeVar("Picture", NDArray[np.uint8], NDArray[np.float32])
Flow = NDArray[np.float32]  # h×w×2: for each pixel, where it is in the other frame, as a difference x, y
SEEN_LEAST = 0.3  # of the pixels; where fewer are seen in both frames, there was a cut
HIDDEN_PX = 1.0


@dataclass(frozen=True)
class Flicker:
    """Means over the pairs of a clip. `scene` is what the clip itself and the flow account for."""

    pairs: int
    painted: float
    scene: float


def flicker(scene: Iterable[Rgb8], painted: Iterable[Rgb8]) -> Flicker:
    """Of two clips with the same frames; the scene is brought to the size of what was painted."""
    dis = make_flow()
    ours: list[float] = []
    own: list[float] = []
    last: tuple[Rgb8, Rgb8] | None = None
    for frame, paint in zip(scene, painted, strict=False):
        if frame.shape != paint.shape:
            frame = np.asarray(cv2.resize(frame, paint.shape[1::-1], interpolation=cv2.INTER_AREA), np.uint8)
        if last is not None:
            figures = pair_difference(dis, last[0], frame, [(last[1], paint), (last[0], frame)])
            if figures is not None:
                ours.append(figures[0])
                own.append(figures[1])
        last = frame, paint
    if not ours:
        return Flicker(0, 0.0, 0.0)
    return Flicker(len(ours), statistics.fmean(ours), statistics.fmean(own))


def make_flow(preset: int = cv2.DISOPTICAL_FLOW_PRESET_MEDIUM) -> cv2.DISOpticalFlow:
    return cv2.DISOpticalFlow.create(preset)


def pair_difference(
    dis: cv2.DISOpticalFlow, before: Rgb8, now: Rgb8, pairs: Iterable[tuple[Rgb8, Rgb8]]
) -> list[float] | None:
    """RMS of 255 between the frames of each pair along the flow from `before` to `now`; None at a cut."""
    grey_before, grey_now = (cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY) for rgb in (before, now))
    back = np.asarray(dis.calc(grey_now, grey_before, None), np.float32)  # type: ignore[call-overload]
    forth = np.asarray(dis.calc(grey_before, grey_now, None), np.float32)  # type: ignore[call-overload]
    seen = np.abs(back + carried(forth, back)).max(2) < HIDDEN_PX
    return differences(back, seen, pairs)


def differences(
    back: Flow, seen: NDArray[np.bool_], pairs: Iterable[tuple[Rgb8, Rgb8]]
) -> list[float] | None:
    """The same where the flow and the pixels seen in both frames are known."""
    if seen.mean() <= SEEN_LEAST:
        return None
    found = []
    for earlier, later in pairs:
        difference = later.astype(np.float32) - carried(earlier, back).astype(np.float32)
        found.append(float(np.sqrt(np.square(difference[seen], dtype=np.float64).mean())))
    return found


def carried(picture: Picture, back: Flow) -> Picture:
    """The earlier picture as the flow `back` brings it onto the later one."""
    height, width = back.shape[:2]
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    at_x, at_y = columns + back[..., 0], rows + back[..., 1]
    moved = cv2.remap(picture, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, picture.dtype)
