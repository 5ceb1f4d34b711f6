"""The universal engine on arrays: any style, any size, whole or in exact tiles.

A picture is painted at a working size that the brush decides, so that strokes are as large relative to the
picture in a preview as in a 24-megapixel export. Beyond that size a second pass at full resolution adds the
fine texture, and its coarse part is replaced by the first pass: a reduced export looks like the preview by
construction.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from models.arrays import planes, resize_rgb, shrink_planes, to_bytes
from models.devices import Device, is_out_of_memory
from models.exclusion import keep_at
from models.feedback import Feedback
from models.frame import MARGIN_PX, Frame, Part, part_window, reduce_masks, take, take_rgb
from models.image import RgbArray
from models.networks.finer import finer_px
from models.networks.pieces import Decode, Encode, TrunkFirst, TrunkSecond, Whole, shouldered
from models.networks.style_code import COLOUR_NUMBERS, colour_transform
from models.networks.stylist import Stylist, at_strength
from models.networks.universal import STRIDE
from models.news import News, Notice, Progress
from models.runtime import FloatArray, OpenVinoRuntime, Runtime, TorchRuntime
from models.tiling import Moments, Window, windows

WORKING_PX = 1024  # long side at which brush 1 paints
WORKING_LIMIT_PX = 4096
CODE_SCALES = (0.5, 1.0, 2.0)  # the scales at which a style file holds its code
OWN_PX = 384  # long side at which a photo's own code is read
STYLE_PX = 512  # long side at which a style picture is read at brush 1
HALO_PX = 80  # encoder and decoder together reach 77 px
WHOLE_LIMIT_PX = 2_200_000  # more pixels than this go in tiles: 200 MB of feature maps
TILE_PX = 1024
SMALLEST_TILE_PX = 128
EXACT_BELOW = 0.15  # strengths below this fade into the photo, so that 0 is the photo exactly

Result = TypeVar("Result")
Code = NDArray[np.float32]  # 1×size


@dataclass(frozen=True, eq=False)
class Palette:
    """Styles as the network takes them: k styles, with masks (k×h×w, summing to 1) where k > 1."""

    rows: FloatArray
    matrices: FloatArray
    shifts: FloatArray
    masks: FloatArray | None = None

    def mask_at(self, height: int, width: int) -> FloatArray | None:
        """Masks at another size, 1×k×h×w, summing to 1 again."""
        if self.masks is None:
            return None
        resized = np.stack(
            [cv2.resize(m, (width, height), interpolation=cv2.INTER_LINEAR) for m in self.masks]
        )
        return np.ascontiguousarray((resized / resized.sum(0).clip(1e-6))[None], dtype=np.float32)


@dataclass(frozen=True, eq=False)
class Composition:
    """What the network has found of a whole picture: its trunk at 1/8, and statistics of what it decodes.

    With them any window can be painted alone, and is then exactly as in the whole picture.
    """

    trunk: FloatArray
    stats: tuple[FloatArray, FloatArray, FloatArray]
    masks: FloatArray | None  # at the picture's own size


class Universal:
    """The trained network with its runtime. Pictures are `rgb_hwc` or float planes 1×3×h×w in [0, 1]."""

    def __init__(
        self,
        stylist: Stylist,
        device: Device,
        whole_limit_px: int = WHOLE_LIMIT_PX,
        *,
        has_feedback: bool = False,
        exact: bool = False,
    ) -> None:
        """`exact` is in float32 even where the processor has bfloat16; tiles always are, which must fit."""
        self.stylist = stylist.eval().requires_grad_(False)
        self.device = device
        self._feedback = Feedback(self.stylist) if has_feedback else None
        self._last_own: tuple[RgbArray, Code] = np.empty(0, np.uint8), np.empty(0, np.float32)
        self.whole_limit_px = whole_limit_px
        self.tile_px = TILE_PX
        self._is_exact = exact
        self.runtime = self._make_runtime(device)

    def _make_runtime(self, device: Device) -> Runtime:
        network, modulator = self.stylist.content, self.stylist.modulator
        pieces: dict[str, nn.Module] = {"whole": Whole(network, modulator)}
        pieces |= {"encode": Encode(network, modulator), "decode": Decode(network, modulator)}
        for block in range(network.config.trunk_blocks):
            pieces[f"trunk{block}a"] = TrunkFirst(network, modulator, block)
            pieces[f"trunk{block}b"] = TrunkSecond(network, modulator, block)
        if device.openvino:
            return OpenVinoRuntime(pieces, half=() if self._is_exact else ("whole",))
        return TorchRuntime(pieces, device.torch_device)

    # --- codes
    # ---------------------------------------------------------------------------------------------------

    @torch.inference_mode()
    def code(self, rgb_hwc: RgbArray, scale: float = 1.0, keep: FloatArray | None = None) -> Code:
        """The style code of a picture, seen with its long side at `STYLE_PX` · scale.

        `keep` (1×1×h×w) as `models.exclusion` has it.
        """
        height, width = rgb_hwc.shape[:2]
        factor = STYLE_PX * scale / max(height, width)
        size = max(16, round(width * factor)), max(16, round(height * factor))
        area = factor < 1
        resized = cv2.resize(rgb_hwc, size, interpolation=cv2.INTER_AREA if area else cv2.INTER_CUBIC)
        image = torch.from_numpy(planes(resized)).clamp(0, 1)
        if keep is None:
            return self._code(image)
        return self._code(image, torch.from_numpy(keep_at(keep, *image.shape[2:])))

    def _code(self, image: torch.Tensor, keep: torch.Tensor | None = None) -> Code:
        where = next(self.stylist.content.parameters()).device  # the runtime may have taken it to the GPU
        kept = None if keep is None else keep.to(where)
        code: Code = self.stylist.to(where).code(image.to(where), kept).cpu().numpy()
        return code

    @torch.inference_mode()
    def palette(
        self, own: Code, codes: Sequence[Code], strength: float, masks: FloatArray | None = None
    ) -> Palette:
        """Styles at a strength on a photo whose own code is `own` (`at_strength`)."""
        source = torch.from_numpy(own)
        target = at_strength(source, torch.from_numpy(np.concatenate(codes)), strength)
        rows = self.stylist.modulator.cpu()(target)
        matrices, shifts = colour_transform(
            source[:, :COLOUR_NUMBERS].expand(len(target), -1), target[:, :COLOUR_NUMBERS]
        )
        return Palette(rows.numpy(), matrices.numpy(), shifts.numpy(), masks)

    def asked_for(self, rgb_hwc: RgbArray, code: Code) -> Code:
        """What to ask for on this photo, for a style with this code: the code itself without feedback."""
        return code if self._feedback is None else self._feedback.asked_for(rgb_hwc, code)

    # --- pictures
    # ------------------------------------------------------------------------------------------------

    def stylize_array(
        self, rgb_hwc: NDArray[np.uint8], code: Code, strength: float = 1.0, *, exact: bool = True
    ) -> NDArray[np.uint8]:
        """One style, at the picture's own size in one piece: what live video and benchmarks use.

        Not `exact`, low strengths do not fade into the photo: what the network itself makes of it.
        """
        own = self.own_code(rgb_hwc, colours_suffice=strength == 1)
        large = self._whole(finer(rgb_hwc), self.palette(own, [code], strength))
        out = _reduced(large, rgb_hwc)
        if exact:
            out = self._finish(rgb_hwc, out, strength)
        painted: NDArray[np.uint8] = to_bytes(out)
        return painted

    def own_code(self, rgb_hwc: RgbArray, colours_suffice: bool = False) -> Code:
        """The code of the photo itself: what strength 0 leads to. Its colours are exact, the rest is read
        small.

        At full strength nothing but the colours is used, and the rest may be left at 0.
        """
        if colours_suffice:
            colours: Code = np.zeros((1, self.stylist.code_size), np.float32)
            colours[:, :COLOUR_NUMBERS] = colours_of(rgb_hwc)
            return colours
        height, width = rgb_hwc.shape[:2]
        factor = min(1.0, OWN_PX / max(height, width))
        small = resize_rgb(rgb_hwc, max(16, round(height * factor)), max(16, round(width * factor)))
        if not np.array_equal(small, self._last_own[0]):  # a slider moves, or a strip shows one photo
            with torch.inference_mode():
                self._last_own = small, self._code(torch.from_numpy(planes(small)))
        code = self._last_own[1].copy()
        code[:, :COLOUR_NUMBERS] = colours_of(rgb_hwc)
        return code

    def paint(
        self, rgb_hwc: RgbArray, palette: Palette, strength: float
    ) -> Generator[News, None, FloatArray]:
        """A picture, painted a quarter larger and reduced, whole or in tiles, as float planes 1×3×h×w.

        Smaller tiles and then torch when memory runs out.
        """
        large = yield from self._backing_off(lambda: self._painted(finer(rgb_hwc), palette))
        return self._finish(rgb_hwc, _reduced(large, rgb_hwc), strength)

    def paint_fine(
        self, rgb_hwc: RgbArray, palette: Palette, strength: float
    ) -> Generator[News, None, FloatArray]:
        """The same at the picture's own size: the fine texture that `merge` lays under a coarse painting.

        The picture is made float tile by tile: as a whole 24 megapixels of floats take 290 MB.
        """
        out = yield from self._backing_off(lambda: self._painted(rgb_hwc, palette))
        return self._finish(rgb_hwc, out, strength)

    def compose(self, rgb_hwc: RgbArray, palette: Palette) -> Generator[News, None, Composition]:
        """All that a window of the painted picture depends on beyond its own pixels."""
        return (yield from self._backing_off(lambda: self._composed(rgb_hwc, palette)))

    def paint_part(
        self, rgb_hwc: RgbArray, palette: Palette, strength: float, composition: Composition, part: Part
    ) -> FloatArray:
        """What `paint_fine` would give at this part, as float planes: only the part itself is painted."""
        frame = Frame.around(*rgb_hwc.shape[:2])
        tile = part_window(part, len(frame.rows), len(frame.columns), HALO_PX)
        values = self._decode(rgb_hwc, palette, composition, frame, tile)
        rows, columns = slice(*part[:2]), slice(*part[2:])
        return self._finish(rgb_hwc[rows, columns], np.ascontiguousarray(tile.core(values)), strength)

    def _backing_off(
        self, work: Callable[[], Generator[News, None, Result]]
    ) -> Generator[News, None, Result]:
        while True:
            try:
                return (yield from work())
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
            # Outside the except block, where the failed arrays are free again.
            yield Notice(self._back_off())

    def _back_off(self) -> str:
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        if self.tile_px > SMALLEST_TILE_PX:
            self.whole_limit_px = min(self.whole_limit_px, self.tile_px**2) // 4
            self.tile_px //= 2
            return (
                f"Memory ran out. Going on in tiles of {self.tile_px} pixels: slower, with the same result."
            )
        if self.device.torch_device.type != "cpu":
            self.device = Device(torch.device("cpu"), False, "the GPU's memory ran out")
            self.tile_px = TILE_PX
            self.runtime = self._make_runtime(self.device)
            return "The GPU's memory ran out even with small tiles. The processor goes on: slower, alike."
        raise MemoryError

    def _whole(self, rgb_hwc: RgbArray, palette: Palette) -> FloatArray:
        height, width = rgb_hwc.shape[:2]
        frame, masks = Frame.around(height, width), palette.mask_at(height, width)
        inputs = [take_rgb(rgb_hwc, *frame), palette.matrices, palette.shifts, palette.rows]
        regions = [] if masks is None else [take(masks, *frame)]
        painted = self.runtime.run("whole", *inputs, *regions)[0]
        return painted[..., MARGIN_PX : MARGIN_PX + height, MARGIN_PX : MARGIN_PX + width]

    def _painted(self, rgb_hwc: RgbArray, palette: Palette) -> Generator[News, None, FloatArray]:
        if rgb_hwc.shape[0] * rgb_hwc.shape[1] <= self.whole_limit_px:
            return self._whole(rgb_hwc, palette)
        composition = yield from self._composed(rgb_hwc, palette, and_painting=True)
        frame = Frame.around(*rgb_hwc.shape[:2])
        out = np.empty((1, 3, *rgb_hwc.shape[:2]), np.float32)
        tiles = self._tiles(frame)
        before = len(tiles) + self.stylist.content.config.trunk_blocks
        for done, tile in enumerate(tiles, 1):
            frame.put(out, tile, self._decode(rgb_hwc, palette, composition, frame, tile))
            yield Progress(before + done, before + len(tiles), "painting")
        self.runtime.forget()
        return out

    def _tiles(self, frame: Frame) -> list[Window]:
        return list(windows(len(frame.rows), len(frame.columns), self.tile_px, HALO_PX, STRIDE))

    def _decode(
        self, rgb_hwc: RgbArray, palette: Palette, composition: Composition, frame: Frame, tile: Window
    ) -> FloatArray:
        inputs = [frame.cut_rgb(rgb_hwc, tile), tile.scaled(8).cut(composition.trunk), *composition.stats]
        inputs += [palette.matrices, palette.shifts, palette.rows]
        return self.runtime.run("decode", *inputs, *frame.cut_masks(composition.masks, tile))[0]

    def _composed(
        self, rgb_hwc: RgbArray, palette: Palette, *, and_painting: bool = False
    ) -> Generator[News, None, Composition]:
        """`and_painting` if as many tiles will be painted afterwards: it is part of the progress."""
        frame = Frame.around(*rgb_hwc.shape[:2])
        height, width = len(frame.rows), len(frame.columns)
        tiles = self._tiles(frame)
        blocks = self.stylist.content.config.trunk_blocks
        total, done = len(tiles) * (2.0 if and_painting else 1.0) + blocks, 0.0
        masks = palette.mask_at(*rgb_hwc.shape[:2])
        colours = [palette.matrices, palette.shifts]

        # A compiled piece keeps 200 to 300 MB for its feature maps: each stage begins without the others'.
        self.runtime.forget()
        half, quarter = Moments(), Moments()
        trunk = np.empty((1, 4 * self.stylist.content.config.width, height // 8, width // 8), np.float32)
        for tile in tiles:
            features = self.runtime.run(
                "encode", frame.cut_rgb(rgb_hwc, tile), *colours, *frame.cut_masks(masks, tile)
            )
            half.add(np.ascontiguousarray(tile.scaled(2).core(features[0])))
            quarter.add(np.ascontiguousarray(tile.scaled(4).core(features[1])))
            tile.scaled(8).put(trunk, features[2])
            done += 1
            yield Progress(done, total, "reading the picture")
        self.runtime.forget()
        coarse = None if masks is None else reduce_masks(take(masks, frame.rows, frame.columns), 8)
        for block in range(blocks):
            middle = self._trunk(f"trunk{block}a", [trunk], palette, coarse)
            # A position's residual is needed for itself alone, so the result takes its place.
            trunk = self._trunk(f"trunk{block}b", [middle, trunk], palette, coarse, trunk)
            del middle
            done += 1
            yield Progress(done, total, "finding the composition")
        self.runtime.forget()
        return Composition(trunk, (half.statistics(), quarter.statistics(), _moments(trunk)), masks)

    def _trunk(
        self,
        piece: str,
        inputs: list[FloatArray],
        palette: Palette,
        masks: FloatArray | None,
        out: FloatArray | None = None,
    ) -> FloatArray:
        """One half of a residual block over the whole 1/8 map, in windows of their own."""
        stats = _moments(inputs[0])
        out = np.empty_like(inputs[0]) if out is None else out
        for tile in windows(out.shape[2], out.shape[3], self.tile_px // 8, 4, 1):
            cut = [tile.cut(array) for array in inputs]
            regions = [] if masks is None else [tile.cut(masks)]
            tile.put(out, self.runtime.run(piece, *cut, stats, palette.rows, *regions)[0])
        return out

    @staticmethod
    def _finish(rgb_hwc: RgbArray, out: FloatArray, strength: float) -> FloatArray:
        if strength < EXACT_BELOW:
            image = planes(rgb_hwc)
            out = image + (out - image) * np.float32(strength / EXACT_BELOW)
        return out


def finer(rgb_hwc: RgbArray) -> NDArray[np.uint16]:
    """The picture as large as it is painted, cubic, in 16 bits: rounded but once."""
    height, width = (finer_px(side) for side in rgb_hwc.shape[:2])
    large = np.empty((height, width, 3), np.uint16)
    for channel in range(3):
        values = rgb_hwc[..., channel].astype(np.float32) * np.float32(65535 / np.iinfo(rgb_hwc.dtype).max)
        enlarged = cv2.resize(values, (width, height), interpolation=cv2.INTER_CUBIC)
        large[..., channel] = np.rint(enlarged).clip(0, 65535)
    return large


def _reduced(large: FloatArray, rgb_hwc: RgbArray) -> FloatArray:
    """At the picture's size. Lanczos goes beyond black and white at edges: hence another shoulder."""
    return np.asarray(shouldered(torch.from_numpy(shrink_planes(large, *rgb_hwc.shape[:2]))))


