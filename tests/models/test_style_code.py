"""Codes, colours and mixing."""

from __future__ import annotations

import torch

from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.networks.style_code import (
    COVARIANCE_FLOOR,
    Modulator,
    StyleEncoder,
    colour_moments,
    colour_transform,
    mix,
    recolour,
)
from models.networks.universal import UniversalConfig


def picture(seed: int, spread: float = 0.2) -> torch.Tensor:
    noise = torch.randn(1, 3, 40, 50, generator=torch.Generator().manual_seed(seed))
    correlated = torch.einsum(
        "ij,njhw->nihw", torch.tensor([[1.0, 0.3, 0.1], [0.2, 0.7, 0.0], [0.5, 0.1, 0.4]]), noise
    )
    return correlated * spread + 0.5


def test_recolouring_gives_the_targets_mean_and_covariance() -> None:
    photo, style = picture(1), picture(2, 0.1).flip(1) + 0.1
    moved = recolour(photo, *colour_transform(colour_moments(photo), colour_moments(style)))
    # The floor that protects flat photos is all that is left of the difference.
    torch.testing.assert_close(
        colour_moments(moved), colour_moments(style), atol=2 * COVARIANCE_FLOOR, rtol=0.01
    )


def test_equal_colours_are_left_alone() -> None:
    moments = colour_moments(picture(1))
    matrix, shift = colour_transform(moments, moments)
    torch.testing.assert_close(matrix[0], torch.eye(3), atol=1e-5, rtol=0)
    torch.testing.assert_close(shift[0], torch.zeros(3), atol=1e-5, rtol=0)


def test_a_flat_photograph_is_not_blown_up() -> None:
    flat = torch.full((1, 3, 20, 20), 0.5) + 1e-4 * torch.randn(1, 3, 20, 20)
    matrix, _ = colour_transform(colour_moments(flat), colour_moments(picture(2)))
    assert torch.linalg.matrix_norm(matrix, 2).max() < 15


def test_codes_do_not_depend_on_where_things_are() -> None:
    encoder = StyleEncoder(LossNetwork(LossNetworkConfig((8, 8, 16, 16), (1, 1, 1, 1))))
    style = picture(3)
    code = encoder(style)
    assert code.shape == (1, encoder.size)
    torch.testing.assert_close(encoder(style.flip(3))[:, :9], code[:, :9])


def test_mixing_is_a_convex_combination_that_ignores_the_sum_of_weights() -> None:
    a, b = torch.zeros(1, 5), torch.ones(1, 5)
    torch.testing.assert_close(mix([a, b], [3.0, 1.0]), torch.full((1, 5), 0.25))
    torch.testing.assert_close(mix([a, b], [30.0, 10.0]), mix([a, b], [3.0, 1.0]))


def test_modulator_starts_as_nearly_nothing_and_names_every_point() -> None:
    config = UniversalConfig(16)
    own = 2 * sum(config.own_points.values())
    modulator = Modulator(20 + own, config)
    code = torch.randn(2, 20 + own).abs()  # a deviation is not below 0
    styles = modulator.split(modulator(code))
    assert set(styles) == set(config.style_points)
    for name, channels in config.style_points.items():
        assert styles[name].shape == (2, 2, channels, 1, 1)
        if name not in config.own_points:
            assert (styles[name][:, 0] - 1).abs().mean() < 0.3
    mean, deviation = code[:, 20:52].reshape(2, 2, 16).unbind(1)  # skip2 comes first
    assert (styles["skip2"][:, 1].flatten(1) - mean).abs().mean() < 0.3
    assert (styles["skip2"][:, 0].flatten(1) - deviation).abs().mean() < 0.3


def test_a_modulator_goes_on_to_hear_whatever_its_training_did_to_it() -> None:
    """What steps of one direction drive far below zero must not silence it: no style would be heard again."""
    config = UniversalConfig(16)
    modulator = Modulator(20 + 2 * sum(config.own_points.values()), config)
    codes = 3 + torch.rand(4, 20 + modulator.own_numbers)
    with torch.no_grad():
        for layer in modulator.layers:
            if isinstance(layer, torch.nn.Linear):
                layer.weight.sub_(10)
    heard = modulator.layers(codes)
    assert heard.std(0).mean() > 0.01
    (modulator.answer(heard) ** 2).sum().backward()
    first = next(modulator.layers.parameters())
    assert first.grad is not None
    assert first.grad.abs().max() > 0


def test_a_modulator_follows_codes_that_wander_off() -> None:
    config = UniversalConfig(16)
    modulator = Modulator(20 + 2 * sum(config.own_points.values()), config)
    codes = 5 + 3 * torch.randn(4000, 20 + modulator.own_numbers)
    for few in torch.split(codes, 4):
        modulator.follow(few)
    torch.testing.assert_close(modulator.mean, torch.full_like(modulator.mean, 5), atol=1.0, rtol=0)
    assert 2 < modulator.deviation.mean() < 4
