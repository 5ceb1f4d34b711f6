"""The second player of a training: it learns before the network in each step, with an optimiser of its own.

A step of the game is one step of the loop. The opponent's part of it is done only once: where memory runs
out after it, and the step is tried again or saved in between, the opponent waits until the network has moved.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeAlias, runtime_checkable

import torch
from torch import Tensor, nn

from models.data.part import Part, average
from models.training.team import Team

Shares: TypeAlias = list[
    tuple[Part, float]
]  # parts of a batch for one process, and how much of its work each is


@runtime_checkable
class Contested(Protocol):
    """A task whose `network` plays against `opponent`, which the loop trains and saves, too.

    `rounds` are the opponent's steps for each of the network's, `pace` is its rate as a multiple of the
    network's: the two time scales of Heusel et al. 2017. `betas` are those of Adam, for both.
    """

    network: nn.Module
    opponent: nn.Module

    @property
    def rounds(self) -> int: ...

    @property
    def pace(self) -> float: ...

    @property
    def betas(self) -> tuple[float, float]: ...

    def opponent_losses(self, progress: float, rng: torch.Generator, part: Part = ...) -> dict[str, Tensor]:
        """Named losses of one batch; "opponent" is what is optimised. `part` is as of `Divisible`."""

    def end_round(self) -> None:
        """After each of the opponent's steps: cuts weights beyond a limit, keeps what is to be remembered."""


class NotFiniteError(Exception):
    """A loss or a gradient is no number any more."""


@contextmanager
def chance_kept(rng: torch.Generator) -> Iterator[None]:
    """What ends by an error, or is interrupted, has drawn nothing: it can be done again alike."""
    own, common = rng.get_state(), torch.get_rng_state()
    try:
        yield
    except BaseException:
        rng.set_state(own)
        torch.set_rng_state(common)
        raise


class Beginning:
    """Where each part of a batch begins: chance, and what an opponent notes as it looks (spectral norm)."""

    def __init__(self, rng: torch.Generator, opponent: nn.Module | None) -> None:
        self._rng, self._chance = rng, rng.get_state()
        buffers = [] if opponent is None else list(opponent.buffers())
        self._noted = [(buffer, buffer.clone()) for buffer in buffers]

    def again(self) -> None:
        """So that all parts find what the first one found."""
        self._rng.set_state(self._chance)
        for buffer, noted in self._noted:
            buffer.copy_(noted)


class Opponent:
    """Weights and optimiser of the second player: Adam, or RMSProp where both play by that."""

    def __init__(self, task: Contested, optimizer: str, team: Team) -> None:
        self.network, self._task, self._team = task.opponent, task, team
        team.alike(self.network)
        learning = [p for p in self.network.parameters() if p.requires_grad]
        self.optimizer: torch.optim.Optimizer = (
            torch.optim.RMSprop(learning, lr=0.0)
            if optimizer == "rmsprop"
            else torch.optim.Adam(learning, lr=0.0, betas=task.betas)
        )
        self._done = 0  # rounds of the step that is at work
        self._losses: dict[str, float] = {}

    def learn(self, progress: float, rng: torch.Generator, rate: float, shares: Shares) -> dict[str, float]:
        """The rounds of this step that are not done yet; the losses of the last one."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate * self._task.pace
        while self._done < self._task.rounds:
            self.optimizer.zero_grad(set_to_none=True)
            with chance_kept(rng):
                said = self._gradients(progress, rng, shares)
            if not all(map(math.isfinite, said.values())):
                raise NotFiniteError
            self._team.mean_gradients(self.network.parameters())
            said["opponent_gradient"] = float(nn.utils.clip_grad_norm_(self.network.parameters(), math.inf))
            self.optimizer.step()
            self._task.end_round()
            self._done, self._losses = self._done + 1, said
        return self._losses

    def _gradients(self, progress: float, rng: torch.Generator, shares: Shares) -> dict[str, float]:
        """Adds up those of this process; the losses are of all."""
        beginning, done = Beginning(rng, self.network), []
        for part, share in shares:
            beginning.again()
            losses = self._task.opponent_losses(progress, rng, part)
            torch.autograd.backward(losses["opponent"] * share)
            done.append(({name: value.detach() for name, value in losses.items()}, share))
        return self._team.mean(average(done))

    def begin_again(self) -> None:
        """The network has moved: a new step."""
        self._done = 0

    @contextmanager
    def resting(self) -> Iterator[None]:
        """No gradients for the opponent, while the network learns what it says."""
        learning = [p for p in self.network.parameters() if p.requires_grad]
        for parameter in learning:
            parameter.requires_grad_(False)
        try:
            yield
        finally:
            for parameter in learning:
                parameter.requires_grad_(True)

    def is_sound(self) -> bool:
        """Whether all weights are numbers."""
        return all(bool(torch.isfinite(p).all()) for p in self.network.parameters())

    def state(self) -> dict[str, Any]:
        """As a checkpoint has it."""
        return {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "done": self._done,
            "losses": dict(self._losses),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """As it was when `state` was taken."""
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self._done, self._losses = state["done"], dict(state["losses"])
