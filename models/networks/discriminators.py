"""Networks that tell real pictures from made ones: `image` (n×3×h×w in [0, 1]) → logits, a map or one number.

All take grey or RGB (`channels`) and normalise spectrally where asked (Miyato et al. 2018). Blocks come in
order, so that `freeze_lowest` can keep the first of them (FreezeD, Mo et al. 2020).
"""

from __future__ import annotations

from typing import Self

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

from models.networks.first_weights import small_normal
from models.networks.loss_network import LossNetwork

SLOPE = 0.2
# Receptive fields of PatchGAN in px, by the number of its strided layers (Isola et al. 2017, appendix 6.1.2).
RECEPTIVE_FIELDS = {16: 1, 34: 2, 70: 3}


def _convolution(
    channels_in: int, channels_out: int, size: int, stride: int = 1, *, spectral: bool = False
) -> nn.Module:
    conv = nn.Conv2d(channels_in, channels_out, size, stride, padding=1 if size > 1 else 0)
    return spectral_norm(conv) if spectral else conv


class Blocks(nn.Module):
    """Blocks in order, of which the first `frozen` stay as they are, to the bit (`freeze_lowest`)."""

    blocks: nn.ModuleList
    frozen = 0

    def train(self, mode: bool = True) -> Self:
        """Frozen blocks only look: spectral norm goes on with its vectors else, batch norm with its means."""
        super().train(mode)
        self.blocks[: self.frozen].eval()
        return self


class PatchGan(Blocks):
    """A logit for each overlapping patch (Isola et al. 2017); `receptive_field_px` is 16, 34 or 70.

    No normalisation between layers: the statistics of a batch would let it see more than its patch. So it
    does not begin with the paper's small weights, either, with which hardly anything would reach its head.
    """

    def __init__(
        self, receptive_field_px: int = 70, channels: int = 3, width: int = 64, *, spectral: bool = False
    ) -> None:
        super().__init__()
        if receptive_field_px not in RECEPTIVE_FIELDS:
            raise ValueError(f"PatchGAN sees {', '.join(map(str, RECEPTIVE_FIELDS))} px")
        strided = RECEPTIVE_FIELDS[receptive_field_px]
        widths = [channels, *(width * min(2**level, 8) for level in range(strided + 1))]
        self.blocks = nn.ModuleList()
        for level in range(strided + 1):
            stride = 2 if level < strided else 1
            conv = _convolution(widths[level], widths[level + 1], 4, stride, spectral=spectral)
            self.blocks.append(nn.Sequential(conv, nn.LeakyReLU(SLOPE)))
        self.head = _convolution(widths[-1], 1, 4, spectral=spectral)

    def forward(self, image: Tensor) -> Tensor:
        x = image * 2 - 1
        for block in self.blocks:
            x = block(x)
        y: Tensor = self.head(x)
        return y


class MultiScale(Blocks):
    """One PatchGAN on each of several sizes of the picture, each half the one before (pix2pixHD, Wang et al.
    2018); all their logits in a row, n×count.
    """

    def __init__(
        self,
        scales: int = 3,
        channels: int = 3,
        width: int = 32,
        receptive_field_px: int = 34,
        *,
        spectral: bool = False,
    ) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(
            PatchGan(receptive_field_px, channels, width, spectral=spectral) for _ in range(scales)
        )

    def forward(self, image: Tensor) -> Tensor:
        logits = []
        for scale, part in enumerate(self.blocks):
            if scale:
                image = F.avg_pool2d(image, 2)
            logits.append(part(image).flatten(1))
        return torch.cat(logits, 1)


