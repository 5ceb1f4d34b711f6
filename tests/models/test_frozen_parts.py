"""What is frozen in a game stays as it is to the bit, whatever is done to what learns beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from models.losses.adversarial.game import Game
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
