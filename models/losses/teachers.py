"""Networks made by others, as teachers and losses for *our* training; the program needs none of them to run.

Each reads one safetensors file and gives, for an `image` (n×3×h×w in [0, 1]), the feature maps that style is
measured on and the one that content is measured on.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from models.news import FileError

SLIM_FILE = "vgg19_16x_relu5_1_aux.fp32.safetensors"
SQUEEZENET_FILE = "squeezenet1_1_features.fp32.safetensors"
VGG19_FILE = "vgg19_normalised_relu3_1.fp32.safetensors"


def _imagenet(image: Tensor) -> Tensor:
    mean = image.new_tensor([0.485, 0.456, 0.406])[:, None, None]
    std = image.new_tensor([0.229, 0.224, 0.225])[:, None, None]
    return (image - mean) / std


class _Frozen(nn.Module):
    def __init__(self, path: Path) -> None:
        super().__init__()
        if not path.is_file():
            raise FileError(
                f"The teacher {path.name} is not in {path.parent}. Name the folder that holds it."
            )
        for name, value in load_file(path).items():
            self.register_buffer(name.replace(".", "_"), value.float())

    def _conv(self, x: Tensor, name: str, padding: int = 1) -> Tensor:
        weight, bias = self.get_buffer(f"{name}_weight"), self.get_buffer(f"{name}_bias")
        if padding:
            x = F.pad(x, (padding,) * 4, mode="reflect")
        return F.conv2d(x, weight, bias)


class SlimVgg(_Frozen):
    """VGG-19 slimmed sixteenfold (Collaborative Distillation, Wang et al. 2020): taps conv1_1 … conv5_1."""

    def __init__(self, path: Path, levels: int = 4) -> None:
        super().__init__(path)
        self.levels = levels

    def before_first(self, image: Tensor) -> Tensor:
        """What the first level's ReLU is given: linear in the pixels."""
        return self._conv(self._conv(image, "conv0", 0), "conv11")

    def forward(self, image: Tensor) -> list[Tensor]:
        return [level[0] for level in self.walk(image)]

    def walk(self, image: Tensor) -> list[list[Tensor]]:
        """What every convolution gives, by level; of the last level only its first."""
        x, made = self._conv(image, "conv0", 0), []
        for block, depth in ((1, 2), (2, 2), (3, 4), (4, 4), (5, 1)):
            level: list[Tensor] = []
            for index in range(1, depth + 1):
                x = F.relu(self._conv(x, f"conv{block}{index}"))
                level.append(x)
                if block == self.levels:
                    break
            made.append(level)
            if block == self.levels:
                break
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return made


class Vgg19Start(_Frozen):
    """VGG-19 itself, rescaled to a mean activation of 1 (Gatys et al. 2015): taps conv1_1, conv2_1, conv3_1.

    Several times the cost of the slimmed one to conv5_1: for a GPU.
    """

    def forward(self, image: Tensor) -> list[Tensor]:
        taps, x = [], _imagenet(image)
        for convolutions in (("0",), ("2", "5"), ("7", "10")):
            for name in convolutions:
                x = F.relu(self._conv(x, f"features_{name}"))
                if name in ("2", "7"):
                    x = F.max_pool2d(x, 2, ceil_mode=True)
            taps.append(x)
        return taps


class SqueezeNet(_Frozen):
    """SqueezeNet 1.1: taps after its first convolution and after fires 2, 3, 4 and 6 of torchvision's
    numbering.

    The first convolution keeps every pixel (stride 1, padded) and the pools average: its own strides give
    some pixels four times the gradient of others, which shows as a pattern in pictures trained against it.
    """

    def _fire(self, x: Tensor, name: str) -> Tensor:
        x = F.relu(self._conv(x, f"{name}_squeeze", 0))
        wide = self._conv(x, f"{name}_expand3x3")
        return F.relu(torch.cat([self._conv(x, f"{name}_expand1x1", 0), wide], 1))

    def before_first(self, image: Tensor) -> Tensor:
        """What the first ReLU is given: linear in the pixels."""
        return self._conv(_imagenet(image), "features_0")

    def forward(self, image: Tensor) -> list[Tensor]:
        first, second, third, _, fifth = self.walk(image)
        return [first, second, third, fifth]

    def walk(self, image: Tensor) -> list[Tensor]:
        """All features, those of fire 5 too (its numbering: 6), which is no tap."""
        first = F.avg_pool2d(F.relu(self.before_first(image)), 2, ceil_mode=True)
        second = self._fire(F.avg_pool2d(first, 2, ceil_mode=True), "features_3")
        third = self._fire(second, "features_4")
        fourth = self._fire(F.avg_pool2d(third, 2, ceil_mode=True), "features_6")
        return [first, second, third, fourth, self._fire(fourth, "features_7")]
