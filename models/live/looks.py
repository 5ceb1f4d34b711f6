"""What to paint with: styles read once, as codes; mixing, strength and fading are arithmetic on them."""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from models.live.loudness import Levels
from models.live.network import LiveNetwork
from models.live.sources import Rgb8
from models.live_requests import LiveSettings, SoundDrive
from models.news import UserError
from models.requests import Controls, StyleChoice
from models.style_library import ResolvedStyle, resolve
from models.style_memory import Edition, StyleMemory, edition
from models.universal import Code, Universal

if TYPE_CHECKING:
    from models.engine import Engine

BRUSH_STEPS = 4  # to an octave: each step has a code of its own
CODES_KEPT = 64
NETWORKS_KEPT = 3  # of styles that were trained: going back to one of them is at once


@dataclass(frozen=True, eq=False)
class Look:
    """Everything a frame is painted with, ready for use."""

    network: LiveNetwork
    universal: Universal  # the same weights for pictures that stand still
    codes: tuple[Code, ...]  # of its styles
    weights: tuple[float, ...]  # of them, summing to 1
    controls: Controls
    sources: tuple[str, ...]
    editions: tuple[Edition, ...]
    remarks: tuple[str, ...] = ()

    @cached_property
    def code(self) -> Code:
        parts = (code * np.float32(weight) for code, weight in zip(self.codes, self.weights, strict=True))
        return sum(parts, np.zeros_like(self.codes[0]))

    def driven(self, drive: SoundDrive, levels: Levels) -> Look:
        """As the sound has it at this moment; the brush, which needs other codes, is left to `Looks`."""
        controls, weights = self.controls, self.weights
        if drive.strength:
            share = 1 - drive.amount * (1 - levels[drive.strength])
            controls = replace(controls, strength=share * controls.strength)
        if drive.mix and len(weights) > 1:
            place = levels[drive.mix] * (len(weights) - 1)
            there = (max(0.0, 1 - abs(place - number)) for number in range(len(weights)))
            weights = tuple(w + drive.amount * (t - w) for w, t in zip(weights, there, strict=True))
        return replace(self, controls=controls, weights=weights)

    def is_stale(self) -> bool:
        """Whether a style was written anew since, as a training does."""
        now = tuple(edition(path) for path, _, _ in self.editions)
        return any(new != old and new[1:] != (0, 0) for new, old in zip(now, self.editions, strict=True))


class Looks:
    """Makes looks, one at a time on any thread. Its networks are its own: nobody else moves them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.universal = Universal(copy.deepcopy(engine.universal().stylist), engine.device)
        self._memory = StyleMemory(lambda: self.universal)
        self._codes: dict[tuple[str, float], Code] = {}
        self._adapted: dict[Edition, tuple[LiveNetwork, Universal]] = {}

    @cached_property
    def quick(self) -> LiveNetwork:
        """The live-width network."""
        return LiveNetwork(self._engine.narrow(), self._engine.device)

    @cached_property
    def fine(self) -> LiveNetwork:
        """The universal network itself, for those who have the time, or a style of their own."""
        return LiveNetwork(copy.deepcopy(self.universal.stylist), self._engine.device)

    def look(self, settings: LiveSettings) -> Look:
        """UserError where a style cannot be used, or was never read and is gone."""
        choices = [choice for choice in settings.styles if choice.weight > 0]
        if not choices:
            raise UserError("Choose at least one style with a weight above 0.")
        scale = brush_scale(settings.controls.brush)
        remarks: list[str] = []
        found = [self._read(choice, scale, remarks) for choice in choices]
        total = sum(choice.weight for choice in choices)
        codes = tuple(code for code, _ in found)
        weights = tuple(choice.weight / total for choice in choices)
        networks = None
        if len(found) == 1 and (style := found[0][1]) is not None and _has_network(style, settings.is_fine):
            networks = self._networks_of(style)
        if networks is not None and not settings.is_fine:
            remarks.append("This style has a network of its own, which is finer and takes longer.")
        network, universal = networks or (self.fine if settings.is_fine else self.quick, self.universal)
        if any(choice.mask for choice in choices):
            remarks.append("Masks are for pictures that stand still: Live paints the whole frame.")
        editions = tuple(edition(style.path) for _, style in found if style is not None)
        sources = tuple(choice.source for choice in choices)
        controls = settings.controls
        return Look(network, universal, codes, weights, controls, sources, editions, tuple(remarks))

    def _read(
        self, choice: StyleChoice, scale: float, remarks: list[str]
    ) -> tuple[Code, ResolvedStyle | None]:
        try:
            style = resolve(choice.source)
            code = self._code_of(style, choice, scale)
        except UserError:
            known = [other for source, other in self._codes if source == choice.source]
            if not known:
                raise
            remarks.append(f"{choice.source} is no longer there. Live goes on with what it has read of it.")
            nearest = min(known, key=lambda other: abs(math.log(other / scale)))
            return self._codes[choice.source, nearest], None
        self._codes[choice.source, scale] = code
        while len(self._codes) > CODES_KEPT:
            self._codes.pop(next(iter(self._codes)))
        return code, style

    def _code_of(self, style: ResolvedStyle, choice: StyleChoice, scale: float) -> Code:
        from models.checkpoints.style_file import load_style
        from models.style_codes import code_at_scale

        if style.has_picture:
            return self._memory.code(style, scale, choice.exclude)
        if style.kind == "foreign":
            raise UserError(
                f"{style.name} is a network made by others, which Live does not run. Choose a picture, a "
                "preset or a style of your own."
            )
        return code_at_scale(load_style(style.path), scale, self.universal, style.index)

    def _networks_of(self, style: ResolvedStyle) -> tuple[LiveNetwork, Universal] | None:
        """The networks a style was trained for, if it was; the last few are kept."""
        from models.checkpoints.style_file import load_style

        if not self._engine.is_adapted(style.path):
            return None
        key = edition(style.path)
        networks = self._adapted.pop(key, None)
        if networks is None:
            adapted = self._engine.adapted(style.path, load_style(style.path))
            networks = LiveNetwork(copy.deepcopy(adapted.stylist), self._engine.device), adapted
        # A training writes its file again and again: what it has written over is of no use.
        others = {known: kept for known, kept in self._adapted.items() if known[0] != style.path}
        self._adapted = dict([*others.items(), (key, networks)][-NETWORKS_KEPT:])
        return networks

    def own_code(self, rgb_hwc: Rgb8) -> Code:
        """The code of the frame itself, which strength 0 leads to."""
        return self.universal.own_code(rgb_hwc)


def _has_network(style: ResolvedStyle, is_fine: bool) -> bool:
    """Whether it may be painted by its own network: a preset's is for those who have the time."""
    return style.kind == "style" or (style.kind == "preset" and is_fine)


def driven_brush(brush: float, drive: SoundDrive, levels: Levels) -> float:
    """The brush as the sound has it, in the steps that have codes."""
    octaves = drive.amount * (2 * levels[drive.brush] - 1) if drive.brush else 0.0
    return brush_scale(brush * 2.0**octaves)


def brush_scale(brush: float) -> float:
    """At which scale a style is read for a brush: as far as the network has seen, in steps."""
    octaves = round(np.log2(min(2.0, max(0.5, brush))) * BRUSH_STEPS) / BRUSH_STEPS
    return float(2.0**octaves)
