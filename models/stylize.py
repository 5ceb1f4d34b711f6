"""From a request to a picture: styles, masks, colours and sizes, for all engines."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import torch

from models.arrays import planes, resize_planes, resize_rgb, shrink_planes, to_bytes
from models.exclusion import StylePicture
from models.image import RgbArray, fit_long_side
from models.merging import merge
from models.networks.style_code import COLOUR_NUMBERS, colour_moments, colour_transform, recolour
from models.news import News, Notice, Preview, UserError
from models.picture_file import Picture, read_mask, read_picture
from models.refine import RefinePlan, Refiner, coarse_to_fine
from models.refine_targets import StyleAt, of_file, of_picture
from models.requests import Controls, StyleChoice, Stylize
from models.runtime import FloatArray
from models.style_codes import code_at_scale, refuse_strangers
from models.style_library import ResolvedStyle, resolve
from models.universal import STYLE_PX, Code, Palette, Universal, colours_of, plan_brush

if TYPE_CHECKING:
    from models.checkpoints.style_file import StyleFile
    from models.engine import Engine

LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # BT.601, as JPEG has it
FINE_STEPS = 12  # of refine, beyond its working size, where only fine texture is added
FINE_PREVIEW_EVERY = 3


@dataclass(frozen=True, eq=False)
class _Style:
    """A style as the engines need it: its code, and its picture where there is one."""

    code: Code
    picture: StylePicture | None
    weight: float
    file: StyleFile | None = None


@dataclass(frozen=True, eq=False)
class Mix:
    """What a request paints with: styles read at a scale, and the size (height, width) of the coarse pass."""

    painter: Universal
    styles: tuple[_Style, ...]
    masks: FloatArray | None
    working: tuple[int, int]
    scale: float

    def palette(self, photo: RgbArray, strength: float) -> Palette:
        """For the universal network."""
        own = self.painter.own_code(photo)
        codes = _codes(own, self.styles, self.masks)
        asked = [code if code is own else self.painter.asked_for(photo, code) for code in codes]
        return self.painter.palette(own, asked, strength, self.masks)


def render(
    engine: Engine, picture: Picture, request: Stylize
) -> Generator[News, None, tuple[FloatArray, str]]:
    """The finished picture as float planes 1×3×h×w, and the name of what painted it."""
    width, height = fit_long_side(picture.width_px, picture.height_px, request.long_side_px)
    photo = picture.rgb_hwc
    found = [resolve(choice.source) for choice in request.styles]
    if not found:
        raise UserError("Choose at least one style: a picture, a style file or a preset.")
    if request.controls.strength == 0:
        return planes(resize_rgb(photo, height, width)), "nothing: strength 0 is the photo"
    is_foreign = any(style.kind == "foreign" for style in found)
    request = yield from _within_reach(request, is_foreign)
    if is_foreign:
        return (yield from _foreign(engine, photo, found, request, (height, width)))
    mix = yield from read_mix(engine, photo, found, request)
    styles, masks, working = mix.styles, mix.masks, mix.working
    if request.controls.colors_only:
        out = _colours(engine, photo, styles, masks, request.controls.strength)
        return resize_planes(out, height, width), "colours only"
    if request.engine == "refine":
        sizes = working, (height, width)
        path = request.refine.begun
        begun = None if path is None else _begun(path, (height, width))

        def finish(out: FloatArray) -> FloatArray:
            kept = keep_colours(out, photo, styles, request.controls)
            return kept if begun is None else merge(begun, kept)  # it had its colours kept already

        steps = _refine(engine, mix, photo, request, *sizes, begun)
        out = yield from _finished(steps, finish)
        return out, f"refine on {engine.device.torch_device}"
    out = yield from _universal(mix, photo, request.controls.strength, working, (height, width))
    return keep_colours(out, photo, styles, request.controls), mix.painter.runtime.name


def _within_reach(request: Stylize, is_foreign: bool) -> Generator[News, None, Stylize]:
    """Only the universal network paints beyond the full style."""
    controls = request.controls
    if controls.strength <= 1 or not (is_foreign or controls.colors_only or request.engine == "refine"):
        return request
    yield Notice("Only the universal engine goes beyond the full style: the strength is 100 % here.")
    return replace(request, controls=replace(controls, strength=1.0))


def read_mix(
    engine: Engine, photo: RgbArray, found: Sequence[ResolvedStyle], request: Stylize
) -> Generator[News, None, Mix]:
    """Styles, masks and painter of a request."""
    scale, working = plan_brush(*_size(photo), request.controls.brush)
    painter = yield from _painter(engine, found)
    styles = yield from _read_styles(engine, painter, photo, found, request, scale)
    return Mix(painter, tuple(styles), _masks(request.styles, *_size(photo)), working, scale)


def _painter(engine: Engine, found: Sequence[ResolvedStyle]) -> Generator[News, None, Universal]:
    """The universal network, or the one that a style was trained for where that style is alone."""
    from models.checkpoints.style_file import load_style

    own = [style for style in found if not style.has_picture and engine.is_adapted(style.path)]
    if own and len({style.path for style in found}) == 1:  # also of several styles that share a file
        return engine.adapted(own[0].path, load_style(own[0].path))
    for style in own:
        yield Notice(
            f"In a mix {style.name} takes part with its code: its own strokes come when it is alone."
        )
    return engine.universal()


def _read_styles(
    engine: Engine,
    universal: Universal,
    photo: RgbArray,
    found: Sequence[ResolvedStyle],
    request: Stylize,
    scale: float,
) -> Generator[News, None, list[_Style]]:
    from models.checkpoints.style_file import load_style

    controls, styles = request.controls, []
    for style, choice in zip(found, request.styles, strict=True):
        if choice.weight < 0:
            raise UserError(f"The weight of {style.name} is {choice.weight:g}. Weights are 0 or more.")
        if style.has_picture:
            picture = engine.styles.picture(style, choice.exclude)
            if controls.keep_colors and controls.color_method == "match":
                picture = _towards(picture, colours_of(photo), controls.keep_colors)
                code = universal.code(to_bytes(picture.rgb), scale, picture.keep)
            else:
                code = engine.styles.code(style, scale, choice.exclude)
            styles.append(_Style(code, picture, choice.weight))
            continue
        if choice.exclude is not None:
            yield Notice(f"{style.name} has no picture here, so nothing of it is left out.")
        file = load_style(style.path)
        refuse_strangers(engine.weights, file)
        styles.append(_Style(code_at_scale(file, scale, universal, style.index), None, choice.weight, file))
        if controls.keep_colors and controls.color_method == "match":
            yield Notice(
                f"{style.name} has no picture to recolour: the photo's colours are put back afterwards."
            )
    if sum(s.weight for s in styles) <= 0:
        raise UserError("All styles have the weight 0. Give at least one of them more.")
    return styles


def _masks(choices: Sequence[StyleChoice], height: int, width: int) -> FloatArray | None:
    """k×h×w, or (k+1)×h×w with a last region that stays photo where masks leave room; None without masks.

    Styles without a mask share what the masks leave over, by their weights; where masks overlap they share.
    """
    if all(choice.mask is None for choice in choices):
        return None
    painted = np.zeros((len(choices), height, width), np.float32)
    for index, choice in enumerate(choices):
        if choice.mask is not None:
            painted[index] = cv2.resize(
                read_mask(choice.mask), (width, height), interpolation=cv2.INTER_LINEAR
            )
    covered = painted.sum(0)
    painted /= np.maximum(covered, 1)
    rest = np.maximum(1 - covered, 0)
    free = [choice.weight if choice.mask is None else 0.0 for choice in choices]
    if sum(free) == 0:
        return np.concatenate([painted, rest[None]])
    for index, weight in enumerate(free):
        painted[index] += rest * np.float32(weight / sum(free))
    return painted


def _codes(own: Code, styles: Sequence[_Style], masks: FloatArray | None) -> list[Code]:
    """One mixed code, or one for each region; the region that stays photo has the photo's own."""
    if masks is None:
        total = sum(s.weight for s in styles)
        return [sum((s.code * np.float32(s.weight / total) for s in styles), np.zeros_like(own))]
    return [s.code for s in styles] + [own] * (len(masks) - len(styles))


