"""Muon: what its steps are, that it learns, and that it goes on exactly where it was."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import nn

from models.training.muon import STEP, Muon, orthogonalize


@pytest.mark.parametrize("shape", [(5, 12), (12, 5), (8, 8)])
def test_orthogonalized_matrices_have_singular_values_near_one(shape: tuple[int, int]) -> None:
    matrix = torch.randn(shape, generator=torch.Generator().manual_seed(1))
    values = torch.linalg.svdvals(orthogonalize(matrix))
    assert values.min() > 0.4
    assert values.max() < 1.4
    torch.testing.assert_close(orthogonalize(100 * matrix), orthogonalize(matrix), atol=1e-5, rtol=1e-4)


def test_a_step_of_a_convolution_is_as_long_as_said_and_leads_downhill() -> None:
    convolution = nn.Conv2d(4, 8, 3, bias=False)
    before = convolution.weight.detach().clone()
    optimizer = Muon(convolution.parameters(), lr=1e-2)
    torch.autograd.backward(convolution(torch.ones(1, 4, 5, 5)).sum())
    optimizer.step()
    step = convolution.weight.detach() - before
    assert convolution.weight.grad is not None
    assert (step * convolution.weight.grad).sum() < 0
    # One direction alone has a gradient here: the step has a singular value, and that alone.
    longest = torch.linalg.svdvals(step.flatten(1))[0]
    assert longest == pytest.approx(1e-2 * STEP * 36**0.5, rel=0.4)


def test_vectors_are_stepped_as_torch_steps_them_by_adam() -> None:
    ours, theirs = (nn.Parameter(torch.tensor([1.0, -2.0, 3.0])) for _ in range(2))
    optimizers = Muon([ours], lr=0.1), torch.optim.Adam([theirs], lr=0.1, betas=(0.9, 0.99))
    for _ in range(5):
        for parameter, optimizer in zip((ours, theirs), optimizers, strict=True):
            optimizer.zero_grad()
            torch.autograd.backward(parameter.pow(2).sum())
            optimizer.step()
    torch.testing.assert_close(ours, theirs)


def test_it_learns_and_resumes_exactly() -> None:
    def steps(network: nn.Module, optimizer: Muon, first: int, last: int) -> float:
        loss = torch.zeros(())
        for step in range(first, last):
            x = torch.randn(16, 6, generator=torch.Generator().manual_seed(step))
            loss = (network(x) - x.flip(1)).pow(2).mean()
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
        return float(loss.detach())

    torch.manual_seed(0)
    whole = nn.Linear(6, 6)
    parted = copy.deepcopy(whole)
    optimizer = Muon(whole.parameters(), lr=0.1)
    assert steps(whole, optimizer, 0, 150) < 0.1
    first = Muon(parted.parameters(), lr=0.1)
    steps(parted, first, 0, 25)
    second = Muon(parted.parameters(), lr=0.1)
    second.load_state_dict(copy.deepcopy(first.state_dict()))
    steps(parted, second, 25, 150)
    torch.testing.assert_close(parted.weight, whole.weight, atol=0, rtol=0)
