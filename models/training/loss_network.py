"""`impasto train loss-network`: distils the networks that judge, from a slimmed VGG-19 or from SqueezeNet.

First every level of the student learns alone, from the teacher's level before it, with hints for the layers
between where it is deep (FitNets, Romero et al. 2015): one layer at a time is learnt in minutes, where five
levels at once are not in hours. Then the student runs as a whole, and learns the teacher's distances between
pictures, too. What is accepted is measured at the end, on works that were held out: Spearman's rank
correlation of style distances, student against teacher; and how much of the gap of style, as the teacher sees
it, pictures close that are optimised under the student (1: as much as under the teacher itself). A student
that agrees in the first and fails in the second has learnt what can be fooled.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.checkpoints.shipped import save_network
from models.data.pictures import Augmentation, PictureFolder, left_out
from models.data.procedural import procedural_style
from models.devices import Device, choose_device
from models.losses.style import gram, normalized_distance
from models.losses.teachers import SLIM_FILE, SQUEEZENET_FILE, SlimVgg, SqueezeNet
from models.networks.fire_network import FireConfig, FireNetwork
from models.networks.loss_network import LossNetwork, LossNetworkConfig, normalized
from models.news import News, Notice, UserError
from models.training.agreement import Look, agreement, closed_by_optimising, optimised, spread
from models.training.loop import train
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule

HELD_OUT = 60
LEVELS = 5
# Layers between are half as wide again as the teacher's: the student finds its own way there, and quickly.
STUDENT = LossNetworkConfig(hidden=(24, 48, 96, 192, 128))
TEACHER_CHANNELS = (16, 32, 64, 128)
HARD_BATCH = 16
HARD_KEPT = 12
CPU = torch.device("cpu")


@dataclass(frozen=True)
class LossNetworkRecipe:
    """Sizes and balances of the distillation.

    `teacher` is "slim-vgg19" or "squeezenet", whose student has a shape like its own (`FireNetwork`).
    `together_from` is the progress (0 to 1) at which the student begins to run as a whole. From then on,
    every `hard_every` steps pictures are optimised under the student itself and kept for a while: what fools
    the student and not the teacher is what would spoil a refined picture.
    """

    teacher: str = "slim-vgg19"
    size_px: int = 96
    batch: int = 4
    together_from: float = 0.5
    hard_every: int = 100
    hard_share: float = 0.34
    distance_weight: float = 1.0
    accepted_after: int = 100  # steps of optimising
    schedule: Schedule = Schedule(steps=12_000, optimizer="muon", learning_rate=1e-2)


class Hinted(nn.Module):
    """The student, and for each layer between its levels a linear map to what the teacher has there."""

    def __init__(self, student: LossNetwork) -> None:
        super().__init__()
        self.student = student
        hidden = student.config.hidden or student.config.channels
        depths = student.config.depth
        self.maps = nn.ModuleList(
            nn.ModuleList(nn.Conv2d(own, theirs, 1) for _ in range(depth - 1))
            for own, theirs, depth in zip(hidden, TEACHER_CHANNELS, depths, strict=False)
        )

    def hints(self, made: Sequence[Tensor], level: int) -> list[Tensor]:
        """What the teacher's layers between are taken to give, from what the student's own give."""
        maps = self.maps.get_submodule(str(level)).children()
        return [to_theirs(own) for to_theirs, own in zip(maps, made, strict=True)]


class Distillation:
    """The task: the student learns to give the teacher's features, level by level and as a whole."""

    def __init__(
        self,
        photos: Path,
        styles: Path,
        teacher: Path,
        recipe: LossNetworkRecipe,
        device: torch.device = CPU,
    ) -> None:
        self.recipe, self.device = recipe, device
        self.photos = PictureFolder(photos)
        rng = np.random.default_rng(recipe.schedule.seed)
        textures = [procedural_style(rng, 288) for _ in range(150)]
        self.styles = PictureFolder(styles)
        # The last works in name order are never trained on; textures are ours and join afterwards.
        self.held_out = self.styles.pictures[-HELD_OUT:]
        self.styles.pictures = self.styles.pictures[:-HELD_OUT]
        self.styles.pictures += [torch.from_numpy(t).permute(2, 0, 1).contiguous() for t in textures]
        self.photos.move_to(device)
        self.styles.move_to(device)
        torch.manual_seed(recipe.schedule.seed)
        self._meet(teacher)
        self.teacher.to(device)
        self.network.to(device)
        chance = torch.Generator().manual_seed(recipe.schedule.seed)
        self.scales = [1.0] * LEVELS
        crops = self._crops(chance, 48)
        self.scales = [float(tap.std()) for tap in self.look(crops)]
        self._solve_first(crops)
        self.steps = 0
        self.hard: list[Tensor] = []

    def _meet(self, teachers: Path) -> None:
        """Who teaches, who learns, and what of it is trained."""
        self.teacher: SlimVgg | SqueezeNet
        self.student: LossNetwork | FireNetwork
        if self.recipe.teacher == "squeezenet":
            self.teacher = SqueezeNet(teachers / SQUEEZENET_FILE)
            channels = tuple(tap.shape[1] for tap in self.teacher.walk(torch.zeros(1, 3, 32, 32)))
            self.student = FireNetwork(FireConfig(channels))
            self.network: nn.Module = self.student
        elif self.recipe.teacher == "slim-vgg19":
            self.teacher, self.student = SlimVgg(teachers / SLIM_FILE, LEVELS), LossNetwork(STUDENT)
            self.network = Hinted(self.student)
        else:
            raise UserError(f"There is no teacher {self.recipe.teacher!r}. Choose slim-vgg19 or squeezenet.")

    @torch.no_grad()
    def _solve_first(self, crops: Tensor) -> None:
        """The first level is linear before its ReLU: solved instead of learnt (least squares), and kept."""
        first = next(m for m in self.student.modules() if isinstance(m, nn.Conv2d))
        first.requires_grad_(False)
        inputs = (
            F.unfold(F.pad(normalized(crops), (1, 1, 1, 1), mode="reflect"), 3).transpose(1, 2).flatten(0, 1)
        )
        inputs = torch.cat([inputs, inputs.new_ones(len(inputs), 1)], 1).double().cpu()
        wanted = self.teacher.before_first(crops).permute(0, 2, 3, 1).flatten(0, 2).double().cpu()
        wanted /= self.scales[0]
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
        share = torch.rand(count, 1, 1, 1, generator=rng) * some
        image = torch.lerp(image, image.roll(1, 0), share.to(image))
        noise = torch.rand(count, 1, 1, 1, generator=rng).pow(4) * 0.3
        return (image + (torch.randn(image.shape, generator=rng) * noise).to(image)).clamp(0, 1)

    def features(self, image: Tensor) -> list[Tensor]:
        """The teacher's taps, each divided by its own deviation over the training pictures."""
        return self._scaled(self._walk(image))

    @torch.no_grad()
    def look(self, image: Tensor) -> list[Tensor]:
        """The same, to learn from."""
        return self.features(image)

    def _walk(self, image: Tensor) -> list[list[Tensor]]:
        """What the teacher makes, by level; the first of each level is the tap."""
        if isinstance(self.teacher, SqueezeNet):
            return [[tap] for tap in self.teacher.walk(image)]
        return self.teacher.walk(image)

    def _scaled(self, walked: list[list[Tensor]]) -> list[Tensor]:
        return [level[0] / scale for level, scale in zip(walked, self.scales, strict=True)]

    def _keep_hard(self, rng: torch.Generator) -> None:
        """Crops that were optimised towards others' statistics under the student."""
        start = self._crops(rng, HARD_BATCH)
        steps = int(torch.randint(5, 30, (), generator=rng))
        self.hard = [*self.hard, optimised(self.student, start, start.flip(0), steps)][-HARD_KEPT:]

    def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        recipe = self.recipe
        self.steps += 1
        together = progress >= recipe.together_from
        if together and self.steps % recipe.hard_every == 0:
            self._keep_hard(rng)
        image = self._crops(rng, recipe.batch)
        if self.hard:
            count = round(recipe.batch * recipe.hard_share)
            block = self.hard[int(torch.randint(len(self.hard), (), generator=rng))]
            image = torch.cat([block[torch.randperm(HARD_BATCH, generator=rng)[:count]], image[count:]])
        with torch.no_grad():
            walked = self._walk(image)
            targets = self._scaled(walked)
        if isinstance(self.network, Hinted):
            named = _hinted(self.network, walked, targets)
        else:
            assert isinstance(self.student, FireNetwork)
            forced = zip(self.student.forced(targets), targets[1:], strict=True)
            named = {f"forced{n}": F.mse_loss(own, target) for n, (own, target) in enumerate(forced, 2)}
        loss = torch.stack(list(named.values())).sum()
        if together:
            taps = self.student(image)
            features = [F.mse_loss(tap, target) for tap, target in zip(taps, targets, strict=True)]
            named |= {f"feature{level + 1}": value for level, value in enumerate(features)}
            distance = torch.stack(
                [
                    F.mse_loss(_pair_distances(tap), _pair_distances(target))
                    for tap, target in zip(taps, targets, strict=True)
                ]
            ).mean()
            loss = loss + torch.stack(features).sum() + recipe.distance_weight * distance / 0.02
            named["distance"] = distance.sqrt()
        return {"loss": loss, **named}

    def state(self) -> dict[str, Any]:
        """What a resumed run needs beside the network: the pictures that fooled the student."""
        return {"steps": self.steps, "hard": self.hard}

    def restore(self, state: dict[str, Any]) -> None:
        self.steps, self.hard = state["steps"], [block.to(self.device) for block in state["hard"]]

    def sample(self, network: nn.Module) -> Tensor:
        """The levels' first channels side by side.

        There is no picture to show, but dead channels are seen.
        """
        taps = _student(network)(self.held_out[0][None, :, :128, :128].to(self.device).float() / 255)
        maps = [F.interpolate(tap[:, :3] / tap[:, :3].amax().clamp_min(1e-6), (96, 96)) for tap in taps]
        return torch.cat(maps, 3).cpu()

    def measures(self, student: Look) -> dict[str, float]:
        """What is accepted, on held-out works."""
        photos = [picture.cpu() for picture in spread(self.photos.pictures)]
        agreed = agreement(student, self.look, self.held_out, self.device)
        works, steps = spread(self.held_out), self.recipe.accepted_after
        closed = closed_by_optimising(student, self.features, photos, works, steps, self.device)
        return {**agreed, "closed_by_optimising": closed}

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        student = _student(network)
        name = "deep_loss_network" if isinstance(student, LossNetwork) else "fire_network"
        path = run.path / f"{name}.safetensors"
        card = {
            "measures": self.measures(student),
            "config": asdict(student.config),
            "recipe": asdict(self.recipe),
        }
        save_network(path, student, card)
        return path


