"""What is frozen in a game stays as it is to the bit, whatever is done to what learns beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from models.losses.adversarial.game import Game
from models.networks.discriminators import DcganDiscriminator, PatchGan, freeze_lowest
from models.news import UserError
from models.training.conditional import ConditionalTask
from models.training.few_shot import FewShotTask
from models.training.stepper import Stepper
from models.training.team import ALONE
from tests.models.test_shared_games import painter

CLIPPED = Game("wgan", clip=0.01)


@pytest.mark.parametrize("kind", [FewShotTask, ConditionalTask])
def test_clipped_weights_are_those_that_learn_and_not_those_of_the_eye(
    kind: type[FewShotTask], painting: Path
) -> None:
    torch.manual_seed(4)
    task = painter(kind, painting, CLIPPED)
    assert isinstance(task, FewShotTask)
    eye = {name: value.clone() for name, value in task.eye.state_dict().items()}
    frozen = {name: p.clone() for name, p in task.opponent.named_parameters() if not p.requires_grad}
    Stepper(task, "adam", 0.9, 1e3, 0, ALONE).learn(0.0, 1e-3)
    assert all(torch.equal(value, eye[name]) for name, value in task.eye.state_dict().items())
    opponent = dict(task.opponent.named_parameters())
    assert any(name.startswith("mixtures") for name in frozen)
    assert all(torch.equal(opponent[name], value) for name, value in frozen.items())
    learnt = [p for p in opponent.values() if p.requires_grad]
    assert max(float(p.detach().abs().max()) for p in learnt) <= CLIPPED.clip


@pytest.mark.parametrize(
    "network",
    [PatchGan(34, width=8, spectral=True), DcganDiscriminator(32, width=8)],
    ids=("spectral norm", "batch norm"),
)
def test_what_frozen_blocks_make_of_a_picture_stays_to_the_bit(network: nn.Module) -> None:
    freeze_lowest(network, 2)
    network.eval()
    network.train()
    blocks = network.get_submodule("blocks")
    assert isinstance(blocks, nn.ModuleList)
    image = torch.rand(4, 3, 32, 32, generator=torch.Generator().manual_seed(1))

    def weights() -> list[Tensor]:
        found = [block.get_submodule("0").weight for block in blocks]
        return [blocks[1](blocks[0](image)), *(w.detach().clone() for w in found if isinstance(w, Tensor))]

    def learn() -> None:
        optimizer.zero_grad()
        torch.autograd.backward(network(torch.rand(2, 3, 32, 32)).mean())
        optimizer.step()

    optimizer = torch.optim.Adam([p for p in network.parameters() if p.requires_grad], 1e-2)
    before = weights()
    for _ in range(3):
        learn()
    same = [torch.equal(old, new) for old, new in zip(before, weights(), strict=True)]
    assert same == [True, True, True, False], "what is made, then the weights of each block"


def test_a_discriminator_that_has_nothing_left_to_learn_by_is_refused(painting: Path) -> None:
    with pytest.raises(UserError, match=r"frozen at 2, .* Freeze fewer"):
        painter(FewShotTask, painting, replace(CLIPPED, frozen=2))
