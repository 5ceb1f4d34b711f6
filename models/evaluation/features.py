"""What all perceptual measures look through: the features of the loss network that ships.

Figures on other features (Inception for FID, AlexNet or VGG for LPIPS) are on other scales. So every measure
here carries the name of these, and none may be compared with a published one.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import torch
from torch import Tensor, nn

WEIGHTS = Path(__file__).parent.parent / "weights" / "loss_network.safetensors"
SMALLEST_PX = 16  # the fourth level mirrors its edge, and needs two positions each way

# Root mean square of the pooled vectors of the sample pictures. It brings them to about 1, for which the
# kernel of KID is made; a constant, so that figures of different sets compare.
POOLED_RMS = 4.36


class Eye:
    """The shipped loss network, frozen. `image` is n×3×h×w in [0, 1] throughout, sides 16 px or more."""

    def __init__(self, network: nn.Module | None = None) -> None:
        from models.checkpoints.shipped import load_loss_network

        self.network = network if network is not None else load_loss_network(WEIGHTS)
        self.network.eval().requires_grad_(False)

    @torch.inference_mode()
    def look(self, image: Tensor) -> list[Tensor]:
        """Feature maps of the four levels, n×c×h×w, at 1, 1/2, 1/4 and 1/8 of the size."""
        taps: list[Tensor] = self.network(image)
        return taps

    def pooled(self, image: Tensor) -> Tensor:
        """Mean over the positions of the deepest level, n×128, about 1: what FID and KID are computed on."""
        return self.look(image)[-1].mean((2, 3)) / POOLED_RMS


def weights_digest() -> str:
    """The first 12 hexadecimals of the weights' SHA-256: figures of other weights are other figures."""
    return hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()[:12]