def train_loss_network(
    photos: Path,
    styles: Path,
    teacher: Path,
    run: Path,
    recipe: LossNetworkRecipe,
    resume: bool = False,
    device: Device | None = None,
) -> Generator[News, None, Path]:
    """Distils; returns the path of the student's weights, with its measures in the JSON beside it."""
    device = device or choose_device()
    task = Distillation(photos, styles, teacher, recipe, device.torch_device)
    yield Notice(f"Trains on {device.torch_device.type}: {device.reason}")
    yield from left_out(task.photos, task.styles)
    return (yield from train(task, recipe.schedule, RunFolder(run), {"recipe": asdict(recipe)}, resume))


def _student(network: nn.Module) -> LossNetwork | FireNetwork:
    """What is learnt, without the maps beside it."""
    student = network.student if isinstance(network, Hinted) else network
    assert isinstance(student, LossNetwork | FireNetwork)
    return student


def _hinted(hinted: Hinted, walked: list[list[Tensor]], targets: list[Tensor]) -> dict[str, Tensor]:
    """Each level from the teacher's level before it, and the layers between them."""
    student, named, hints = hinted.student, {}, []
    for level in range(1, LEVELS):
        made = student.further(targets[level - 1], level - 1)
        named[f"forced{level + 1}"] = F.mse_loss(student.enter(made[-1], level), targets[level])
        wanted = walked[level - 1][1:]
        for hint, layer in zip(hinted.hints(made[1:], level - 1), wanted, strict=True):
            hints.append(F.mse_loss(hint, layer) / layer.var())
    return named | {"hints": torch.stack(hints).sum()}


def _pair_distances(features: Tensor) -> Tensor:
    grams = gram(features)
    return torch.stack([normalized_distance(grams, grams.roll(shift, 0)) for shift in (1, 2, 3)])
