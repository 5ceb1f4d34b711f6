"""The averaged weights of a training: what is sampled, saved as a style, and kept in the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import nn


class Ema:
    """Exponential moving average of the weights, with a warm-up so that early steps do not weigh for ever."""

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.decay = decay
        self.shadow = {k: v.detach().clone() for k, v in network.state_dict().items()}

    @torch.no_grad()
    def update(self, network: nn.Module, step: int) -> None:
        decay = min(self.decay, (1 + step) / (10 + step))
        for key, value in network.state_dict().items():
            if value.dtype.is_floating_point:
                self.shadow[key].lerp_(value, 1 - decay)
            else:
                self.shadow[key].copy_(value)

    @torch.no_grad()
    def take(self, weights: dict[str, torch.Tensor]) -> None:
        """Goes on from averages that were saved, wherever they lay."""
        for key, value in weights.items():
            self.shadow[key].copy_(value)

    @contextmanager
    def inside(self, network: nn.Module) -> Iterator[nn.Module]:
        """The network with the averaged weights, for looking at it; afterwards it is as it was."""
        current = {k: v.clone() for k, v in network.state_dict().items()}
        network.load_state_dict(self.shadow)
        network.eval()
        try:
            yield network
        finally:
            network.load_state_dict(current)
            network.train()
