"""The processes that train together: one, or as many as `torchrun` started.

Each works on its part of every batch, and gradients are averaged, so all of them take the same step: torch's
DistributedDataParallel does that for the network, and `mean_gradients` for an opponent, whose penalties are
gradients of gradients. The first one alone writes, and says when it is over.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from contextlib import AbstractContextManager

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from models.news import UserError


class Team:
    """A process alone; `TorchrunTeam` is the other kind."""

    rank = 0
    size = 1

    def wrap(self, module: nn.Module) -> nn.Module:
        """The module as it is called in a step."""
        return module

    def in_silence(self, module: nn.Module) -> AbstractContextManager[object]:
        """For all parts of a batch but the last: gradients only add up."""
        return contextlib.nullcontext()

    def alike(self, module: nn.Module) -> None:
        """Begins with the weights that the first process has."""

    def mean_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Leaves them the mean of what all processes found."""

    def agree(self, number: float) -> float:
        """What the first process says."""
        return number

    def mean(self, values: dict[str, float]) -> dict[str, float]:
        """Of all processes."""
        return values

    def share(self, data: bytes) -> bytes:
        """What the first process has."""
        return data

    def close(self) -> None:
        """At the end of the training."""


class TorchrunTeam(Team):
    """Joins the processes that torchrun started; gloo on processors, nccl on GPUs."""

    def __init__(self, device: torch.device) -> None:
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
        self.rank, self.size = dist.get_rank(), dist.get_world_size()
        self._device = device

    def wrap(self, module: nn.Module) -> nn.Module:
        return DistributedDataParallel(module)

    def in_silence(self, module: nn.Module) -> AbstractContextManager[object]:
        assert isinstance(module, DistributedDataParallel)
        return module.no_sync()

    def alike(self, module: nn.Module) -> None:
        for value in module.state_dict().values():
            dist.broadcast(value, 0)

    def mean_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        gradients = [p.grad for p in parameters if p.grad is not None]
        row = torch.cat(
            [gradient.flatten() for gradient in gradients]
        )  # at once: each message takes its time
        dist.all_reduce(row)
        row /= self.size
        for gradient, mean in zip(gradients, torch.split(row, [g.numel() for g in gradients]), strict=True):
            gradient.copy_(mean.view_as(gradient))

    def agree(self, number: float) -> float:
        said = torch.tensor([number], dtype=torch.float64, device=self._device)
        dist.broadcast(said, 0)
        return float(said)

    def mean(self, values: dict[str, float]) -> dict[str, float]:
        summed = torch.tensor(list(values.values()), dtype=torch.float64, device=self._device)
        dist.all_reduce(summed)
        return dict(zip(values, (summed / self.size).tolist(), strict=True))

    def share(self, data: bytes) -> bytes:
        said = [data]
        dist.broadcast_object_list(said, 0, device=self._device)
        return said[0]

    def close(self) -> None:
        dist.barrier()  # who is done first would take away what the others still talk through
        dist.destroy_process_group()


ALONE = Team()


def is_torchrun() -> bool:
    """Whether torchrun started this process."""
    return int(os.environ.get("WORLD_SIZE", "1")) > 1 and "RANK" in os.environ


def own_team(device: torch.device) -> Team:
    """That of this process, which waits here for the others where torchrun started several."""
    return TorchrunTeam(device) if is_torchrun() else ALONE


def own_device(device: torch.device) -> torch.device:
    """The GPU of this process, where several have one each."""
    if device.type != "cuda" or not is_torchrun():
        return device
    index = int(os.environ.get("LOCAL_RANK", "0"))
    if index >= torch.cuda.device_count():
        raise UserError(
            f"torchrun started more processes than the {torch.cuda.device_count()} GPUs there are. "
            "Start as many as there are GPUs: --nproc-per-node"
        )
    torch.cuda.set_device(index)
    return torch.device("cuda", index)
