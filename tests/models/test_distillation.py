"""The judges that ship are distilled: students learn what a teacher gives, from files that the test makes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file
from torch import Tensor

from models.checkpoints.judges import refining_judge, training_judge
from models.checkpoints.shipped import load_fire_network, load_loss_network
from models.losses.teachers import SLIM_FILE, SQUEEZENET_FILE, SqueezeNet
from models.networks.fire_network import FireNetwork
from models.networks.loss_network import Judging, LossNetwork
from models.news import UserError
from models.training.agreement import Look, closed_by_optimising
from models.training.loss_network import LossNetworkRecipe, train_loss_network
from models.training.schedule import Schedule
from tests.stepping import heard


def convolution(name: str, channels: tuple[int, int], kernel: int, rng: torch.Generator) -> dict[str, Tensor]:
    scale = (2 / (channels[0] * kernel**2)) ** 0.5
    weight = torch.randn(channels[1], channels[0], kernel, kernel, generator=rng) * scale
    return {f"{name}.weight": weight, f"{name}.bias": 0.1 * torch.randn(channels[1], generator=rng)}


def squeezenet(path: Path) -> None:
    """One as it is published, with few channels."""
    rng = torch.Generator().manual_seed(1)
    tensors = convolution("features.0", (3, 8), 3, rng)
    for number, before, half in ((3, 8, 6), (4, 12, 6), (6, 12, 8), (7, 16, 8)):
        fire = f"features.{number}"
        tensors |= convolution(f"{fire}.squeeze", (before, 4), 1, rng)
        tensors |= convolution(f"{fire}.expand1x1", (4, half), 1, rng)
        tensors |= convolution(f"{fire}.expand3x3", (4, half), 3, rng)
    save_file(tensors, path)


def slim_vgg(path: Path) -> None:
    """One as it is published; its channels are what the student's hints expect."""
    rng, before = torch.Generator().manual_seed(2), 3
    tensors = convolution("conv0", (3, 3), 1, rng)
    for block, (depth, width) in enumerate(((2, 16), (2, 32), (4, 64), (4, 128), (1, 128)), 1):
        for index in range(1, depth + 1):
            tensors |= convolution(f"conv{block}{index}", (before, width), 3, rng)
            before = width
    save_file(tensors, path)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    rng = np.random.default_rng(4)
    for name in ("photos", "styles"):
        (tmp_path / name).mkdir()
        for number in range(5):
            coarse = Image.fromarray(rng.integers(0, 256, (12, 12, 3), np.uint8))
            coarse.resize((176, 176)).save(tmp_path / name / f"{number}.png")
    teachers = tmp_path / "teachers"
    teachers.mkdir()
    squeezenet(teachers / SQUEEZENET_FILE)
    slim_vgg(teachers / SLIM_FILE)
    return tmp_path / "photos", tmp_path / "styles", teachers


@pytest.mark.parametrize(
    ("teacher", "name"), [("squeezenet", "fire_network"), ("slim-vgg19", "deep_loss_network")]
)
def test_a_student_learns_what_its_teacher_gives_and_its_file_says_how_well(
    teacher: str, name: str, folders: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    schedule = Schedule(steps=60, optimizer="muon", learning_rate=1e-2, report_every=1)
    recipe = LossNetworkRecipe(
        teacher, size_px=48, batch=2, hard_every=25, accepted_after=5, schedule=schedule
    )
    path, _ = heard(train_loss_network(*folders, tmp_path / "run", recipe))
    rows = [json.loads(row) for row in (tmp_path / "run" / "metrics.jsonl").read_text().splitlines()]
    alone = [sum(value for key, value in row.items() if key.startswith("forced")) for row in rows]
    assert np.mean(alone[-15:]) < 0.7 * np.mean(alone[:5])
    assert rows[-1]["feature1"] < 1e-6  # solved, not learnt
    assert path.stem == name
    card = json.loads(path.with_suffix(".json").read_text())
    assert card["recipe"]["teacher"] == teacher
    assert -1 <= card["measures"]["spearman"] <= 1
    assert np.isfinite(card["measures"]["closed_by_optimising"])
    kind = FireNetwork if teacher == "squeezenet" else LossNetwork
    judge: Judging = (load_fire_network if teacher == "squeezenet" else load_loss_network)(path)
    assert isinstance(judge, kind)
    assert len(judge(torch.rand(1, 3, 40, 56))) == judge.taps == 5


def test_who_sees_as_the_teacher_closes_the_gap_and_who_sees_noise_does_not(tmp_path: Path) -> None:
    squeezenet(tmp_path / SQUEEZENET_FILE)
    teacher = SqueezeNet(tmp_path / SQUEEZENET_FILE)
    rng = torch.Generator().manual_seed(3)
    photos, works = (
        [torch.randint(0, 256, (3, 9, 9), generator=rng).byte() for _ in range(2)] for _ in range(2)
    )

    def noise(image: Tensor) -> list[Tensor]:
        return [(torch.sin(40 * shift + 90 * image)) for shift in range(4)]

    def closed(look: Look) -> float:
        return closed_by_optimising(look, teacher, photos, works, 15, torch.device("cpu"))

    assert closed(teacher) == pytest.approx(1)
    assert closed(noise) < 0.5


def test_a_teacher_that_is_not_known_is_refused(folders: tuple[Path, Path, Path], tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no teacher 'squeeznet'"):
        next(train_loss_network(*folders, tmp_path / "run", LossNetworkRecipe("squeeznet")))


def test_the_fire_network_halves_as_its_teacher_does() -> None:
    sizes = [tuple(tap.shape[2:]) for tap in FireNetwork()(torch.rand(1, 3, 50, 64))]
    assert sizes == [(25, 32), (13, 16), (13, 16), (7, 8), (7, 8)]


def test_trainings_are_judged_by_one_network_more_than_refine() -> None:
    """Style files hold the matrices of refine's pair, so the third comes after them."""
    image = torch.rand(1, 3, 64, 64)
    pair, three = refining_judge(), training_judge()
    of_pair, of_three = pair(image), three(image)
    assert len(of_three) == len(of_pair) + 5
    assert all(torch.equal(a, b) for a, b in zip(of_pair, of_three, strict=False))
    assert three.content_levels == (*pair.content_levels, len(of_pair) + 2, len(of_pair) + 4)
