"""`impasto train loss-network`: distils our own loss network from VGG-19.

The student learns, through 1×1 adaptors that are thrown away afterwards, to carry the teacher's features, and
its normalised Gram distances between pictures learn to follow the teacher's. What is accepted is measured at
the end, on pictures that were held out: Spearman's rank correlation of style distances, student against
teacher.
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
from models.losses.style import content_distance, gram, normalized_distance
from models.losses.teachers import SLIM_FILE, VGG_FILE, SlimVgg, VggToRelu3
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.news import News
from models.training.loop import Schedule, train
from models.training.run_folder import RunFolder

HELD_OUT = 60
HARD_BATCH = 16


@dataclass(frozen=True)
class LossNetworkRecipe:
    """Sizes and balances of the distillation.

    `bank` crops are shown to the teacher once, before the training, because the teacher takes most of the
    time. Every `hard_every` steps some are replaced by pictures optimised under the student itself: what
    fools the student and not the teacher is what would spoil a refined picture.
    """

    size_px: int = 96
    batch: int = 12
    bank: int = 2000
    hard_every: int = 150
    hard_share: float = 0.4
    distance_weight: float = 1.0
    schedule: Schedule = Schedule(steps=12_000, learning_rate=2e-3)


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
        chance = torch.Generator().manual_seed(recipe.schedule.seed)
        self.crops = [self._crops(chance, HARD_BATCH) for _ in range(recipe.bank // HARD_BATCH)]
        self.targets = [self._look(crops) for crops in self.crops]
        with torch.no_grad():
            self.scales = [float(tap.float().std()) for tap in self.targets[0]]
        adaptors = [
            nn.Conv2d(c, tap.shape[1], 1)
            for c, tap in zip(self.student.config.channels, self.targets[0], strict=True)
        ]
        self.adaptors = nn.ModuleList(adaptors)
        self.network: nn.Module = nn.ModuleDict({"student": self.student, "adaptors": self.adaptors})
        self.steps, self.hard = 0, 0

    def _crops(self, rng: torch.Generator, count: int) -> Tensor:
        """Photographs, paintings, mixtures of the two, and noise on some.

        What a refined picture passes through.
        """
        size, half = self.recipe.size_px, count // 2
        photos = self.photos.batch(rng, half, size, Augmentation())
        styles = self.styles.batch(rng, half, size, Augmentation(scale=(0.25, 1.0), turn=True))
        image = torch.cat([photos, styles])
        some = torch.rand(count, 1, 1, 1, generator=rng) < 0.3
        image = torch.lerp(image, image.roll(1, 0), torch.rand(count, 1, 1, 1, generator=rng) * some)
        noise = torch.rand(count, 1, 1, 1, generator=rng).pow(4) * 0.3
        image = (image + torch.randn(image.shape, generator=rng) * noise).clamp(0, 1)
        return image.mul(255).to(torch.uint8)

    @torch.no_grad()
    def look(self, image: Tensor) -> list[Tensor]:
        """The teacher's taps.

        VGG-19 to relu3_1, then the slimmed VGG's conv4_1, which VGG itself is too slow for.
        """
        return [*self.vgg(image), self.slim(image)[3]]

    def _look(self, crops: Tensor) -> list[Tensor]:
        return [tap.half() for tap in self.look(crops.float() / 255)]

    def _replace_some(self, rng: torch.Generator) -> None:
        """Optimises crops towards others' statistics under the student, and asks the teacher about them."""
        start = self._crops(rng, HARD_BATCH).float() / 255
        with torch.no_grad():
            of_start = self.student(start)
            targets = [gram(tap) for tap in self.student(start.flip(0))]
        picture = start.clone().requires_grad_(True)
        optimizer = torch.optim.Adam([picture], lr=0.03)
        steps = int(torch.randint(5, 40, (), generator=rng))
        for _ in range(steps):
            taps = self.student(picture)
            losses = [normalized_distance(gram(t), g).mean() for t, g in zip(taps, targets, strict=True)]
            losses += [
                0.2 * content_distance(t, o).mean() for t, o in zip(taps[2:], of_start[2:], strict=True)
            ]
            optimizer.zero_grad()
            torch.autograd.backward(torch.stack(losses).sum())
            optimizer.step()
            with torch.no_grad():
                picture.clamp_(0, 1)
        place = self.hard % int(len(self.crops) * self.recipe.hard_share)
        self.crops[place] = picture.detach().mul(255).to(torch.uint8)
        self.targets[place] = self._look(self.crops[place])
        self.hard += 1

    def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        self.steps += 1
        if self.steps > 500 and self.steps % self.recipe.hard_every < 5:
            self._replace_some(rng)
        blocks = torch.randperm(len(self.crops), generator=rng)[:3].tolist()
        chosen = torch.randperm(HARD_BATCH, generator=rng)[: self.recipe.batch // 3]
        image = torch.cat([self.crops[block][chosen] for block in blocks]).float() / 255
        targets = [
            torch.cat([self.targets[block][level][chosen] for block in blocks]).float() for level in range(4)
        ]
        taps = self.student(image)
        feature = torch.stack(
            [
                F.mse_loss(adaptor(tap), target) / scale**2
                for adaptor, tap, target, scale in zip(self.adaptors, taps, targets, self.scales, strict=True)
            ]
        )
        distance = torch.stack(
            [
                F.mse_loss(_pair_distances(tap), _pair_distances(target))
                for tap, target in zip(taps, targets, strict=True)
            ]
        ).mean()
        levels = {f"feature{level + 1}": value for level, value in enumerate(feature)}
        loss = feature.sum() + self.recipe.distance_weight * distance / 0.02
        return {"loss": loss, **levels, "distance": distance.sqrt()}

    def sample(self, network: nn.Module) -> Tensor:
        """The four levels' first channels side by side.

        There is no picture to show, but dead channels are seen.
        """
        student: Any = network.get_submodule("student")
        taps = student(self.held_out[0][None, :, :128, :128].float() / 255)
        maps = [F.interpolate(tap[:, :3] / tap[:, :3].amax().clamp_min(1e-6), (96, 96)) for tap in taps]
        return torch.cat(maps, 3)

    @torch.no_grad()
    def agreement(self, network: nn.Module) -> dict[str, float]:
        """Spearman's rank correlation of style distances over all pairs of held-out works (160 px crops)."""
        student: Any = network.get_submodule("student")
        crops = [_centre(p, 160) for p in self.held_out]
        of_teacher = [[gram(t) for t in self.look(c)] for c in crops]
        of_student = [[gram(tap) for tap in student(c)] for c in crops]
        a, b = _distances(of_teacher), _distances(of_student)
        per_level = {f"spearman_level{i + 1}": _spearman(a[:, i], b[:, i]) for i in range(4)}
        return {"spearman": _spearman(a.mean(1), b.mean(1)), **per_level, "pairs": float(len(a))}

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        student: Any = network.get_submodule("student")
        path = run.path / "loss_network.safetensors"
        save_file({k: v.half().contiguous() for k, v in student.state_dict().items()}, path)
        card = {
            "measures": self.agreement(network),
            "config": asdict(student.config),
            "recipe": asdict(self.recipe),
        }
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
