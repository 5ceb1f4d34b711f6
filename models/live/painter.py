"""One frame through all that happens to it (reduced, painted, stilled, enlarged), and what frames hand on."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from models.live.calm import CutFinder, Memory, Motion, Stillness, share_of_new
from models.live.looks import Look
from models.live.loudness import Levels
from models.live.network import Size
from models.live.sources import Rgb8
from models.live_requests import SoundDrive
from models.networks.style_code import COLOUR_NUMBERS, COVARIANCE_FLOOR
from models.requests import Controls
from models.runtime import FloatArray
from models.universal import EXACT_BELOW, Code, colours_of

TINY_PX = 96  # long side at which cuts are found and the colours of a frame are measured


@dataclass(frozen=True, eq=False)
class Manner:
    """How frames are painted at one moment. Nothing changes it any more, so that any thread may use it."""

    look: Look  # as the sound has it
    code: Code  # of its styles, as far as one of them has become another
    own_code: Code | None
    modulator: nn.Module

    def aim(self, colours: FloatArray) -> tuple[Code, FloatArray, FloatArray]:
        """The code to paint with, and how colours move, for a frame with these."""
        code, controls = self.code, self.look.controls
        aim = code[:, :COLOUR_NUMBERS]
        if controls.color_method == "match":
            aim = aim + np.float32(controls.keep_colors) * (colours - aim)
        aim = colours + np.float32(min(controls.strength, 1.0)) * (aim - colours)
        if controls.strength != 1 and self.own_code is not None:
            code = self.own_code + np.float32(controls.strength) * (code - self.own_code)
        return code, *colour_move(colours, aim)

    def row(self, code: Code) -> FloatArray:
        with torch.inference_mode():
            row: FloatArray = self.modulator(torch.from_numpy(code)).numpy()
        return row

    def inputs_for(self, rgb_hwc: Rgb8) -> tuple[FloatArray, FloatArray, FloatArray]:
        """For a frame by itself and the network of the look: matrix, shift and row."""
        code, matrix, shift = self.aim(colours_of(rgb_hwc))
        return matrix, shift, self.row(code)


@dataclass(frozen=True, eq=False)
class Painted:
    """A frame as it is shown, how and of which small ones it was made, and where its time went."""

    manner: Manner
    rgb_hwc: Rgb8
    finest: Rgb8  # what that was enlarged or reduced from; its shape is rounded
    small: Rgb8  # the frame as the network saw it
    small_painted: Rgb8
    is_cut: bool
    stages_ms: dict[str, float]

    @property
    def seconds(self) -> float:
        return sum(self.stages_ms.values()) / 1000


@dataclass
class _Stages:
    ms: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.ms[name] = self.ms.get(name, 0.0) + (time.perf_counter() - begun) * 1000


@dataclass(frozen=True, eq=False)
class _Fade:
    """From one code to another, or from one picture, over a while."""

    before: NDArray[Any]
    begun_s: float
    lasts_s: float

    def share(self, now_s: float) -> float:
        return 1.0 if self.lasts_s <= 0 else min(1.0, max(0.0, (now_s - self.begun_s) / self.lasts_s))


class Painter:
    """Paints the frames of one session, in their order."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._fade: _Fade | None = None  # between codes of one network ...
        self._cross_fade: _Fade | None = None  # ... and between pictures where the network is another
        self._last: Rgb8 | None = None  # the small painted frame
        self._cuts, self._stillness = CutFinder(), Stillness()
        self._seen, self._shown = Memory(), Memory()
        self._motion = Motion()
        self._statistics: FloatArray | None = None
        self._colours: FloatArray | None = None
        self.own_code: Code | None = None  # of the scene, read now and then; strengths but 1 need it
        self._modulator = copy.deepcopy(look.network.stylist.modulator).cpu()
        self._row: tuple[Code, FloatArray] | None = None
        self._driven: tuple[SoundDrive, Levels] | None = None

    @property
    def look(self) -> Look:
        """As it is worn, and as the sound has it."""
        return self._look if self._driven is None else self._look.driven(*self._driven)

    def hear(self, drive: SoundDrive, levels: Levels | None) -> None:
        """What the next frames are driven by; None is no sound."""
        self._driven = None if levels is None or not drive.is_at_work else (drive, levels)

    def wear(self, look: Look, fade_s: float, now_s: float) -> None:
        """Another look: at once where only weights and sliders differ, over a while where styles do."""
        before, self._look = self._look, look
        if look.network is not before.network:
            self._modulator = copy.deepcopy(look.network.stylist.modulator).cpu()
            self._statistics = self._fade = self._row = None  # another network: its numbers mean other things
            if self._last is not None:
                self._cross_fade = _Fade(self._last, now_s, fade_s)
        elif look.sources != before.sources:
            self._fade = _Fade(self._code_now(before, now_s), now_s, fade_s)

    def paint(self, rgb_hwc: Rgb8, size: Size, output: Size, calm: float, now_s: float) -> Painted:
        """`size` is what the network paints at, `output` what is shown (height, width)."""
        stages = _Stages()
        with stages.stage("reduce"):
            small = resized(rgb_hwc, size)
        with stages.stage("calm"):
            tiny = _tiny(small)
            is_cut = self._cuts.is_cut(tiny)
            share = self._stillness.new_share(small, calm, is_cut)
            small = self._seen.follow(small, share)
        with stages.stage("style"):
            colours = self._follow_colours(tiny, calm, is_cut)
            manner = self._manner(now_s)
            code, matrix, shift = manner.aim(colours)
            row = self._row_of(manner, code)
        controls = manner.look.controls
        if controls.colors_only:
            with stages.stage("network"):
                painted = recoloured(small, matrix, shift)
        else:
            with stages.stage("network"):
                painted = self._paint(small, matrix, shift, row, calm, is_cut)
            with stages.stage("calm"):
                painted = self._shown.follow(painted, self._carry(small, share, calm, is_cut))
        with stages.stage("colours"):
            painted = finished(small, painted, controls)
            painted = self._last = self._follow_picture(painted, is_cut, now_s)
        with stages.stage("enlarge"):
            finest = painted if controls.strength else rgb_hwc
            if 0 < controls.strength < 1 and self._cross_fade is None:
                finest = with_detail(resized(painted, output), rgb_hwc, small, 1 - controls.strength)
            if controls.colors_only and self._cross_fade is None:  # every line of the source stays
                whole = resized(rgb_hwc, output)
                finest = finished(whole, recoloured(whole, matrix, shift), controls)
            shown = resized(finest, output)
        return Painted(manner, shown, finest, small, painted, is_cut, stages.ms)

    def inputs_for(self, rgb_hwc: Rgb8, now_s: float = 0.0) -> tuple[FloatArray, FloatArray, FloatArray]:
        """For a frame by itself and the network of this look: matrix, shift and row."""
        return self._manner(now_s).inputs_for(rgb_hwc)

    def _manner(self, now_s: float) -> Manner:
        look = self.look
        return Manner(look, self._code_now(look, now_s), self.own_code, self._modulator)

    def _paint(
        self,
        small: Rgb8,
        matrix: FloatArray,
        shift: FloatArray,
        row: FloatArray,
        calm: float,
        is_cut: bool,
    ) -> Rgb8:
        network, before = self._look.network, self._statistics
        share = 1.0 if is_cut or before is None else share_of_new(calm)
        if before is None:
            before = network.blank()
        painted, self._statistics = network.paint(small, matrix, shift, row, before, share)
        return painted

    def _carry(self, small: Rgb8, share: FloatArray | None, calm: float, is_cut: bool) -> FloatArray | None:
        """Brings what was shown to where it should be now; returns the share of the new frame."""
        found = self._motion.carry(small, self._shown.kept, calm, is_cut)
        if found is None or share is None:
            return share
        self._shown.kept, moved_share = found
        return np.minimum(share, moved_share)

    def _follow_colours(self, tiny: Rgb8, calm: float, is_cut: bool) -> FloatArray:
        now = colours_of(tiny)
        if self._colours is None or is_cut:
            self._colours = now
        else:
            self._colours = self._colours + np.float32(share_of_new(calm)) * (now - self._colours)
        return self._colours

    def _row_of(self, manner: Manner, code: Code) -> FloatArray:
        if self._row is None or not np.array_equal(self._row[0], code):
            self._row = code, manner.row(code)
        return self._row[1]

    def _code_now(self, look: Look, now_s: float) -> Code:
        if self._fade is None:
            return look.code
        share = self._fade.share(now_s)
        if share >= 1:
            self._fade = None
            return look.code
        faded: Code = self._fade.before + np.float32(share) * (look.code - self._fade.before)
        return faded

    def _follow_picture(self, painted: Rgb8, is_cut: bool, now_s: float) -> Rgb8:
        """From the last picture of the network before to those of this one."""
        fade = self._cross_fade
        if fade is None:
            return painted
        share = fade.share(now_s)
        if is_cut or share >= 1 or fade.before.shape != painted.shape:
            self._cross_fade = None
            return painted
        return np.asarray(cv2.addWeighted(painted, share, fade.before, 1 - share, 0), np.uint8)


