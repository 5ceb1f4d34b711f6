"""What keeps a discriminator's slope in check, as terms of their own beside any objective.

Each takes the discriminator itself and pictures, because it needs the gradient at them. Penalties are never
computed in half precision, not even under autocast: squared gradients have no digits to spare.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from models.data.dice import Dice

Discriminator = Callable[[Tensor], Tensor]


def gradient_square(discriminator: Discriminator, images: Tensor) -> Tensor:
    """‖∇D‖² per sample: the squares of the gradient of a picture's mean logit, summed over the picture; n.

    The mean, as in the objectives: so a penalty means the same for one logit and for a map of any size.
    """
    with torch.autocast(images.device.type, enabled=False):
        images = images.detach()
        if images.dtype in (torch.bfloat16, torch.float16):
            images = images.float()
        images = images.clone().requires_grad_()
        logits = discriminator(images)
        of_each = logits.reshape(len(logits), -1).mean(1)
        (gradient,) = torch.autograd.grad(of_each.sum(), images, create_graph=True)
        return gradient.pow(2).flatten(1).sum(1)


def r1(discriminator: Discriminator, real: Tensor, gamma: float) -> Tensor:
    """γ/2 · E‖∇D(real)‖² (Mescheder et al. 2018, eq. 9)."""
    return gamma / 2 * gradient_square(discriminator, real).mean()


def r2(discriminator: Discriminator, fake: Tensor, gamma: float) -> Tensor:
    """γ/2 · E‖∇D(fake)‖²: the same at what is made (eq. 10)."""
    return gamma / 2 * gradient_square(discriminator, fake).mean()


def gradient_penalty(
    discriminator: Discriminator,
    real: Tensor,
    fake: Tensor,
    weight: float,
    dice: Dice,
) -> Tensor:
    """λ · E(‖∇D‖ − 1)² at random points between real and made ones (Gulrajani et al. 2017, eq. 3)."""
    share = dice.uniform(*[1] * (real.dim() - 1)).to(real)
    between = torch.lerp(real.detach(), fake.detach(), share)
    slope = (gradient_square(discriminator, between) + 1e-12).sqrt()
    return weight * (slope - 1).pow(2).mean()


def instance_noise(images: Tensor, deviation: float, dice: Dice) -> Tensor:
    """The same noise on real and made ones, so that their distributions overlap (Sønderby et al. 2017)."""
    if deviation == 0:
        return images
    return images + deviation * dice.normal(*images.shape[1:]).to(images)
