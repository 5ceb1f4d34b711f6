"""What all trainings with a discriminator share: its turn, and the figures by which it is watched."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property, partial
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from models.data.dice import Dice
from models.data.differentiable import augmented
from models.data.part import WHOLE, Part
from models.evaluation.features import Eye
from models.evaluation.folders import kernel_distance
from models.losses.adversarial import objective
from models.losses.adversarial.game import Game
from models.losses.adversarial.penalties import Discriminator, instance_noise
from models.losses.adversarial.wgan import clip_weights
from models.networks.discriminators import freeze_lowest
from models.news import UserError
from models.training.alarms import Alarm, Alarms, by_heart, diversity, nearness
from models.training.schedule import Schedule

LOOKED_AT = 32  # pictures by which diversity, nearness and KID are measured
ENOUGH = 16  # for KID; of fewer its interval says nothing
SELDOM = 5  # rows from one KID to the next, where it wants more pictures than all else that is measured
AT_ONCE = 8  # pictures before the network that measures: it looks at them in their full size
# Where a discriminator's yes begins. Of the others only differences count: half-way between real and made.
MIDDLES = {"non-saturating": 0.0, "minimax": 0.0, "hinge": 0.0, "lsgan": 0.5}

# Of generators that begin from nothing: the rate of pix2pix, CUT and DCGAN, which here falls until the end.
# Adam's betas belong to each game, because the papers differ. A few-shot style has the personal schedule.
SCHEDULE = Schedule(
    steps=100_000,
    minutes=60.0,
    optimizer="adam",
    learning_rate=2e-4,
    final_rate=2e-5,
    clip_norm=1e3,
    ema=0.99,
)


class Drawn(NamedTuple):
    """A batch of real pictures and one of made ones, as the discriminator is to judge them.

    `labels` are class numbers, n, the same for both.
    """

    real: Tensor
    fake: Tensor
    labels: Tensor | None = None


class Recipe(Protocol):
    """What the recipes of all games have."""

    @property
    def batch(self) -> int: ...


class Duel(ABC):
    """A task with a discriminator. A subclass says what is `drawn`, and what its generator is asked besides.

    `eye` is a frozen loss network, by which pictures are compared.
    """

    network: nn.Module
    recipe: Recipe

    def __init__(self, game: Game, opponent: nn.Module, eye: nn.Module, device: torch.device) -> None:
        self.game, self.opponent, self.eye = game, opponent.to(device), eye
        self._play = objective(game.objective, game.smoothing)
        self._where = device
        self._alarms = Alarms()
        freeze_lowest(opponent, game.frozen)
        if not any(parameter.requires_grad for parameter in opponent.parameters()):
            raise UserError(
                f"The game has frozen at {game.frozen}, which leaves the discriminator nothing to learn by. "
                "Freeze fewer of its blocks."
            )

    @property
    def batch(self) -> int:
        """Samples of a whole batch."""
        return self.recipe.batch

    @property
    def rounds(self) -> int:
        return self.game.rounds

    @property
    def pace(self) -> float:
        return self.game.pace

    @property
    def betas(self) -> tuple[float, float]:
        return self.game.beta1, self.game.beta2

    @abstractmethod
    def drawn(self, rng: torch.Generator, part: Part = WHOLE) -> Drawn:
        """Of one batch its part; `rng` is drawn from alike whatever the part."""

    def known_and_unknown(self) -> tuple[Tensor, Tensor] | None:
        """Works that the discriminator learns from, and some that it never sees. None: too few."""
        return None

    def labels_shown(self) -> tuple[Tensor | None, Tensor | None]:
        """Those of `known_and_unknown`, where the discriminator asks for them."""
        return None, None

    def opponent_losses(self, progress: float, rng: torch.Generator, part: Part = WHOLE) -> dict[str, Tensor]:
        with torch.no_grad():
            drawn = self.drawn(rng, part)
        return self._verdict(self.opponent, drawn, self._dice(rng, part))

    def _dice(self, rng: torch.Generator, part: Part) -> Dice:
        return Dice(rng, self.batch, part)

    def _verdict(self, opponent: nn.Module, drawn: Drawn, dice: Dice) -> dict[str, Tensor]:
        """What one discriminator learns of one batch."""
        judge = _asked(opponent, drawn.labels)
        real, fake = self._shown(drawn.real, dice), self._shown(drawn.fake, dice)
        of_real, of_fake = judge(real), judge(fake)
        loss = self._play.discriminator(of_real, of_fake)
        penalties = self.game.penalties(judge, real, fake, dice)
        return {
            "opponent": sum(penalties.values(), loss),
            **penalties,
            "ahead": _ahead(of_real, of_fake),
            "logit_real": of_real.mean(),
            "logit_fake": of_fake.mean(),
        }

    def end_round(self) -> None:
        if self.game.clip:
            clip_weights(self.opponent, self.game.clip)

    def fooling(self, drawn: Drawn, dice: Dice, opponent: nn.Module | None = None) -> Tensor:
        """How little the generator fools the discriminator; gradients go into what is made."""
        judge = _asked(opponent or self.opponent, drawn.labels)
        of_fake = judge(self._shown(drawn.fake, dice))
        with torch.no_grad():
            of_real = judge(self._shown(drawn.real, dice))
        return self._play.generator(of_real, of_fake)

    def _shown(self, images: Tensor, dice: Dice) -> Tensor:
        """As the discriminator sees real and made ones alike."""
        return instance_noise(augmented(images, self.game.augment, dice), self.game.noise, dice)

    # -- watching ------------------------------------------------------------------------------------------

    def measures(self, network: nn.Module) -> dict[str, float]:
        """Figures of the averaged network for the curves; those that `alarms.py` knows can ring."""
        return {}

    def enough(self, network: nn.Module) -> tuple[Tensor, Tensor] | None:
        """What is made, and works, for KID, where `measures` looks at too few; once in `SELDOM` rows.

        None where there are not so many, or where `measures` has done it.
        """
        return None

    @torch.no_grad()
    def watch(self, network: nn.Module, row: dict[str, float]) -> tuple[dict[str, float], list[Alarm]]:
        measured = self.measures(network)
        if self._alarms.heard % SELDOM == 0 and (both := self.enough(network)) is not None:
            measured |= self.kid(*both)
        players = [(player, player.training) for player in (self.network, self.opponent)]
        for player, _ in players:
            player.eval()  # so that looking changes nothing in it
        middle, right = self._right()
        measured |= right
        shown = self.known_and_unknown()
        if shown is not None:
            known, unknown = (
                _asked(self.opponent, labels)(images)
                for images, labels in zip(shown, self.labels_shown(), strict=True)
            )
            measured["by_heart"] = by_heart(float(known.mean()), float(unknown.mean()), row["logit_fake"])
            measured["logit_held_out"] = float(unknown.mean())
            measured["right_held_out"] = _share(unknown > middle)
        for player, was_learning in players:
            player.train(was_learning)
        return measured, self._alarms.hear(row | measured)

    def _right(self) -> tuple[float, dict[str, float]]:
        """From where on a logit means real; and the shares that are right, of one batch, not augmented."""
        drawn = self.drawn(torch.Generator().manual_seed(5))
        judge = _asked(self.opponent, drawn.labels)
        real, fake = judge(drawn.real), judge(drawn.fake)
        middle = MIDDLES.get(self.game.objective, float(real.mean() + fake.mean()) / 2)
        middle *= 1 - self.game.smoothing  # half-way to what real ones are to reach
        return middle, {"right_real": _share(real > middle), "right_fake": _share(fake < middle)}

    @torch.no_grad()
    def compared(self, made: Tensor, works: Tensor) -> dict[str, float]:
        """How different made pictures are from each other and from works; KID where there are enough."""
        of_made, of_works = self.signature(made.clamp(0, 1)), self.signature(works)
        found = {"diversity": diversity(of_made, of_works), "nearness": nearness(of_made, of_works)}
        return found | (self.kid(made, works) if min(len(made), len(works)) >= ENOUGH else {})

    @torch.no_grad()
    def signature(self, images: Tensor) -> Tensor:
        """What a picture looks like, n×k: features of all levels, coarsely, each level with the same say."""
        taps: list[Tensor] = self.eye(images.to(self._where))
        return torch.cat([F.normalize(F.adaptive_avg_pool2d(tap, 4).flatten(1)) for tap in taps], 1)

    def kid(self, made: Tensor, works: Tensor) -> dict[str, float]:
        """KID on the loss network's features, and half of its 95 % interval: few pictures, so it is wide."""
        found = kernel_distance(self._pooled(made), self._pooled(works))
        return {"kid": found.value, "kid_spread": (found.high - found.low) / 2}

    def _pooled(self, images: Tensor) -> NDArray[np.float64]:
        parts = torch.split(images.to(self._where, torch.float32).clamp(0, 1), AT_ONCE)
        pooled = torch.cat([self._evaluation.pooled(part).cpu() for part in parts])
        return pooled.numpy().astype(np.float64)

    @cached_property
    def _evaluation(self) -> Eye:
        """The one of `impasto evaluate`, whatever the game itself looks through: one name, one scale."""
        with torch.random.fork_rng(devices=[]):  # a network begins at random, before it is read
            eye = Eye()
        eye.network.to(self._where, torch.float32)
        return eye

    def state(self) -> dict[str, Any]:
        return {"alarms": self._alarms.state()}

    def restore(self, state: dict[str, Any]) -> None:
        self._alarms.restore(state["alarms"])


def _asked(opponent: nn.Module, labels: Tensor | None) -> Discriminator:
    """A discriminator that knows the labels of what it is shown, where there are any."""
    return opponent if labels is None else partial(opponent, label=labels)


def _share(is_right: Tensor) -> float:
    return float(is_right.float().mean())


def _ahead(real: Tensor, fake: Tensor) -> Tensor:
    """How often a real picture is judged more real than the made one beside it: 0.5 is guessing, 1 is always.

    Whatever the objective, for it asks about the order alone. A mean over samples, as all that is learnt by.
    """
    of_real, of_fake = (logits.detach().flatten(1).mean(1) for logits in (real, fake))
    return ((of_real - of_fake).sign().mean() + 1) / 2


def apart(a: Tensor, b: Tensor) -> Tensor:
    """L1 as the papers have it, on pictures from −1 to 1."""
    return (a - b).abs().mean() * 2


def sheet(rows: list[Tensor]) -> Tensor:
    """Batches as the rows of one picture (1×3×h×w)."""
    return torch.cat([torch.cat(torch.split(images.clamp(0, 1), 1), 3) for images in rows], 2).cpu()
