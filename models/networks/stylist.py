"""Encoder, modulator and content path as the one module that is trained and shipped."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.networks.finer import enlarged, finer_px, reduced
from models.networks.loss_network import LossNetwork
from models.networks.style_code import COLOUR_NUMBERS, Modulator, StyleEncoder, exactly, recoloured
from models.networks.universal import STRIDE, UniversalConfig, UniversalNetwork

HEEDED = 0.6  # of what a painting lacks, at first
HEEDED_MOST = 0.5  # of the deviation of each number between styles, at first


class Stylist(nn.Module):
    """`image` and style codes → stylized `image`.

    The loss network is part of the encoder but not of the weights.
    """

    def __init__(self, loss_network: LossNetwork, config: UniversalConfig = UniversalConfig()) -> None:
        super().__init__()
        self.encoder = StyleEncoder(loss_network)
        self.content = UniversalNetwork(config)
        self.code_size = self.encoder.size + 2 * sum(config.own_points.values())
        self.modulator = Modulator(self.code_size, config, config.hidden)
        self.heed = nn.Parameter(torch.full((self.code_size,), HEEDED))
        self.heed_most = nn.Parameter(torch.full((self.code_size,), HEEDED_MOST))

    def code(self, image: Tensor, keep: Tensor | None = None) -> Tensor:
        """The style code of `image` (n×3×h×w, sides at least 16 px), or what is kept of it: n×`code_size`."""
        height, width = (side // 2 * 2 for side in image.shape[2:])
        with exactly(image):
            own = self.content.own_statistics(image[..., :height, :width], keep)
            return torch.cat([self.encoder(image, keep), own], 1)

    def forward(self, image: Tensor, code: Tensor) -> Tensor:
        """`image` n×3×h×w (multiples of 8) in the style of `code` (n×size); not clamped.

        Painted a quarter larger (`models.networks.finer`), as nearly as multiples of 8 allow.
        """
        height, width = image.shape[2:]
        with exactly(image):
            large = enlarged(image, *(round(finer_px(side) / STRIDE) * STRIDE for side in (height, width)))
        y = self.content(recoloured(large, code), self.modulator.split(self.modulator(code)))
        with exactly(image):
            return reduced(y.float(), height, width)

    @torch.no_grad()
    def heeded(self, image: Tensor, code: Tensor) -> Tensor:
        """The code to ask for so that the painting of `image` (n×3×h×w) comes nearer to `code` (n×size).

        One round of feedback: what the painting by `code` lacks of it is asked for on top.
        """
        return self.corrected(code, self.lack(image, code))

    @torch.no_grad()
    def lack(self, image: Tensor, code: Tensor) -> Tensor:
        """What the painting of `image` by `code` (n×size) lacks of it, but for colours, which are exact."""
        lack = code - self.code(self(image, code).clamp(0, 1))
        lack[:, :COLOUR_NUMBERS] = 0
        return lack

    def corrected(self, code: Tensor, lack: Tensor) -> Tensor:
        """The code that is asked for instead, by shares and limits that are learnt, one for each number.

        There are limits, as some of what is lacking no painting of a photo can have.
        """
        most = self.heed_most.abs() * self.modulator.deviation
        return code + torch.minimum(torch.maximum(self.heed * lack, -most), most)

    def card(self) -> dict[str, Any]:
        """What is needed to build the same network again.

        The encoder keeps a loss network of its own: codes must not change when a better one ships.
        """
        return {"config": asdict(self.content.config), "encoder": asdict(self.encoder.loss_network.config)}

    @torch.no_grad()
    def codes(self, images: list[Tensor]) -> Tensor:
        """Codes of pictures of different sizes, n×size."""
        return torch.cat([self.code(image) for image in images])


def at_strength(own: Tensor, code: Tensor, strength: float) -> Tensor:
    """Codes (n×size) at a strength on photos whose own codes are `own`: on the line between the two.

    Beyond 1 the line goes on, but for the colours: there is nothing beyond black and white.
    """
    line = torch.lerp(own, code, strength)
    if strength <= 1:
        return line
    return torch.cat([code[:, :COLOUR_NUMBERS].expand(len(line), -1), line[:, COLOUR_NUMBERS:]], 1)


def adapted(base: Stylist, changes: Mapping[str, NDArray[np.float32]]) -> Stylist | None:
    """A copy of `base` with a style's own changes added to its weights; None where it has none.

    Names that are no weights of `base` are left aside. ValueError where a shape does not fit.
    """
    stylist = copy.deepcopy(base)
    state = stylist.state_dict()
    own = {name: change for name, change in changes.items() if name in state}
    if not own:
        return None
    for name, change in own.items():
        if state[name].shape != change.shape:
            raise ValueError(f"{name} is {tuple(change.shape)}, not {tuple(state[name].shape)}")
        state[name] += torch.from_numpy(change).to(state[name])
    return stylist.eval().requires_grad_(False)
