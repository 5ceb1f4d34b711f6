"""The second player of a training: it learns before the network in each step, with an optimiser of its own.

A step of the game is one step of the loop. The opponent's part of it is done only once: where memory runs
out after it, and the step is tried again or saved in between, the opponent waits until the network has moved.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol, runtime_checkable

import torch
from torch import Tensor, nn


@runtime_checkable
class Contested(Protocol):
    """A task whose `network` plays against `opponent`, which the loop trains and saves, too.

    `rounds` are the opponent's steps for each of the network's, `pace` is its rate as a multiple of the
    network's: the two time scales of Heusel et al. 2017.
    """

    network: nn.Module
    opponent: nn.Module

    @property
    def rounds(self) -> int: ...

    @property
    def pace(self) -> float: ...

    def opponent_losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        """Named losses of one batch; "opponent" is what is optimised."""

    def restrain(self) -> None:
        """After each of the opponent's steps: what it is not allowed, as weights beyond a limit."""


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


class Opponent:
    """Weights and optimiser of the second player. No momentum: in a game it circles (Gidel et al. 2019)."""

    def __init__(self, task: Contested) -> None:
        self.network, self._task = task.opponent, task
        learning = [p for p in self.network.parameters() if p.requires_grad]
        self.optimizer = torch.optim.Adam(learning, lr=0.0, betas=(0.0, 0.99))
        self._done = 0  # rounds of the step that is at work
        self._losses: dict[str, float] = {}

    def learn(self, progress: float, rng: torch.Generator, rate: float) -> dict[str, float]:
        """The rounds of this step that are not done yet; the losses of the last one."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate * self._task.pace
        while self._done < self._task.rounds:
            self.optimizer.zero_grad(set_to_none=True)
            with chance_kept(rng):
                losses = self._task.opponent_losses(progress, rng)
                torch.autograd.backward(losses["opponent"])
            said = {name: float(value.detach()) for name, value in losses.items()}
            if not all(map(math.isfinite, said.values())):
                raise NotFiniteError
            said["opponent_gradient"] = float(nn.utils.clip_grad_norm_(self.network.parameters(), math.inf))
            self.optimizer.step()
            self._task.restrain()
            self._done, self._losses = self._done + 1, said
        return self._losses

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