def _tiny(rgb_hwc: Rgb8) -> Rgb8:
    height, width = rgb_hwc.shape[:2]
    factor = min(1.0, TINY_PX / max(height, width))
    return resized(rgb_hwc, (max(1, round(height * factor)), max(1, round(width * factor))))


def colour_move(source: FloatArray, aim: FloatArray) -> tuple[FloatArray, FloatArray]:
    """`colour_transform` for one frame (1×9 each) in numpy: torch takes twenty times as long over 3×3."""
    (mean_a, a), (mean_b, b) = (_moments(colours) for colours in (source, aim))
    root = _root(a)
    inverse = np.linalg.inv(root)
    matrix = inverse @ _root(root @ b @ root) @ inverse
    shift = mean_b - matrix @ mean_a
    return matrix.astype(np.float32)[None], shift.astype(np.float32)[None]


def _moments(colours: FloatArray) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    covariance = np.zeros((3, 3))
    covariance[np.triu_indices(3)] = colours[0, 3:COLOUR_NUMBERS]
    whole = covariance + covariance.T - np.diag(np.diag(covariance))
    return colours[0, :3].astype(np.float64), whole + COVARIANCE_FLOOR * np.eye(3)


def _root(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    _, values, vectors = cv2.eigen(matrix)  # a third of numpy's time; vectors are rows
    root: NDArray[np.float64] = vectors.T @ (np.sqrt(values.clip(1e-8)) * vectors)
    return root


def resized(rgb_hwc: Rgb8, size: Size) -> Rgb8:
    """Halves by exact averages, for which alone OpenCV has a quick way, and the rest bilinear."""
    while rgb_hwc.shape[0] >= 2 * size[0] and rgb_hwc.shape[1] >= 2 * size[1]:
        high, wide = (side // 2 for side in rgb_hwc.shape[:2])
        even = rgb_hwc[: 2 * high, : 2 * wide]
        rgb_hwc = np.asarray(cv2.resize(even, (wide, high), interpolation=cv2.INTER_AREA), np.uint8)
    if rgb_hwc.shape[:2] == size:
        return rgb_hwc
    return np.asarray(cv2.resize(rgb_hwc, size[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def finished(rgb_hwc: Rgb8, painted: Rgb8, controls: Controls) -> Rgb8:
    """The painted frame with as much of the frame's own chroma and, for small strengths, of itself."""
    if controls.keep_colors and controls.color_method == "luminance":
        painted = _with_chroma_of(rgb_hwc, painted, controls.keep_colors)
    if controls.strength < EXACT_BELOW:
        part = controls.strength / EXACT_BELOW
        painted = np.asarray(cv2.addWeighted(painted, part, rgb_hwc, 1 - part, 0), np.uint8)
    return painted


def with_detail(painted: Rgb8, came: Rgb8, small: Rgb8, share: float) -> Rgb8:
    """What `small` has lost of the frame that came, so much of it: half of a style is no blur."""
    size = painted.shape[0], painted.shape[1]
    # In bytes round their middle: floats would take three times as long.
    lost = cv2.addWeighted(resized(came, size), share, resized(small, size), -share, 128)
    return np.asarray(cv2.addWeighted(painted, 1, lost, 1, -128), np.uint8)


def recoloured(rgb_hwc: Rgb8, matrix: FloatArray, shift: FloatArray) -> Rgb8:
    return np.asarray(cv2.transform(rgb_hwc, np.column_stack([matrix[0], shift[0] * 255])), np.uint8)


def _with_chroma_of(photo: Rgb8, painted: Rgb8, share: float) -> Rgb8:
    """Chroma from the photo by `share`, luma from the painted frame."""
    own, paint = (cv2.cvtColor(rgb, cv2.COLOR_RGB2YCrCb) for rgb in (photo, painted))
    paint[..., 1:] = cv2.addWeighted(own[..., 1:], share, paint[..., 1:], 1 - share, 0)
    return np.asarray(cv2.cvtColor(paint, cv2.COLOR_YCrCb2RGB), np.uint8)
