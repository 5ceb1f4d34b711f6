"""`impasto train loss-network`: distils our own loss network from a slimmed VGG-19.

The student learns to give the teacher's features and its normalised Gram distances between pictures. What
is accepted is measured at the end, on pictures that were held out: Spearman's rank correlation of style
distances, student against teacher.
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
from models.losses.teachers import SLIM_FILE, SlimVgg
from models.networks.loss_network import LossNetwork, LossNetworkConfig, normalized
from models.news import News
from models.training.loop import Schedule, train
from models.training.run_folder import RunFolder

HELD_OUT = 60
LEVELS = 5
HARD_BATCH = 16
HARD_KEPT = 12


@dataclass(frozen=True)
class LossNetworkRecipe:
    """Sizes and balances of the distillation.

    Every `hard_every` steps pictures are optimised under the student itself and kept for a while: what fools
    the student and not the teacher is what would spoil a refined picture.
    """

    size_px: int = 96
    batch: int = 12
    hard_every: int = 40
    hard_share: float = 0.34
    forced: float = 1.0
    distance_weight: float = 1.0
    schedule: Schedule = Schedule(steps=12_000, optimizer="muon", learning_rate=1.2e-2)


class Distillation:
    """The task: the student learns to give the teacher's features, level by level and as a whole."""

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
        self.teacher = SlimVgg(teacher / SLIM_FILE, LEVELS)
        torch.manual_seed(recipe.schedule.seed)
        self.student = LossNetwork(LossNetworkConfig())
        chance = torch.Generator().manual_seed(recipe.schedule.seed)
        self.scales = [1.0] * LEVELS
        crops = self._crops(chance, 48)
        self.scales = [float(tap.std()) for tap in self.look(crops)]
        self._solve_first(crops)
        self.network: nn.Module = self.student
        self.steps = 0
        self.hard: list[Tensor] = []

    @torch.no_grad()
    def _solve_first(self, crops: Tensor) -> None:
        """The first level is linear before its ReLU, and is solved instead of learnt (least squares)."""
        first = self.student.get_submodule("levels.0.0")
        assert isinstance(first, nn.Conv2d)
        inputs = (
            F.unfold(F.pad(normalized(crops), (1, 1, 1, 1), mode="reflect"), 3).transpose(1, 2).flatten(0, 1)
        )
        inputs = torch.cat([inputs, torch.ones(len(inputs), 1)], 1).double()
        wanted = self.teacher.before_first(crops).permute(0, 2, 3, 1).flatten(0, 2).double() / self.scales[0]
        solved = torch.linalg.lstsq(inputs, wanted, driver="gelsd").solution.float().T
        first.weight.copy_(solved[:, :-1].reshape(first.weight.shape))
        assert first.bias is not None
        first.bias.copy_(solved[:, -1])

    def _crops(self, rng: torch.Generator, count: int) -> Tensor:
        """Photographs, paintings, mixtures of the two, and noise on some.

        What a refined picture passes through.
        """
        size, half = self.recipe.size_px, count // 2
        photos = self.photos.batch(rng, half, size, Augmentation())
        styles = self.styles.batch(rng, count - half, size, Augmentation(scale=(0.25, 1.0), turn=True))
        image = torch.cat([photos, styles])
        some = torch.rand(count, 1, 1, 1, generator=rng) < 0.3
        image = torch.lerp(image, image.roll(1, 0), torch.rand(count, 1, 1, 1, generator=rng) * some)
        noise = torch.rand(count, 1, 1, 1, generator=rng).pow(4) * 0.3
        return (image + torch.randn(image.shape, generator=rng) * noise).clamp(0, 1)

    @torch.no_grad()
    def look(self, image: Tensor) -> list[Tensor]:
        """The teacher's taps, each divided by its own deviation over the training pictures."""
        return [tap / scale for tap, scale in zip(self.teacher(image), self.scales, strict=True)]

    def _keep_hard(self, rng: torch.Generator) -> None:
        """Crops that were optimised towards others' statistics under the student."""
        start = self._crops(rng, HARD_BATCH)
        with torch.no_grad():
            of_start = self.student(start)
            targets = [gram(tap) for tap in self.student(start.flip(0))]
        picture = start.clone().requires_grad_(True)
        optimizer = torch.optim.Adam([picture], lr=0.03)
        steps = int(torch.randint(5, 30, (), generator=rng))
        for _ in range(steps):
            taps = self.student(picture)
            losses = [normalized_distance(gram(t), g).mean() for t, g in zip(taps, targets, strict=True)]
            losses += [
                0.2 * content_distance(t, o).mean() for t, o in zip(taps[2:4], of_start[2:4], strict=True)
            ]
            optimizer.zero_grad()
            torch.autograd.backward(torch.stack(losses).sum())
            optimizer.step()
            with torch.no_grad():
                picture.clamp_(0, 1)
        self.hard = [*self.hard, picture.detach()][-HARD_KEPT:]

    def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        recipe = self.recipe
        self.steps += 1
        if self.steps > 300 and self.steps % recipe.hard_every == 0:
            self._keep_hard(rng)
        image = self._crops(rng, recipe.batch)
        if self.hard:
            count = round(recipe.batch * recipe.hard_share)
            block = self.hard[int(torch.randint(len(self.hard), (), generator=rng))]
            image = torch.cat([block[torch.randperm(HARD_BATCH, generator=rng)[:count]], image[count:]])
        targets = self.look(image)
        taps = self.student(image)
        feature = torch.stack([F.mse_loss(tap, target) for tap, target in zip(taps, targets, strict=True)])
        # Each level also learns from the teacher's level before it: a few convolutions at a time are quick.
        forced = torch.stack(
            [
                F.mse_loss(self.student.next(targets[level - 1], level), targets[level])
                for level in range(1, LEVELS)
            ]
        )
        distance = torch.stack(
            [
                F.mse_loss(_pair_distances(tap), _pair_distances(target))
                for tap, target in zip(taps, targets, strict=True)
            ]
        ).mean()
        levels = {f"feature{level + 1}": value for level, value in enumerate(feature)}
        loss = feature.sum() + recipe.forced * forced.sum() + recipe.distance_weight * distance / 0.02
        return {"loss": loss, **levels, "forced": forced.sum(), "distance": distance.sqrt()}

    def sample(self, network: nn.Module) -> Tensor:
        """The levels' first channels side by side.

        There is no picture to show, but dead channels are seen.
        """
        student: Any = network
        taps = student(self.held_out[0][None, :, :128, :128].float() / 255)
        maps = [F.interpolate(tap[:, :3] / tap[:, :3].amax().clamp_min(1e-6), (96, 96)) for tap in taps]
        return torch.cat(maps, 3)

    @torch.no_grad()
    def agreement(self, network: nn.Module) -> dict[str, float]:
        """Spearman's rank correlation of style distances over all pairs of held-out works (160 px crops)."""
        student: Any = network
        crops = [_centre(p, 160) for p in self.held_out]
        of_teacher = [[gram(t) for t in self.look(c)] for c in crops]
        of_student = [[gram(tap) for tap in student(c)] for c in crops]
        a, b = _distances(of_teacher), _distances(of_student)
        per_level = {f"spearman_level{i + 1}": _spearman(a[:, i], b[:, i]) for i in range(LEVELS)}
        return {"spearman": _spearman(a.mean(1), b.mean(1)), **per_level, "pairs": float(len(a))}

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        student: Any = network
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
