"""Losses against known answers."""

from __future__ import annotations

import pytest
import torch

from models.losses.style import (
    content_distance,
    gram,
    moments,
    moments_of,
    normalized_distance,
    total_variation,
)


def features(seed: int = 0) -> torch.Tensor:
    return torch.rand(2, 5, 8, 9, generator=torch.Generator().manual_seed(seed))


def test_gram_is_symmetric_positive_and_blind_to_places() -> None:
    f = features()
    g = gram(f)
    torch.testing.assert_close(g, g.transpose(1, 2))
    assert torch.linalg.eigvalsh(g).min() > -1e-5
    order = torch.randperm(72, generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(gram(f.flatten(2)[:, :, order].reshape(f.shape)), g)


def test_gram_grows_with_the_square_and_its_trace_is_the_energy() -> None:
    f = features()
    torch.testing.assert_close(gram(2 * f), 4 * gram(f), rtol=1e-4, atol=1e-5)
    trace = gram(f)[:, :-1, :-1].diagonal(dim1=1, dim2=2).sum(1) * 72
    torch.testing.assert_close(trace, f.pow(2).sum((1, 2, 3)))


def test_normalized_distance_runs_from_0_to_1() -> None:
    f = features()
    assert normalized_distance(f, f).max() == 0
    one, two = torch.tensor([[1.0, 0.0]]), torch.tensor([[0.0, 3.0]])
    assert float(normalized_distance(one, two)) == pytest.approx(1)


def test_content_distance_ignores_mean_and_contrast_but_not_structure() -> None:
    f = features()
    assert content_distance(f, f * 3 + 1).max() < 1e-4
    assert content_distance(f, features(9)).min() > 0.8
    assert content_distance(f, -f).min() == pytest.approx(2, rel=1e-3)


def test_moments_are_mean_and_deviation() -> None:
    f = torch.tensor([[[[1.0, 3.0], [5.0, 7.0]]]])
    torch.testing.assert_close(moments(f), torch.tensor([[4.0, 5.0**0.5]]))


def test_the_constant_channel_of_a_gram_matrix_is_as_strong_as_the_features() -> None:
    f = features()
    strength = f.abs().mean((1, 2, 3)) + 1e-6
    constant = strength[:, None, None, None].expand(2, 1, 8, 9)
    flat = torch.cat([f, constant], 1).flatten(2)
    torch.testing.assert_close(gram(f), flat @ flat.transpose(1, 2) / 72)


def test_moments_can_be_had_of_a_gram_matrix() -> None:
    f = 0.3 * features() + 2  # a mean far above the deviation
    torch.testing.assert_close(moments_of(gram(f)), moments(f), rtol=1e-3, atol=1e-4)
    flat = torch.full((1, 3, 4, 4), 0.7, requires_grad=True)
    (gradient,) = torch.autograd.grad(moments_of(gram(flat)).sum(), flat)
    assert gradient.isfinite().all()


def test_total_variation_of_a_ramp_is_the_square_of_its_step() -> None:
    ramp = torch.arange(10.0).expand(1, 3, 4, 10)
    assert float(total_variation(ramp)) == pytest.approx(1.0)
