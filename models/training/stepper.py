"""One step of the optimiser, in as many parts as memory and processes ask for."""

from __future__ import annotations

import contextlib
import math
from typing import Any, Protocol, runtime_checkable

import torch
from torch import Tensor, nn

from models.data.part import Part, average
from models.devices import give_back_memory
from models.news import UserError
from models.training.ema import Ema
from models.training.muon import Muon
from models.training.opponent import Beginning, Contested, NotFiniteError, Opponent, Shares, chance_kept
from models.training.team import Team

ALONE_BETAS = (0.0, 0.99)  # of Adam, for a network without an opponent


class Judging(Protocol):
    """What is trained (`network`) and how it is judged at each step."""

    network: nn.Module

    def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        """Named losses of one batch; "loss" is what is optimised. `progress` runs from 0 to 1."""


@runtime_checkable
class Divisible(Protocol):
    """A task whose batch can be worked on in parts.

    The losses are means over the samples, and `rng` is drawn from alike whatever the part.
    """

    network: nn.Module

    @property
    def batch(self) -> int:
        """Samples of a whole batch."""

    def losses(self, progress: float, rng: torch.Generator, part: Part = ...) -> dict[str, Tensor]:
        """As of any task, for some of its samples."""


@runtime_checkable
class Shrinkable(Protocol):
    """A task that can go on with less to look at."""

    def shrink(self) -> str | None:
        """Takes the next smaller size, in words; None where there is none."""


class _Judged(nn.Module):
    """Network and losses as one module, as DistributedDataParallel wants to have it: called once a pass."""

    def __init__(self, task: Judging) -> None:
        super().__init__()
        self.network = task.network
        self._task = (task,)

    def forward(self, progress: float, rng: torch.Generator, part: Part) -> dict[str, Tensor]:
        task = self._task[0]
        return task.losses(progress, rng, part) if isinstance(task, Divisible) else task.losses(progress, rng)


