"""The user's own VGG-19, as torchvision lays it out, for refine. We ship none: its licence is unclear."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.checkpoints.tensor_file import read_tensors
from models.news import FileError

# Places of the convolutions in torchvision's `features`, by level, up to the first of the fourth.
LEVELS = ((0, 2), (5, 7), (10, 12, 14, 16), (19,))
WIDTHS = (64, 128, 256, 512)
WANTED = "Impasto needs torchvision's VGG-19 without batch norm (vgg19-dcbb9e9d.pth)."


class Vgg19(nn.Module):
    """`image` (n×3×h×w in [0, 1], sides at least 16 px) → relu1_1, relu2_1, relu3_1, relu4_1."""

    mean: Tensor
    deviation: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.ModuleDict()
        channels = 3
        for places, width in zip(LEVELS, WIDTHS, strict=True):
            for place in places:
                self.features[str(place)] = nn.Conv2d(channels, width, 3, padding=1)
                channels = width
        self.register_buffer("mean", torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1), persistent=False)
        self.register_buffer(
            "deviation", torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1), persistent=False
        )

    def forward(self, image: Tensor) -> list[Tensor]:
        x = (image - self.mean) / self.deviation
        taps = []
        for level, places in enumerate(LEVELS):
            if level:  # average instead of maximum: smooth gradients for a picture that is optimised
                x = F.avg_pool2d(x, 2)
            for place in places:
                x = F.relu(self.features[str(place)](x))
                if place == places[0]:
                    taps.append(x)
        return taps


def load_vgg19(path: Path) -> nn.Module:
    """The frozen network from .pth or .safetensors, with or without classifier; FileError in words."""
    tensors = read_tensors(path)
    network = Vgg19()
    expected = network.state_dict()
    if not any(name.startswith("features.") for name in tensors):
        raise FileError(f"{path.name} is no VGG-19 in torchvision's layout. {WANTED}")
    if "features.1.weight" in tensors:
        raise FileError(f"{path.name} is a VGG with batch norm, whose features suit styles badly. {WANTED}")
    if "features.17.weight" in tensors and "features.16.weight" not in tensors:
        raise FileError(f"{path.name} is a VGG-16. {WANTED}")
    for name, parameter in expected.items():
        if name not in tensors:
            raise FileError(f"{path.name} lacks {name}: it is another network, or was cut off. {WANTED}")
        if tensors[name].shape != parameter.shape:
            raise FileError(
                f"{name} of {path.name} has the shape {_shape(tensors[name])} and should have "
                f"{_shape(parameter)}. {WANTED}"
            )
    network.load_state_dict({name: tensors[name].float() for name in expected})
    return network.eval().requires_grad_(False)


def _shape(tensor: Tensor) -> str:
    return "×".join(map(str, tensor.shape)) or "of one number"