def colours_of(rgb_hwc: RgbArray) -> FloatArray:
    """Mean and covariance of the colours (1×9), in strips: no copy of a large picture is made."""
    count, total, products = rgb_hwc.shape[0] * rgb_hwc.shape[1], np.zeros(3), np.zeros((3, 3))
    for top in range(0, rgb_hwc.shape[0], 256):
        flat = planes(rgb_hwc[top : top + 256])[0].reshape(3, -1)
        total += flat.sum(1, dtype=np.float64)
        products += (flat @ flat.T).astype(np.float64)
    mean = total / count
    covariance = products / count - np.outer(mean, mean)
    return np.concatenate([mean, covariance[np.triu_indices(3)]]).astype(np.float32)[None]


def plan_brush(height: int, width: int, brush: float) -> tuple[float, tuple[int, int]]:
    """For a brush: the scale the style is read at, and the working size (height, width) of the coarse pass.

    Half of a brush's size comes from reading the style larger, as far as the network has seen such scales in
    training (0.5 to 2); the rest from painting on a smaller or larger picture.
    """
    scale = min(2.0, max(0.5, math.sqrt(brush)))
    long_side = max(height, width)
    working = min(long_side, WORKING_PX) * scale / brush
    working = min(working, WORKING_LIMIT_PX, 2.0 * long_side)
    factor = max(working, 16) / long_side
    return scale, (max(16, round(height * factor)), max(16, round(width * factor)))


def _moments(array: FloatArray) -> FloatArray:
    moments = Moments()
    moments.add(array)
    return moments.statistics()
