"""First weights as papers give them; torch's own are for other depths and activations."""

from __future__ import annotations

from torch import nn

DEVIATION = 0.02


def small_normal(network: nn.Module) -> None:
    """N(0, 0.02) for convolutions, N(1, 0.02) for the gains of batch norm, no bias.

    As DCGAN, pix2pix and CycleGAN begin (Radford et al. 2016, section 3; Isola et al. 2017 and Zhu et al.
    2017, appendices). For networks with normalisation: without it a signal would fade from layer to layer.
    """
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d | nn.Linear):
            nn.init.normal_(layer.weight, 0.0, DEVIATION)
        elif isinstance(layer, nn.BatchNorm2d):
            nn.init.normal_(layer.weight, 1.0, DEVIATION)
        else:
            continue
        if layer.bias is not None:
            nn.init.zeros_(layer.bias)
