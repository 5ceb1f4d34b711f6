"""Two games whose outcome is known: the quickest way to see that an objective or a penalty is wired wrongly.

Dirac-GAN (Mescheder et al. 2018): one number against one number. Without a penalty on the slope the two
circle for ever; with R1 they come to rest. The ring: eight Gaussians in the plane, as small networks learn
them.
"""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

from models.data.dice import Dice
from models.losses.adversarial import objective
from models.losses.adversarial.game import Game
from models.losses.adversarial.wgan import clip_weights
from models.training.ema import Ema

DIRAC_GAMES = {
    "non-saturating": Game("non-saturating"),
    "minimax": Game("minimax"),
    "relativistic": Game("relativistic"),
    "lsgan": Game("lsgan"),
    "hinge": Game("hinge"),
    "wgan, clipped": Game("wgan", clip=1.0),
    "wgan-gp": Game("wgan", gradient_penalty=10.0),
    "non-saturating + R1": Game("non-saturating", r1=1.0),
    "relativistic + R1 + R2": Game("relativistic", r1=1.0, r2=1.0),
}
RING_GAMES = {
    "non-saturating": Game("non-saturating"),
    "minimax": Game("minimax"),
    "lsgan": Game("lsgan"),
    "hinge, spectral norm": Game("hinge", spectral=True),
    "wgan, clipped": Game("wgan", clip=0.3, rounds=5),
    "wgan-gp": Game("wgan", gradient_penalty=0.1),
    "non-saturating + R1": Game("non-saturating", r1=1.0),
    "relativistic": Game("relativistic"),
    "relativistic + R1 + R2": Game("relativistic", r1=1.0, r2=1.0),
}


class _Slope(nn.Module):
    """D(x) = ψ·x."""

    def __init__(self) -> None:
        super().__init__()
        self.psi = nn.Parameter(torch.ones((), dtype=torch.double))

    def forward(self, x: Tensor) -> Tensor:
        return self.psi * x


def dirac(game: Game, steps: int = 2000, rate: float = 0.1) -> list[float]:
    """θ after each step. Real is 0, made is θ, which begins at 1; plain gradient steps, D first, then G."""
    play, dice = objective(game.objective, game.smoothing), Dice(torch.Generator().manual_seed(0), 1)
    discriminator, theta = _Slope(), torch.ones((), dtype=torch.double, requires_grad=True)
    real = torch.zeros(1, 1, dtype=torch.double)
    path = []
    for _ in range(steps):
        fake = theta.detach().reshape(1, 1)
        loss = play.discriminator(discriminator(real), discriminator(fake))
        loss = sum(game.penalties(discriminator, real, fake, dice).values(), loss)
        (slope,) = torch.autograd.grad(loss, discriminator.psi)
        with torch.no_grad():
            discriminator.psi.sub_(rate * slope)
        if game.clip:
            clip_weights(discriminator, game.clip)
        made = theta.reshape(1, 1)
        (slope,) = torch.autograd.grad(play.generator(discriminator(real), discriminator(made)), theta)
        with torch.no_grad():
            theta.sub_(rate * slope)
        path.append(theta.item())
    return path


MODES, RADIUS, SPREAD = 8, 2.0, 0.05
ENOUGH = 40  # of 4,000 samples near a mode, for it to count as found


def ring_centres() -> Tensor:
    """The eight centres, 8×2."""
    turns = torch.arange(MODES) * (2 * math.pi / MODES)
    return RADIUS * torch.stack([turns.cos(), turns.sin()], 1)


def _generator() -> nn.Sequential:
    sizes = (8, 128, 128, 128, 2)
    layers = [part for a, b in pairwise(sizes) for part in (nn.Linear(a, b), nn.ReLU())]
    return nn.Sequential(*layers[:-1])


def _discriminator(*, spectral: bool) -> nn.Sequential:
    """Leaky, so that it has a slope everywhere: with plain ReLU, LSGAN and the clipped critic lose modes."""
    layers: list[nn.Module] = []
    for before, after in pairwise((2, 128, 128, 128, 1)):
        linear = nn.Linear(before, after)
        layers += [spectral_norm(linear) if spectral else linear, nn.LeakyReLU(0.2)]
    return nn.Sequential(*layers[:-1])


@dataclass(frozen=True)
class RingOutcome:
    """`samples` (4000×2) of the averaged generator, the number of modes found, and the share near one."""

    samples: Tensor
    modes: int
    quality: float


def ring(game: Game, steps: int = 2500, batch: int = 256, seed: int = 0) -> RingOutcome:
    """Plays on the ring: Adam 5e-4 with betas 0 and 0.9, G averaged with 0.999. 15 to 60 s on one thread."""
    torch.manual_seed(seed)
    rng = torch.Generator().manual_seed(seed)
    play, centres, dice = objective(game.objective, game.smoothing), ring_centres(), Dice(rng, batch)
    generator, discriminator = _generator(), _discriminator(spectral=game.spectral)
    of_g, of_d = (
        torch.optim.Adam(network.parameters(), 5e-4, betas=(0.0, 0.9))
        for network in (generator, discriminator)
    )
    ema = Ema(generator, 0.999)

    def real_ones() -> Tensor:
        which = torch.randint(MODES, (batch,), generator=rng)
        return centres[which] + SPREAD * torch.randn(batch, 2, generator=rng)

    for step in range(steps):
        for _ in range(game.rounds):
            real, fake = real_ones(), generator(torch.randn(batch, 8, generator=rng)).detach()
            loss = play.discriminator(discriminator(real), discriminator(fake))
            loss = sum(game.penalties(discriminator, real, fake, dice).values(), loss)
            of_d.zero_grad()
            torch.autograd.backward(loss)
            of_d.step()
            if game.clip:
                clip_weights(discriminator, game.clip)
        made = discriminator(generator(torch.randn(batch, 8, generator=rng)))
        of_g.zero_grad()
        torch.autograd.backward(play.generator(discriminator(real_ones()), made))
        of_g.step()
        ema.update(generator, step)
    averaged = copy.deepcopy(generator)
    averaged.load_state_dict(ema.shadow)
    with torch.no_grad():
        samples = averaged(torch.randn(4000, 8, generator=rng))
    return _judged(samples, centres)


def _judged(samples: Tensor, centres: Tensor) -> RingOutcome:
    distance, nearest = torch.cdist(samples, centres).min(1)
    is_near = distance < 3 * SPREAD
    found = torch.bincount(nearest[is_near], minlength=MODES)
    return RingOutcome(samples, int((found >= ENOUGH).sum()), float(is_near.float().mean()))
