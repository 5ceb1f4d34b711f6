"""Muon for weights, Adam for the rest (Jordan 2024, "Muon: an optimizer for hidden layers").

torch's own Muon takes matrices alone; nearly all of our weights are convolutions, which count as matrices of
output channels × the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn

# A rate that suits Adam suits Muon when its steps are as long: 0.2 · √longer side (Liu et al. 2025); half of
# it here, which was steadier with batches of four.
STEP = 0.1
QUINTIC = (3.4445, -4.7750, 2.0315)


def orthogonalize(matrix: Tensor, iterations: int = 5) -> Tensor:
    """About the nearest matrix with singular values near 1 (0.7 to 1.2), by Newton–Schulz iteration."""
    a, b, c = QUINTIC
    tall = matrix.shape[0] > matrix.shape[1]
    x: Tensor = matrix.T if tall else matrix
    x = x / (torch.linalg.matrix_norm(x) + 1e-7)
    for _ in range(iterations):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if tall else x


class Muon(torch.optim.Optimizer):
    """Parameters of two and more dimensions by Muon, the others by Adam; one learning rate for both."""

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float = 1e-3,
        momentum: float = 0.95,
        betas: tuple[float, float] = (0.9, 0.99),
    ) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "betas": betas})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> float | None:  # type: ignore[override]
        """One step by the gradients at hand."""
        loss = None if closure is None else closure()
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                state = self.state[parameter]
                if parameter.ndim >= 2:
                    _muon(parameter, parameter.grad, state, group)
                else:
                    _adam(parameter, parameter.grad, state, group)
        return loss


def _muon(parameter: Tensor, gradient: Tensor, state: dict[str, Any], group: dict[str, Any]) -> None:
    momentum = state.setdefault("momentum", torch.zeros_like(parameter))
    momentum.lerp_(gradient, 1 - group["momentum"])
    ahead = torch.lerp(gradient, momentum, group["momentum"]).flatten(1)  # Nesterov
    step = orthogonalize(ahead).reshape(parameter.shape)
    parameter.add_(step, alpha=-group["lr"] * STEP * max(ahead.shape) ** 0.5)


def _adam(parameter: Tensor, gradient: Tensor, state: dict[str, Any], group: dict[str, Any]) -> None:
    first, second = group["betas"]
    mean = state.setdefault("mean", torch.zeros_like(parameter)).lerp_(gradient, 1 - first)
    square = state.setdefault("square", torch.zeros_like(parameter)).lerp_(gradient.square(), 1 - second)
    count = state["count"] = state.get("count", 0) + 1
    mean = mean / (1 - first**count)
    deviation = (square / (1 - second**count)).sqrt_().add_(1e-8)
    parameter.addcdiv_(mean, deviation, value=-group["lr"])