class FeatureDiscriminator(Blocks):
    """Heads on the frozen loss network's features, mixed at random (Projected GAN, Sauer et al. 2021).

    Each level's channels go through a fixed random 1×1 mixture first, so that no single feature can be gamed;
    without it, the paper found, the deep levels are never used. All logits in a row, n×count. With
    `labels`, a class is judged by projection (Miyato & Koyama 2018) in each head, which begins as none.
    """

    def __init__(
        self, features: LossNetwork, width: int = 64, labels: int = 0, *, spectral: bool = True
    ) -> None:
        super().__init__()
        self.features = features.requires_grad_(False).eval()
        channels = features.config.channels
        self.mixtures = nn.ModuleList(
            nn.Conv2d(c, width, 1, bias=False).requires_grad_(False) for c in channels
        )
        for mixture in self.mixtures:
            nn.init.kaiming_normal_(mixture.get_parameter("weight"), nonlinearity="linear")
        self.blocks = nn.ModuleList(
            nn.Sequential(
                _convolution(width, width, 3, spectral=spectral),
                nn.LeakyReLU(SLOPE),
                _convolution(width, 1, 1, spectral=spectral),
            )
            for _ in channels
        )

        self.embeddings = nn.ModuleList(nn.Embedding(labels, width) for _ in channels if labels)
        for embedding in self.embeddings:
            nn.init.zeros_(embedding.get_parameter("weight"))

    def forward(self, image: Tensor, label: Tensor | None = None) -> Tensor:
        """`label`: n class numbers, where there are classes."""
        logits = []
        for level, tap in enumerate(self.features(image)):
            first, bend, last = self.blocks[level].children()
            seen = bend(first(self.mixtures[level](tap)))
            logit = last(seen)
            if label is not None and self.embeddings:
                own = self.embeddings[level](label)[..., None, None]
                logit = logit + (own * seen).mean(1, keepdim=True)
            logits.append(logit.flatten(1))
        return torch.cat(logits, 1)


class DcganDiscriminator(Blocks):
    """The textbook one (Radford et al. 2016): strided 4×4 convolutions to one logit, n×1.

    `size_px` is a power of two from 16 up. With `labels`, a class is judged by projection (Miyato & Koyama
    2018).
    """

    def __init__(
        self,
        size_px: int = 64,
        channels: int = 3,
        width: int = 64,
        labels: int = 0,
        *,
        spectral: bool = False,
    ) -> None:
        super().__init__()
        levels = size_px.bit_length() - 3
        if size_px != 2 ** (levels + 2) or levels < 2:
            raise ValueError("the size of pictures for DCGAN is a power of two from 16 up")
        widths = [channels, *(width * 2**level for level in range(levels))]
        self.blocks = nn.ModuleList()
        for level in range(levels):
            layers: list[nn.Module] = [
                _convolution(widths[level], widths[level + 1], 4, 2, spectral=spectral)
            ]
            if level and not spectral:
                layers.append(nn.BatchNorm2d(widths[level + 1]))
            self.blocks.append(nn.Sequential(*layers, nn.LeakyReLU(SLOPE)))
        self.head = nn.Linear(widths[-1] * 16, 1)
        self.embedding = nn.Embedding(labels, widths[-1]) if labels else None
        if not spectral:
            small_normal(self)

    def forward(self, image: Tensor, label: Tensor | None = None) -> Tensor:
        """`label`: n class numbers, where there are classes."""
        x = image * 2 - 1
        for block in self.blocks:
            x = block(x)
        logits: Tensor = self.head(x.flatten(1))
        if self.embedding is not None and label is not None:
            logits = logits + (self.embedding(label) * x.sum((2, 3))).sum(1, keepdim=True)
        return logits


def freeze_lowest(discriminator: nn.Module, blocks: int) -> None:
    """Keeps the first `blocks` blocks: what is low transfers, what is high is learnt (FreezeD).

    They stay as they are, to the bit, and so do the weights that spectral norm makes of them.
    """
    if isinstance(discriminator, Blocks) and not isinstance(discriminator, MultiScale):
        discriminator.frozen = blocks
        discriminator.blocks[:blocks].requires_grad_(False).eval()
        return
    # Several of them, one for each direction, or for each size of a picture.
    parts = discriminator.blocks if isinstance(discriminator, MultiScale) else discriminator.children()
    for part in parts:
        freeze_lowest(part, blocks)
