"""Style networks made by others: recognised, rebuilt from their weights alone, and run on a picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from models.checkpoints.generator_card import is_generator
from models.checkpoints.generator_file import painter
from models.checkpoints.layouts import Layout, rebuild
from models.checkpoints.onnx_style import is_onnx, load_onnx
from models.checkpoints.style_file import is_style_file
from models.checkpoints.tensor_file import inspect, read_tensors
from models.news import FileError, News, Notice, Progress

# Their norms look at the whole picture, so that tiles would show seams, and the whole needs
# about 1 kB per pixel: the usual widths peak at 6 GB here.
MOST_PIXELS = 6_000_000
LEAST_SIDE_PX = 16
LEARNT_SIDES = 4  # so many times the size it was learnt at, a generator of ours still paints as it has learnt

KNOWN = (
    "Impasto runs fast-neural-style networks (PyTorch examples, ONNX), fast-style-transfer networks "
    "with tanh, and Magenta's many styles in one network."
)
# Names of tensors that tell what else people have, and what to say of it.
OTHERS = (
    (r"(enc1\.0|dec1\.conv1|weight1\.0)\.conv_layer\.weight", "is a part of MicroAST"),
    (r"conv\d\d_aux\.weight|conv0\.weight", "is an encoder of a WCT network"),
    (r"conv\d\d\.weight", "is a decoder or encoder of a WCT network"),
    (r".*(lora_(up|down|A|B|a|b)\b|lora\.(up|down)).*", "is a LoRA, an addition to a diffusion model"),
    (r"(model\.diffusion_model|first_stage_model|cond_stage_model)\..*", "is a diffusion model"),
    (r"(down_blocks|unet|text_model|transformer\.h)\..*", "is a part of a diffusion or language model"),
    (r"classifier\.\d\.weight|features\.\d+\.weight", "is an image classifier such as VGG"),
    (r"layer1\.0\.conv1\.weight", "is an image classifier (ResNet)"),
)


@dataclass(frozen=True, eq=False)
class ForeignStyle:
    """A network with a style of its own. `paint` maps an image to an image of that size."""

    name: str
    kind: str
    paint: Callable[[Tensor], Tensor]
    remark: str = ""
    most_side_px: int | None = None  # of the short side, where it was learnt on small pictures

    def run(self, image: Tensor) -> Generator[News, None, Tensor]:
        """`image` (1×3×h×w in [0, 1], on the CPU) → the painted one of the same size.

        Beyond 6 megapixels it works on a reduced copy, and says so.
        """
        height, width = image.shape[2:]
        if self.remark:
            yield Notice(self.remark)
        work = image
        if height * width > MOST_PIXELS:
            share = (MOST_PIXELS / (height * width)) ** 0.5
            size = max(1, int(height * share)), max(1, int(width * share))
            yield Notice(
                f"{self.name} needs the whole picture in memory at once: it works on a copy of "
                f"{size[1]}×{size[0]} pixels (6 megapixels), which is then enlarged."
            )
            work = F.interpolate(image, size, mode="bicubic", antialias=True).clamp(0, 1)
        if self.most_side_px is not None and min(height, width) > self.most_side_px:
            share = self.most_side_px / min(height, width)
            size = max(1, round(height * share)), max(1, round(width * share))
            yield Notice(
                f"{self.name} has learnt on small pictures: it paints a copy of {size[1]}×{size[0]} pixels, "
                "which is then enlarged."
            )
            work = F.interpolate(image, size, mode="bicubic", antialias=True).clamp(0, 1)
        yield Progress(0, 1, f"painting with {self.name}")
        with torch.inference_mode():
            out = self._whole(work)
            if out.shape[2:] != image.shape[2:]:
                out = F.interpolate(out, (height, width), mode="bicubic").clamp(0, 1)
        yield Progress(1, 1, f"painting with {self.name}")
        return out.clone()

    def _whole(self, image: Tensor) -> Tensor:
        """Pictures too small for reflections at their edges are continued there, and cut again."""
        height, width = image.shape[2:]
        missing = max(0, LEAST_SIDE_PX - height), max(0, LEAST_SIDE_PX - width)
        padded = F.pad(image, (0, missing[1], 0, missing[0]), mode="replicate") if any(missing) else image
        return self.paint(padded)[..., :height, :width]


def load_foreign(path: Path, index: int = 0) -> ForeignStyle:
    """The style of a file made by another program; `index` chooses where the file holds several.

    Raises FileError that says what the file is instead, UserError for a wrong index or a missing extra.
    """
    if is_style_file(path):
        raise FileError(f"{path.name} is a style of Impasto itself. Choose it as a style file.")
    if is_generator(path):
        return _learnt_here(path)
    if is_onnx(path, inspect(path)):
        if index:
            raise FileError(f"{path.name} holds one style only. Leave the number #{index} away.")
        paint, remark = load_onnx(path)
        return ForeignStyle(path.stem, "ONNX", paint, remark)
    layout = _layout(path, index)
    name = f"{path.stem} #{index}" if layout.styles > 1 else path.stem
    return ForeignStyle(name, layout.kind, layout.network)


def _learnt_here(path: Path) -> ForeignStyle:
    """A generator from a collection, which paints at a few times the size that it was learnt at."""
    card, paint = painter(path)
    most = int(card.card.recipe.get("size_px", 64)) * LEARNT_SIDES
    return ForeignStyle(card.card.name, "generator", paint, most_side_px=most)


def describe_foreign(path: Path) -> str:
    """What a file holds in a few words, for lists; the same errors as `load_foreign`."""
    if is_style_file(path):
        return "Impasto style"
    if is_generator(path):
        return "Impasto generator"
    if is_onnx(path, inspect(path)):
        return "ONNX"
    layout = _layout(path, 0)
    numbers = sum(parameter.numel() for parameter in layout.network.parameters())
    return f"{layout.kind}, {numbers / 1e6:.2f} million weights"


def _layout(path: Path, index: int) -> Layout:
    tensors = read_tensors(path)
    layout = rebuild(tensors, index, path.name)
    if layout is None:
        raise FileError(_what_else(tensors, path.name))
    return layout


def _what_else(tensors: Mapping[str, Tensor], name: str) -> str:
    for pattern, words in OTHERS:
        if any(re.fullmatch(pattern, key) for key in tensors):
            return f"{name} {words}, not a style network that Impasto can run. {KNOWN}"
    return f"{name} holds a network whose layout Impasto does not know. {KNOWN}"
