"""Games whose batches are worked on in parts: the same game. By several processes: `test_torchrun.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest
import torch
from torch import Tensor

from models.checkpoints.style_file import StyleCard
from models.data.collections import Collection
from models.data.pictures import Augmentation, PictureFolder
from models.losses.adversarial.game import Game
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.networks.stylist import Stylist
from models.networks.universal import UniversalConfig
from models.training.conditional import ConditionalTask
from models.training.cut import CutTask
from models.training.cycle import CycleTask
from models.training.few_shot import FewShotRecipe, FewShotTask
from models.training.imagine import ImagineRecipe, ImagineTask
from models.training.paired import PairedRecipe, PairedTask
from models.training.personal import PersonalStyle
from models.training.stepper import Stepper
from models.training.task import Task
from models.training.team import ALONE, Team
from models.training.translation import UnpairedRecipe
from models.training_requests import StylePicture

Lines: TypeAlias = list[dict[str, float]]

CPU = torch.device("cpu")
STEPS, RATE = 2, 1e-3
EXACTLY = 2e-4
# All that there is: pairs, gradients of gradients, spectral norm's own vectors, chance of every kind.
GAME = Game(
    "relativistic", r1=0.5, r2=0.5, gradient_penalty=1.0, spectral=True, rounds=2,
    augment="translation,cutout,colour", noise=0.1,
)  # fmt: skip
UNPAIRED = UnpairedRecipe(
    size_px=16, batch=3, width=4, blocks=1, identity=0.5, pool=4, receptive_field_px=16, game=GAME
)


class Exact(Collection):
    """Doubles, as all that learns from it: then what is left of a difference is no rounding."""

    def _crop(self, index: int, u: list[float], size_px: int, how: Augmentation) -> Tensor:
        return super()._crop(index, u, size_px, how).to(torch.get_default_dtype())


def pictures(seed: int, channels: int = 3, count: int = 11) -> Collection:
    rng = torch.Generator().manual_seed(seed)
    size = (channels, 40, 40)
    made = [torch.randint(0, 256, size, generator=rng, dtype=torch.uint8) for _ in range(count)]
    return Exact.of_labelled(("ink" if index % 2 else "comic", one) for index, one in enumerate(made))


def eye() -> LossNetwork:
    return LossNetwork(LossNetworkConfig((4, 4), (1, 1)))


def imagine(painting: Path) -> Task:
    recipe = ImagineRecipe("swatch", 16, 3, 4, tileable=True, game=GAME)
    return ImagineTask(pictures(1), recipe, eye(), StyleCard("Mine"), painting, CPU)


def paired(painting: Path) -> Task:
    recipe = PairedRecipe(64, 3, 4, game=GAME)  # at 64 px half of its depth is dropped by chance
    return PairedTask(pictures(1, 6), recipe, eye(), StyleCard("Mine"), painting, CPU)


def cut(painting: Path) -> Task:
    return CutTask(pictures(1), pictures(2), UNPAIRED, eye(), StyleCard("Mine"), painting, CPU)


def cycle(painting: Path) -> Task:
    recipe = replace(UNPAIRED, method="cycle")
    return CycleTask(pictures(1), pictures(2), recipe, eye(), StyleCard("Mine"), painting, CPU)


def painter(kind: type[FewShotTask], painting: Path, game: Game = GAME) -> Task:
    small = LossNetworkConfig((8, 8, 16, 16), (1, 1, 1, 1))
    base, judge = Stylist(LossNetwork(small), UniversalConfig(16)), LossNetwork(small)
    by_label = tuple(StylePicture(painting, label=label) for label in ("comic", "ink"))
    style = PersonalStyle(by_label, StyleCard("Stripes"), painting, painting, judge)
    photos, recipe = PictureFolder.of(pictures(3).pictures), FewShotRecipe(size_px=32, batch=3, game=game)
    return kind(photos, pictures(1), style, base, judge, eye(), recipe, CPU)


def few_shot(painting: Path) -> Task:
    return painter(FewShotTask, painting)


def conditional(painting: Path) -> Task:
    return painter(ConditionalTask, painting)


PAINTERS: list[Callable[[Path], Task]] = [few_shot, conditional]  # read style pictures, which are no doubles
GAMES: list[Callable[[Path], Task]] = [imagine, paired, cut, cycle, *PAINTERS]


def play(make: Callable[[Path], Task], painting: Path, team: Team = ALONE, parts: int = 1) -> Lines:
    """All figures of each step."""
    usual = torch.get_default_dtype()
    torch.set_default_dtype(usual if make in PAINTERS else torch.float64)
    try:
        torch.manual_seed(4)
        stepper = Stepper(make(painting), "adam", 0.9, 1e3, 0, team)
        stepper.parts = parts
        lines = []
        for step in range(STEPS):
            lines.append(stepper.learn(step / STEPS, RATE))
            stepper.apply(step + 1, RATE)
        return lines
    finally:
        torch.set_default_dtype(usual)


def assert_alike(ones: Lines, others: Lines, later: float = EXACTLY) -> None:
    """The first step within rounding; those after it within `later`, relative."""
    assert len(ones) == len(others) > 1
    for step, (one, other) in enumerate(zip(ones, others, strict=True)):
        assert one == pytest.approx(other, rel=later if step else EXACTLY, abs=1e-6)


def later(make: Callable[[Path], Task]) -> float:
    """In single precision an optimizer makes more of a rounding, and so do penalties of ten thousands."""
    return 2e-2 if make in PAINTERS else EXACTLY


@pytest.mark.parametrize("make", GAMES)
def test_a_game_in_parts_is_the_game_of_the_whole(
    make: Callable[[Path], Task], painting: Path, one_thread: None
) -> None:
    assert_alike(play(make, painting), play(make, painting, parts=3), later(make))
