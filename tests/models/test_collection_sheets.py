"""What is seen of a collection while it trains: rows that can be told apart, and works beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from models.checkpoints.style_file import StyleCard
from models.data.collections import Collection
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.training.conditional import ConditionalTask
from models.training.cut import CutTask
from models.training.few_shot import FewShotTask
from models.training.imagine import ImagineRecipe, ImagineTask
from models.training.translation import UnpairedRecipe
from tests.models.test_shared_games import painter

CPU, PX = torch.device("cpu"), 16


def even(*lights: int) -> Collection:
    return Collection.of_labelled(("", torch.full((3, 24, 24), light, dtype=torch.uint8)) for light in lights)


def row_lights(sheet: Tensor, rows: int) -> list[float]:
    return [float(row.mean()) * 255 for row in torch.chunk(sheet, rows, 2)]


def eye() -> LossNetwork:
    return LossNetwork(LossNetworkConfig((4, 4), (1, 1)))


def test_every_label_is_seen_in_a_row_of_its_own_with_works_below(painting: Path) -> None:
    task = painter(ConditionalTask, painting)
    assert isinstance(task, ConditionalTask)
    task.codes = torch.stack([torch.zeros_like(task.codes[0]), torch.ones_like(task.codes[0])])

    class ByCode(nn.Module):
        def forward(self, photos: Tensor, codes: Tensor) -> Tensor:
            return torch.ones_like(photos) * codes[:, :1, None, None]

    rows = row_lights(task.sample(ByCode()), 4)
    assert (rows[1], rows[2]) == pytest.approx((0.0, 255.0)), "comic and ink, and nothing in between"
    seen: list[Tensor] = []

    class Noting(ByCode):
        def forward(self, photos: Tensor, codes: Tensor) -> Tensor:
            seen.append(codes[:, 0])
            return super().forward(photos, codes)

    with torch.no_grad():
        task.measures(Noting())
    assert seen[0].tolist() == [0.0, 1.0, 0.0, 1.0], "the alarms hear of each in turn"


def test_a_style_is_seen_beside_the_works_it_is_learnt_from(painting: Path) -> None:
    task = painter(FewShotTask, painting)
    assert isinstance(task, FewShotTask)
    task.works = even(200, 200)

    class Black(nn.Module):
        def forward(self, photos: Tensor, codes: Tensor) -> Tensor:
            return torch.zeros_like(photos)

    assert row_lights(task.sample(Black()), 3)[1:] == pytest.approx([0.0, 200.0], abs=1)


@pytest.mark.parametrize("is_tileable", [False, True])
def test_swatches_are_seen_above_crops_of_works(tmp_path: Path, is_tileable: bool) -> None:
    recipe = ImagineRecipe("swatch", PX, 2, 4, tileable=is_tileable)
    task = ImagineTask(even(40, 40), recipe, eye(), StyleCard("Mine"), tmp_path / "a.safetensors", CPU)
    with torch.no_grad():
        sheet = task.sample(task.network)
    rows = 3 if is_tileable else 5
    assert sheet.shape[2:] == (rows * PX, 6 * PX * (2 if is_tileable else 1))
    assert row_lights(sheet, rows)[-1] == pytest.approx(40, abs=1)


@pytest.mark.parametrize(("identity", "rows"), [(0.0, 3), (1.0, 4)])
def test_where_works_are_to_stay_it_is_seen_whether_they_do(
    tmp_path: Path, identity: float, rows: int
) -> None:
    recipe = UnpairedRecipe("cut", PX, 1, 4, 1, identity=identity, receptive_field_px=16)
    place, card = tmp_path / "a.safetensors", StyleCard("Mine")
    task = CutTask(even(10, 10), even(90, 90), recipe, eye(), card, place, CPU)
    lights = row_lights(task.sample(nn.Identity()), rows)
    assert lights == pytest.approx([10.0, 10.0, 90.0, 90.0][:rows], abs=1)
