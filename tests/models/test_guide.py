"""What a guide says to a network that learns."""

from __future__ import annotations

import pytest
import torch

from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.networks.microast import MicroAst
from models.networks.stylist import Stylist
from models.networks.universal import UniversalConfig
from models.training.guide import (
    Guide,
    guided_part,
    linearly_unexplained,
    listening,
    spoken_of,
    unexplained,
)


def test_a_picture_equal_to_the_aim_misses_nothing_and_its_mean_misses_all() -> None:
    aim = torch.rand(2, 3, 16, 16)
    assert float(unexplained(aim, aim)) == 0
    mean = aim.mean((0, 2, 3), keepdim=True).expand_as(aim)
    assert float(unexplained(mean, aim)) == pytest.approx(1, rel=0.01)


def test_layers_need_only_say_as_much_as_the_guide_s() -> None:
    torch.manual_seed(0)
    ours = torch.randn(2, 6, 12, 12)
    turned = torch.einsum("nchw,cd->ndhw", ours, torch.randn(6, 4)) + 3
    assert float(linearly_unexplained(ours, turned)) < 1e-3
    assert float(linearly_unexplained(ours[:, :3], turned)) > 0.1
    assert float(linearly_unexplained(ours, torch.randn(2, 4, 12, 12))) > 0.9
    assert torch.isfinite(linearly_unexplained(torch.zeros_like(ours), turned))


def test_its_gradient_teaches_a_layer_to_say_more() -> None:
    torch.manual_seed(0)
    seen = torch.randn(2, 6, 12, 12)
    aim = torch.tanh(torch.einsum("nchw,cd->ndhw", seen, torch.randn(6, 4)))
    layer = torch.nn.Conv2d(6, 4, 1)
    descent = torch.optim.Adam(layer.parameters(), 0.02)
    losses = []
    for _ in range(60):
        loss = linearly_unexplained(torch.tanh(layer(seen)), aim)
        descent.zero_grad()
        torch.autograd.backward(loss)
        descent.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.6 * losses[0]


def test_a_guide_reaches_the_layers_it_speaks_of_and_lets_go_of_the_network() -> None:
    torch.manual_seed(0)
    small = LossNetwork(LossNetworkConfig((8, 8, 16, 16), (1, 1, 1, 1)))
    stylist = Stylist(small, UniversalConfig(16))
    photo, style = torch.rand(2, 3, 48, 64), torch.rand(2, 3, 48, 64)
    guide = Guide(MicroAst().eval().requires_grad_(False), torch.device("cpu"))
    code = stylist.code(style)
    with listening(*spoken_of(stylist.content)) as heard:
        out = stylist(photo, code)
    stylist(photo, code)
    assert len(heard) == 2
    losses = guide.losses(photo, style, out, heard, small, small(out))
    for name, layer in {
        "guide_reading": stylist.content.down4,
        "guide_painting": stylist.content.to_middle,
        "guide_pixels": stylist.content.out,
        "guide_features": stylist.content.out,
    }.items():
        stylist.zero_grad()
        torch.autograd.backward(losses[name], retain_graph=True)
        assert layer.weight.grad is not None, name
        assert float(layer.weight.grad.abs().max()) > 0, name


def test_a_guide_counts_ever_less_and_then_nothing() -> None:
    parts = [guided_part(share) for share in (0, 0.2, 0.4, 0.6, 0.8)]
    assert parts[0] == 1
    assert parts == sorted(parts, reverse=True)
    assert parts[-1] == 0
