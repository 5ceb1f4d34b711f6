"""What keeps a moving picture still: followed statistics, and filters in time that go with the scene.

All begin anew at a cut. `calm` is the one number: 0 paints every frame for itself, 1 is as still as can be.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from models.live.sources import Rgb8

CUT_PX = (32, 18)
CUT_LEAST = 20.0  # of 255: mean difference of tiny frames below which nothing is a cut
CUT_TIMES = 4.0  # and how many times the usual one it must be
STILL_BELOW, MOVING_ABOVE = 2.0, 8.0  # of 255, of the difference whose noise was averaged away
NOISE_PX = 3  # over so many pixels a side, each the mean of four

LEAST_MOTION_PX = 0.5
WRONG_BELOW, WRONG_ABOVE = 4.0, 16.0  # of 255, between the scene and what the flow makes of the last one
FAR_OFF = np.uint8(128)
CARRIED = 0.8
STRIDE_PX = 5  # between patches whose flow is sought; 4 takes half as long again
QUICKLY_UP_TO = 0.5  # of calm: what is carried through few frames bears a linear filter, twice as quick

Grey = NDArray[np.uint8]


class CutFinder:
    """Tells a new scene from motion by tiny grey frames."""

    def __init__(self) -> None:
        self._last: NDArray[np.float32] | None = None
        self._usual = 0.0

    def is_cut(self, rgb_hwc: Rgb8) -> bool:
        """Whether this frame begins a scene; the first one does."""
        tiny = cv2.resize(rgb_hwc, CUT_PX, interpolation=cv2.INTER_AREA)
        now = cv2.cvtColor(tiny, cv2.COLOR_RGB2GRAY).astype(np.float32)
        last, self._last = self._last, now
        if last is None:
            return True
        change = float(np.abs(now - last).mean())
        is_cut = change > max(CUT_LEAST, CUT_TIMES * self._usual)
        if not is_cut:
            self._usual += 0.1 * (change - self._usual)
        return is_cut


def share_of_new(calm: float) -> float:
    """How far the statistics of the picture follow each frame: 1 at once, 0.2 in about five frames."""
    return 1 - 0.8 * calm


class Stillness:
    """How much of each pixel is new: all of it where something moves, little where nothing does.

    What is compared is luminance at half the size and without its noise, against a reference that follows
    only as far as the picture itself does; so slow changes add up until they count, and are never held back
    for good.
    """

    def __init__(self) -> None:
        self._reference: NDArray[np.float32] | None = None

    def new_share(self, rgb_hwc: Rgb8, calm: float, is_cut: bool) -> NDArray[np.float32] | None:
        """h×w in [0, 1]; None where the whole frame is new."""
        height, width = rgb_hwc.shape[:2]
        sharp = cv2.cvtColor(rgb_hwc, cv2.COLOR_RGB2GRAY)
        half = cv2.resize(sharp, (-(-width // 2), -(-height // 2)), interpolation=cv2.INTER_AREA)
        grey = cv2.blur(half, (NOISE_PX, NOISE_PX)).astype(np.float32)
        if is_cut or calm == 0 or self._reference is None or self._reference.shape != grey.shape:
            self._reference = grey
            return None
        moved = cv2.absdiff(grey, self._reference)
        # The largest difference nearby, so that the edge of what moves is not smeared.
        moved = cv2.dilate(moved, np.ones((3, 3), np.uint8))
        least = 1 - 0.92 * calm
        slope = (1 - least) / (MOVING_ABOVE - STILL_BELOW)
        share = np.clip((moved - STILL_BELOW) * slope + least, least, 1).astype(np.float32)
        share = np.asarray(cv2.blur(share, (3, 3)), np.float32)
        self._reference = np.asarray(cv2.blendLinear(grey, self._reference, share, 1 - share), np.float32)
        return np.asarray(cv2.resize(share, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


class Motion:
    """Carries what was painted along with what moves, so that strokes go with things and do not boil on them.

    The flow (DIS) is of the scene; where the carried scene is not what is there now, nothing is carried. At
    half the size it would take a quarter of the time, and the picture flickers a tenth more. Patches are
    compared as they are, not less their means: that finds more where the light stays (docs/experiments.md).
    """

    def __init__(self) -> None:
        self._dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
        self._dis.setUseMeanNormalization(False)
        self._dis.setPatchStride(STRIDE_PX)
        self._before: Grey | None = None
        self._grid: NDArray[np.float32] | None = None  # rows, columns

    def carry(
        self, rgb_hwc: Rgb8, painted: NDArray[np.float32] | None, calm: float, is_cut: bool
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
        """The painted frame of before as it should lie now, and the share of the new one; None at a cut."""
        now = np.asarray(cv2.cvtColor(rgb_hwc, cv2.COLOR_RGB2GRAY), np.uint8)
        before, self._before = self._before, now
        if before is None or painted is None or is_cut or calm == 0:
            return None
        if before.shape != now.shape or painted.shape[:2] != now.shape:
            return None
        height, width = now.shape
        if self._grid is None or self._grid.shape[1:] != now.shape:
            self._grid = np.mgrid[:height, :width].astype(np.float32)
        flow = np.asarray(self._dis.calc(now, before, None), np.float32)  # type: ignore[call-overload]
        right, down = cv2.split(flow)
        # Smaller ones are noise, which would soften what stands still.
        _, moves = cv2.threshold(cv2.magnitude(right, down), LEAST_MOTION_PX, 1, cv2.THRESH_BINARY)
        at_x = cv2.add(self._grid[1], cv2.multiply(right, moves))
        at_y = cv2.add(self._grid[0], cv2.multiply(down, moves))
        unlike = now ^ FAR_OFF  # stays where the flow points beyond the frame
        there = cv2.remap(before, at_x, at_y, cv2.INTER_LINEAR, unlike, borderMode=cv2.BORDER_TRANSPARENT)
        wrong = cv2.blur(cv2.absdiff(there, now), (5, 5)).astype(np.float32)
        fine = cv2.INTER_LINEAR if calm <= QUICKLY_UP_TO else cv2.INTER_CUBIC
        carried = cv2.remap(painted, at_x, at_y, fine, borderMode=cv2.BORDER_REPLICATE)
        least = 1 - CARRIED * calm
        slope = (1 - least) / (WRONG_ABOVE - WRONG_BELOW)
        share = np.clip((wrong - WRONG_BELOW) * slope + least, least, 1).astype(np.float32)
        return np.asarray(carried, np.float32), share


class Memory:
    """A picture that follows new ones by a share of each pixel."""

    def __init__(self) -> None:
        self.kept: NDArray[np.float32] | None = None  # RGBA, which is carried in half the time of RGB

    def follow(self, rgb_hwc: Rgb8, share: NDArray[np.float32] | None) -> Rgb8:
        """The picture after this frame; kept in float, for a small share of a byte would round to nothing."""
        new = cv2.cvtColor(rgb_hwc, cv2.COLOR_RGB2RGBA).astype(np.float32)
        if share is None or self.kept is None or self.kept.shape != new.shape:
            self.kept = new
            return rgb_hwc
        self.kept = np.asarray(cv2.blendLinear(new, self.kept, share, 1 - share), np.float32)
        return np.asarray(cv2.cvtColor(cv2.convertScaleAbs(self.kept), cv2.COLOR_RGBA2RGB), np.uint8)