class Stepper:
    """Network, optimiser, average and chance: all that a step changes."""

    def __init__(
        self, task: Judging, optimizer: str, ema: float, clip_norm: float, seed: int, team: Team
    ) -> None:
        self.network, self._task, self._team = task.network, task, team
        learning = [p for p in self.network.parameters() if p.requires_grad]
        betas = task.betas if isinstance(task, Contested) else ALONE_BETAS
        self.optimizer = _optimizer(optimizer, learning, betas)
        self.ema, self.rng = Ema(self.network, ema), torch.Generator().manual_seed(seed)
        self.parts = 1
        self._clip_norm = clip_norm
        self._judged = team.wrap(_Judged(task))
        self._opponent = Opponent(task, optimizer, team) if isinstance(task, Contested) else None
        if team.size > 1 and not self._is_divisible:
            raise UserError(
                "A network with batch normalisation looks at its whole batch at once, which processes cannot "
                "share. Start it without torchrun, or choose another generator."
            )
        if team.size > 1 and self._batch < team.size:
            raise UserError(
                f"{team.size} processes cannot share a batch of {self._batch}. Ask for a larger batch, or "
                "for fewer processes."
            )

    def learn(self, progress: float, rate: float) -> dict[str, float]:
        """Gradients and losses of one batch; NotFiniteError where one of them is no number.

        The weights stay as they are, and after an error so does chance: the step can be tried again. An
        opponent has learnt already then, and does not learn a second time.
        """
        if self._opponent is None:
            return self._gradients(progress)
        told = self._opponent.learn(progress, self.rng, rate, self._shares())
        with self._opponent.resting():
            return {**told, **self._gradients(progress)}

    def _gradients(self, progress: float) -> dict[str, float]:
        beginning = Beginning(self.rng, None if self._opponent is None else self._opponent.network)
        shares, done = self._shares(), []
        self.optimizer.zero_grad(set_to_none=True)
        try:
            with chance_kept(self.rng):
                for index, (part, share) in enumerate(shares):
                    beginning.again()
                    is_last = index == len(shares) - 1
                    done.append((self._pass(progress, part, share, is_last), share))
                losses = self._team.mean(average(done))
                norm = nn.utils.clip_grad_norm_(self.network.parameters(), self._clip_norm)
                if not (math.isfinite(losses["loss"]) and bool(torch.isfinite(norm))):
                    raise NotFiniteError
                if self._opponent is not None:
                    losses["gradient"] = float(norm)
        except BaseException:
            self.optimizer.zero_grad(set_to_none=True)
            raise
        return losses

    def apply(self, number: int, rate: float) -> None:
        """Takes the step, by the gradients at hand; it is the one with this number, counted from 1."""
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.step()
        self.ema.update(self.network, number)
        if self._opponent is not None:
            self._opponent.begin_again()

    def _shares(self) -> Shares:
        """The parts that this process works on, and how much of the samples of one process each is."""
        size = self._team.size
        parts = [Part(index * size + self._team.rank, self.parts * size) for index in range(self.parts)]
        return [(part, part.share(self._batch) * size) for part in parts]

    def _pass(self, progress: float, part: Part, share: float, is_last: bool) -> dict[str, Tensor]:
        """Adds the gradients of one part; its losses."""
        with contextlib.nullcontext() if is_last else self._team.in_silence(self._judged):
            losses: dict[str, Tensor] = self._judged(progress, self.rng, part)
            torch.autograd.backward(losses["loss"] * share)
        return {name: value.detach() for name, value in losses.items()}

    @property
    def _batch(self) -> int:
        """Samples that parts can be made of."""
        return self._task.batch if isinstance(self._task, Divisible) and self._is_divisible else 1

    @property
    def _is_divisible(self) -> bool:
        """Not where one sample is normalised by the others."""
        players = [self.network] if self._opponent is None else [self.network, self._opponent.network]
        return not any(isinstance(layer, nn.BatchNorm2d) for player in players for layer in player.modules())

    def divide(self) -> str:
        """After memory ran out: smaller parts, then a smaller size, in words; UserError where none is."""
        give_back_memory()
        if self._team.size > 1:  # the others wait for this process, in the middle of the step
            raise UserError(
                "One of the processes ran out of memory. Start fewer of them on each machine, or begin "
                "another training from this run with a smaller size_px or batch in its recipe."
            )
        if self.parts >= self._batch:
            words = self._task.shrink() if isinstance(self._task, Shrinkable) else None
            if words is None:
                raise UserError(
                    "There is not enough memory for this training, even with one picture at a time. Close "
                    "other programs, or begin another one from this run with a smaller size_px in its recipe."
                )
            return words
        self.parts = min(2 * self.parts, self._batch)
        return (
            f"Memory ran out: each batch of {self._batch} is worked on in {self.parts} parts from here on. "
            "Slower, with the same result."
        )

    def state(self) -> dict[str, Any]:
        """All of it, as a checkpoint has it."""
        own = {} if self._opponent is None else {"opponent": self._opponent.state()}
        return {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "ema": self.ema.shadow,
            "rng": self.rng.get_state(),
            "torch_rng": torch.get_rng_state(),
            "parts": self.parts,
            **own,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """As it was when `state` was taken, to the last bit."""
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.ema.take(state["ema"])
        self.rng.set_state(state["rng"])
        if "torch_rng" in state:  # checkpoints of 0.1 had none
            torch.set_rng_state(state["torch_rng"])
        self.parts = max(1, min(state.get("parts", 1), self._batch // self._team.size))
        if self._opponent is not None:
            self._opponent.restore(state["opponent"])

    def is_sound(self) -> bool:
        """Whether all weights are numbers, so that a checkpoint of them is worth keeping."""
        if self._opponent is not None and not self._opponent.is_sound():
            return False
        return all(bool(torch.isfinite(p).all()) for p in self.network.parameters())


def _optimizer(name: str, learning: list[nn.Parameter], betas: tuple[float, float]) -> torch.optim.Optimizer:
    match name:
        case "muon":
            return Muon(learning)
        case "adamw":
            return torch.optim.AdamW(learning, lr=0.0, betas=(0.9, 0.99), weight_decay=1e-4)
        case "adam":
            return torch.optim.Adam(learning, lr=0.0, betas=betas)
        case "rmsprop":  # as of WGAN with clipped weights, which momentum makes unsteady
            return torch.optim.RMSprop(learning, lr=0.0)
    raise UserError(f"There is no optimiser {name!r}. Choose adamw, muon, adam or rmsprop.")
