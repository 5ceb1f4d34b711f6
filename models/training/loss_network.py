"""`impasto train loss-network`: distils our own loss network from VGG-19.

The student learns, through 1×1 adaptors that are thrown away afterwards, to carry the teacher's features, and its
normalised Gram distances between pictures learn to follow the teacher's. What is accepted is measured at the end, on
pictures that were held out: Spearman's rank correlation of style distances, student against teacher.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor, nn

from models.data.pictures import Augmentation, PictureFolder
from models.data.procedural import procedural_style
from models.losses.style import gram, normalized_distance
from models.losses.teachers import SLIM_FILE, VGG_FILE, SlimVgg, VggToRelu3
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.news import News
from models.training.loop import Schedule, train
from models.training.run_folder import RunFolder

HELD_OUT = 60


@dataclass(frozen=True)
class LossNetworkRecipe:
    """Sizes and balances of the distillation."""

    size_px: int = 112
    batch: int = 8
    distance_weight: float = 2.0
    schedule: Schedule = Schedule(steps=4000, learning_rate=2e-3)


class Distillation:
    """The task: student and adaptors are trained together, the student alone is kept."""

    def __init__(self, photos: Path, styles: Path, teacher: Path, recipe: LossNetworkRecipe) -> None:
        self.recipe = recipe
        self.photos = PictureFolder(photos)
        rng = np.random.default_rng(recipe.schedule.seed)
        textures = [procedural_style(rng, 288) for _ in range(150)]
        self.styles = PictureFolder(styles)
        # The last works in name order are never trained on; textures are ours and join afterwards.
        self.held_out = self.styles.pictures[-HELD_OUT:]
        self.styles.pictures = self.styles.pictures[:-HELD_OUT]
        self.styles.pictures += [torch.from_numpy(t).permute(2, 0, 1).contiguous() for t in textures]
        self.vgg, self.slim = VggToRelu3(teacher / VGG_FILE), SlimVgg(teacher / SLIM_FILE)
        self.student = LossNetwork(LossNetworkConfig())
        self.teacher_channels = (64, 128, 256, 128)
        with torch.no_grad():
            probe = self.photos.batch(torch.Generator().manual_seed(1), 8, recipe.size_px, Augmentation())
            self.scales = [float(t.std()) for t in self.look(probe)]
        adaptors = [
            nn.Conv2d(c, t, 1) for c, t in zip(self.student.config.channels, self.teacher_channels, strict=True)
        ]
        self.network = nn.ModuleDict({"student": self.student, "adaptors": nn.ModuleList(adaptors)})

    def look(self, image: Tensor) -> list[Tensor]:
        """The teacher's taps: VGG-19 to relu3_1, then the slimmed VGG's conv4_1, which VGG itself is too slow for."""
        return [*self.vgg(image), self.slim(image)[3]]

    def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        size, half = self.recipe.size_px, self.recipe.batch // 2
        image = torch.cat(
            [
                self.photos.batch(rng, half, size, Augmentation()),
                self.styles.batch(rng, half, size, Augmentation(scale=(0.25, 1.0), turn=True)),
            ]
        )
        # Pictures under optimisation are noisy mixtures before they are pictures; the student must see such.
        mix = torch.rand(len(image), 1, 1, 1, generator=rng) * (torch.rand(len(image), 1, 1, 1, generator=rng) < 0.3)
        image = torch.lerp(image, image.roll(1, 0), mix)
        noise = torch.rand(len(image), 1, 1, 1, generator=rng).pow(4) * 0.3
        image = (image + torch.randn(image.shape, generator=rng) * noise).clamp(0, 1)
        with torch.no_grad():
            targets = self.look(image)
        taps = [level[0] for level in self.student(image)]
        adaptors: Any = self.network["adaptors"]
        feature = torch.stack(
            [
                F.mse_loss(adaptor(tap), target) / scale**2
                for adaptor, tap, target, scale in zip(adaptors, taps, targets, self.scales, strict=True)
            ]
        ).mean()
        distance = torch.stack(
            [
                F.mse_loss(_pair_distances(tap), _pair_distances(target))
                for tap, target in zip(taps, targets, strict=True)
            ]
        ).mean()
        relative = distance / 0.02
        return {
            "loss": feature + self.recipe.distance_weight * relative,
            "feature": feature,
            "distance": distance.sqrt(),
        }

    def sample(self, network: nn.Module) -> Tensor:
        """The four levels' first channels side by side: there is no picture to show, but dead channels are seen."""
        student: Any = network.get_submodule("student")
        levels = student(self.held_out[0][None, :, :128, :128].float() / 255)
        maps = [F.interpolate(level[0][:, :3] / level[0][:, :3].amax().clamp_min(1e-6), (96, 96)) for level in levels]
        return torch.cat(maps, 3)

    @torch.no_grad()
    def agreement(self, network: nn.Module) -> dict[str, float]:
        """Spearman's rank correlation of style distances over all pairs of held-out works (160 px crops)."""
        student: Any = network.get_submodule("student")
        crops = [_centre(p, 160) for p in self.held_out]
        of_teacher = [[gram(t) for t in self.look(c)] for c in crops]
        of_student = [[gram(level[0]) for level in student(c)] for c in crops]
        a, b = _distances(of_teacher), _distances(of_student)
        per_level = {f"spearman_level{i + 1}": _spearman(a[:, i], b[:, i]) for i in range(4)}
        return {"spearman": _spearman(a.mean(1), b.mean(1)), **per_level, "pairs": float(len(a))}

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        student: Any = network.get_submodule("student")
        path = run.path / "loss_network.safetensors"
        save_file({k: v.half().contiguous() for k, v in student.state_dict().items()}, path)
        card = {"measures": self.agreement(network), "config": asdict(student.config), "recipe": asdict(self.recipe)}
        path.with_suffix(".json").write_text(json.dumps(card, indent=1) + "\n")
        return path


def train_loss_network(
    photos: Path, styles: Path, teacher: Path, run: Path, recipe: LossNetworkRecipe, resume: bool = False
) -> Generator[News, None, Path]:
    """Distils; returns the path of the student's weights, with its measures in the JSON beside it."""
    task = Distillation(photos, styles, teacher, recipe)
    return (yield from train(task, recipe.schedule, RunFolder(run), {"recipe": asdict(recipe)}, resume))


def _pair_distances(features: Tensor) -> Tensor:
    grams = gram(features)
    return torch.stack([normalized_distance(grams, grams.roll(shift, 0)) for shift in (1, 2, 3)])


def _centre(picture: Tensor, size_px: int) -> Tensor:
    image = picture[None].float() / 255
    side = min(image.shape[2:])
    top, left = (image.shape[2] - side) // 2, (image.shape[3] - side) // 2
    square = image[..., top : top + side, left : left + side]
    return F.interpolate(square, (size_px, size_px), mode="bilinear", antialias=True)


def _distances(grams: list[list[Tensor]]) -> Tensor:
    rows = [
        [float(normalized_distance(x, y)) for x, y in zip(a, b, strict=True)]
        for i, a in enumerate(grams)
        for b in grams[:i]
    ]
    return torch.tensor(rows)


def _spearman(a: Tensor, b: Tensor) -> float:
    ranks = torch.stack([a.argsort().argsort().float(), b.argsort().argsort().float()])
    return float(torch.corrcoef(ranks)[0, 1])