def _universal(
    mix: Mix, photo: RgbArray, strength: float, working: tuple[int, int], size: tuple[int, int]
) -> Generator[News, None, FloatArray]:
    palette = mix.palette(photo, strength)
    coarse = yield from mix.painter.paint(resize_rgb(photo, *working), palette, strength)
    if max(size) <= max(working):
        return shrink_planes(coarse, *size)
    fine = yield from mix.painter.paint_fine(resize_rgb(photo, *size), palette, strength)
    return merge(coarse, fine)


def _refine(
    engine: Engine,
    mix: Mix,
    photo: RgbArray,
    request: Stylize,
    working: tuple[int, int],
    size: tuple[int, int],
    begun: FloatArray | None,
) -> Generator[News, None, FloatArray]:
    styles, masks = mix.styles, mix.masks
    settings, strength = request.refine, request.controls.strength
    refiner = engine.refiner(settings.loss_network)
    targets = [_target(engine, refiner, style, request, mix.scale) for style in styles]
    if max(working) > max(size):
        working = size
    plan = RefinePlan(content_weight=RefinePlan.content_weight * settings.content_weight)
    if settings.steps is not None:
        plan = replace(plan, steps=(settings.steps * 2 // 5, settings.steps - settings.steps * 2 // 5))
    small = planes(resize_rgb(photo, *working))
    if masks is not None:  # the last region stays as it is, where masks leave room
        kept = of_picture(refiner.network, torch.from_numpy(small).to(refiner.device))
        targets += [kept] * (len(masks) - len(styles))
    weights = [s.weight for s in styles]
    if begun is not None:
        coarse = begun
    else:
        if settings.start == "universal":
            start = yield from _universal(mix, photo, strength, working, working)
        elif settings.start == "photo":
            start = small
        else:
            noise = np.random.default_rng(request.seed).random(small.shape, dtype=np.float32)
            start = small.mean((2, 3), keepdims=True) * 0.8 + 0.2 * noise
        before = torch.from_numpy(np.ascontiguousarray(start)).clamp(0, 1)
        regions = _regions(masks, working)
        after = yield from coarse_to_fine(
            refiner, torch.from_numpy(small), before, targets, weights, plan, strength, regions
        )
        coarse = after.cpu().numpy()
    if max(size) <= max(coarse.shape[2:]):
        return resize_planes(coarse, *size)
    full = planes(resize_rgb(photo, *size))
    every = FINE_PREVIEW_EVERY if request.export is None else FINE_STEPS + 1  # nobody looks at an export
    plan = replace(plan, steps=(0, FINE_STEPS), preview_every=every)
    begin = torch.from_numpy(merge(coarse, full.copy()).clip(0, 1))
    styles_there = [target(1.0) for target in targets]
    fine = yield from refiner.run(
        torch.from_numpy(full), begin, styles_there, weights, plan, strength, _regions(masks, size)
    )
    return merge(coarse, fine.cpu().numpy())


def _regions(masks: FloatArray | None, size: tuple[int, int]) -> torch.Tensor | None:
    """Masks at another size (height, width), as refine takes them."""
    if masks is None:
        return None
    way = cv2.INTER_AREA if size[0] < masks.shape[1] else cv2.INTER_LINEAR
    return torch.from_numpy(np.stack([cv2.resize(m, size[::-1], interpolation=way) for m in masks]))


def _begun(path: Path, size: tuple[int, int]) -> FloatArray:
    """A refined picture to go on from, at most of this size (height, width)."""
    rgb_hwc = read_picture(path).rgb_hwc
    height, width = _size(rgb_hwc)
    if abs(height - width * size[0] / size[1]) > 1.5 * max(1, size[0] / size[1]):
        raise UserError(f"{path.name} has another shape than the photo: refine cannot go on from it.")
    return planes(resize_rgb(rgb_hwc, *size) if height > size[0] else rgb_hwc)


def _finished(
    steps: Generator[News, None, FloatArray], finish: Callable[[FloatArray], FloatArray]
) -> Generator[News, None, FloatArray]:
    """What is seen while refine works is finished as the picture will be."""
    while True:
        try:
            news = next(steps)
        except StopIteration as end:
            return finish(end.value)
        if isinstance(news, Preview):
            news = replace(news, rgb_hwc=to_bytes(finish(planes(news.rgb_hwc))))
        yield news


def _target(engine: Engine, refiner: Refiner, style: _Style, request: Stylize, scale: float) -> StyleAt:
    """What refine paints towards for one style, from its picture or from its file."""
    if style.picture is not None:
        rgb, keep = style.picture.rgb, style.picture.keep
        factor = STYLE_PX * scale / max(rgb.shape[2:])
        sides = (max(16, round(side * factor)) for side in rgb.shape[2:])
        picture = torch.from_numpy(resize_planes(rgb, *sides)).to(refiner.device)
        kept = None if keep is None else torch.from_numpy(keep).to(refiner.device)
        return of_picture(refiner.network, picture, kept)
    assert style.file is not None
    name = style.file.card.name
    if request.refine.loss_network is not None:
        raise UserError(
            f"{name} has no picture, and its file knows our own loss network alone: "
            "refine it without a VGG-19, or choose a picture."
        )
    if style.file.card.recipe.get("loss_network_sha256") != engine.loss_network_sha256:
        raise UserError(
            f"{name} was made for another loss network, so refine cannot use it. "
            "Train or save it again, or use the universal engine."
        )
    return of_file(style.file.tensors, STYLE_PX * scale, refiner.device)


def _colours(
    engine: Engine, photo: RgbArray, styles: Sequence[_Style], masks: FloatArray | None, strength: float
) -> FloatArray:
    """The styles' colours by the closed form alone: every line stays where it is."""
    own = engine.universal().own_code(photo)
    image = torch.from_numpy(planes(photo))
    source, out = torch.from_numpy(own), torch.zeros_like(image)
    for index, code in enumerate(_codes(own, styles, masks)):
        target = torch.lerp(source, torch.from_numpy(code), strength)[:, :COLOUR_NUMBERS]
        moved = recolour(image, *colour_transform(source[:, :COLOUR_NUMBERS], target))
        out += moved if masks is None else moved * torch.from_numpy(masks[index])
    return out.numpy()


def keep_colours(
    out: FloatArray, photo: RgbArray, styles: Sequence[_Style], controls: Controls
) -> FloatArray:
    """Chroma from the photo, luma from the picture, where "match" has not done it on the style before."""
    by_luma = controls.color_method == "luminance" or any(s.picture is None for s in styles)
    if not controls.keep_colors or not by_luma:
        return out
    own = planes(resize_rgb(photo, *out.shape[2:]))
    luma = np.tensordot(LUMA, (out - own)[0], 1)
    return out + (own + luma - out) * np.float32(controls.keep_colors)


def _size(rgb_hwc: RgbArray) -> tuple[int, int]:
    height, width = rgb_hwc.shape[:2]
    return height, width


def _towards(style: StylePicture, colours: FloatArray, share: float) -> StylePicture:
    """The style picture with its colours moved to `colours` (1×9: mean and covariance), by `share`."""
    image = torch.from_numpy(style.rgb)
    keep = None if style.keep is None else torch.from_numpy(style.keep)
    transform = colour_transform(colour_moments(image, keep), torch.from_numpy(colours))
    moved = recolour(image, *transform).clamp(0, 1)
    return StylePicture(torch.lerp(image, moved, share).numpy(), style.keep)


def _foreign(
    engine: Engine, photo: RgbArray, found: Sequence[ResolvedStyle], request: Stylize, size: tuple[int, int]
) -> Generator[News, None, tuple[FloatArray, str]]:
    """A network made by others: one style of its own, blended with the photo by strength."""
    from models.checkpoints.foreign import load_foreign

    if len(found) > 1:
        raise UserError(f"{found[0].name} is a whole network and mixes with no other style. Choose it alone.")
    if request.engine == "refine" or request.controls.colors_only:
        raise UserError(
            "Networks made by others have no style picture: neither refine nor colours only can use them."
        )
    style = load_foreign(found[0].path, found[0].index)
    _, working = plan_brush(*_size(photo), request.controls.brush)
    image = torch.from_numpy(planes(resize_rgb(photo, *working)))
    painted = yield from style.run(image)
    own = planes(resize_rgb(photo, *size))
    out = own + (resize_planes(painted.numpy(), *size) - own) * np.float32(request.controls.strength)
    mask = _masks(request.styles, *size)
    if mask is not None:
        out = own + (out - own) * mask[0]
    controls = replace(request.controls, color_method="luminance")
    return keep_colours(out, photo, (), controls), style.name
