"""What a discriminator and a generator play: an objective, and what holds the discriminator in check."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from models.data.dice import Dice
from models.losses.adversarial.penalties import Discriminator, gradient_penalty, r1, r2


@dataclass(frozen=True)
class Game:
    """An objective by name and its terms; 0 leaves a term out.

    `rounds` are steps of the discriminator for each of the generator, `pace` is its rate beside the
    generator's. `augment` names what both real and made pictures go through before it sees them
    (`models/data/differentiable.py`), `noise` is instance noise. `smoothing` takes so much off what real ones
    are to be judged by, where the objective asks for a certainty. `frozen` of its lowest blocks stay as they
    began (FreezeD), which is of use only where it began from another run. `beta1` and `beta2` are those of
    Adam for both players; 0 is no momentum, with which a game circles (Gidel et al. 2019).
    """

    objective: str
    r1: float = 0.0
    r2: float = 0.0
    gradient_penalty: float = 0.0
    clip: float = 0.0
    spectral: bool = False
    rounds: int = 1
    pace: float = 1.0
    augment: str = ""
    noise: float = 0.0
    frozen: int = 0
    beta1: float = 0.0
    beta2: float = 0.99
    smoothing: float = 0.0

    def penalties(
        self, discriminator: Discriminator, real: Tensor, fake: Tensor, dice: Dice
    ) -> dict[str, Tensor]:
        """The terms in force, by the names that they have above; the discriminator is to keep all small."""
        found = {}
        if self.r1:
            found["r1"] = r1(discriminator, real, self.r1)
        if self.r2:
            found["r2"] = r2(discriminator, fake, self.r2)
        if self.gradient_penalty:
            found["gradient_penalty"] = gradient_penalty(
                discriminator, real, fake, self.gradient_penalty, dice
            )
        return found
