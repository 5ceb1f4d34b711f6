"""`impasto train universal`: the universal stylizer, from folders of photographs and paintings.

Strength is trained as interpolation between the photo's own code, which must give the photo back, and the
style's. Each step asks one of the judges: two that were trained apart see more than one, and asking is what
most of a step's time goes into. What was tried and measured on the way is in docs/experiments.md.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from models.checkpoints.judges import LOSS_NETWORKS
from models.checkpoints.shipped import load_loss_network, load_stylist, save_network
from models.data.pictures import Augmentation, PictureFolder, left_out
from models.data.procedural import procedural_style
from models.devices import Device, choose_device
from models.losses.style import total_variation
from models.losses.teachers import SLIM_FILE, SQUEEZENET_FILE, VGG19_FILE, SlimVgg, SqueezeNet, Vgg19Start
from models.networks.microast import load_microast
from models.networks.stylist import Stylist, at_strength
from models.networks.universal import UniversalConfig
from models.news import News, Notice, UserError
from models.style_parts import READERS
from models.training.guide import Guide, guided_part, listening, spoken_of
from models.training.loop import train
from models.training.objective import (
    SHIFT_PX,
    Statistics,
    calm_loss,
    clip_loss,
    content_loss,
    identity_loss,
    shift_loss,
    style_distances,
    style_statistics,
)
from models.training.run_folder import RunFolder
from models.training.schedule import Schedule
from models.training.stretching import halfway, in_other_colours

CPU = torch.device("cpu")
HELD_OUT = 60
STYLE_SIDE_PX = 400
# Nearly whole pictures, at nearly their own size, as the program paints them.
PHOTO_CROPS = Augmentation(scale=(0.6, 1.0))
STYLE_CROPS = Augmentation(scale=(0.5, 1.0))
SHIPPED = "shipped"
JUDGES: dict[str, Callable[[Path], nn.Module]] = {
    "slim": lambda teacher: SlimVgg(teacher / SLIM_FILE),
    "deep": lambda teacher: SlimVgg(teacher / SLIM_FILE, levels=5),
    "squeeze": lambda teacher: SqueezeNet(teacher / SQUEEZENET_FILE),
    "vgg": lambda teacher: Vgg19Start(teacher / VGG19_FILE),
}
BEYOND = 1.5
OFTEN = 0.15  # how often identity and shift are asked for; they cost a pass of the network each


@dataclass(frozen=True)
class UniversalRecipe:
    """Sizes and balances. `content` grows the photo's say, `style` the style's.

    `judges` names the networks that say what style and likeness are, joined by +: shipped (both loss networks
    that ship), slim, deep (slim with its fifth level), squeeze, vgg. `bfloat16` halves the time on a GPU;
    losses are float32 either way. `photo_styles` of the styles are photographs: a network that is never asked
    for the style of one learns that their codes mean strength 0, and gives back what looks like one. Unless
    `readers_learn`, what reads pictures stays as it is (`READERS`) in a network that is begun from weights.
    """

    width: int = 32
    size_px: int = 128
    late_size_px: int = 192  # for the last 40 % of the training
    batch: int = 4
    judges: str = SHIPPED
    readers_learn: bool = False
    bfloat16: bool = False
    textures: int = 150
    photo_styles: float = 0.25
    other_colours: float = 0.0  # of the styles, in the colours of another
    mixed: float = 0.0  # how often each style is one between two, its code and its statistics
    style: float = 150.0
    heeded: float = 0.0  # how often a code is corrected by what its painting lacks, as the program does
    beyond: float = 0.0  # how often the strength is beyond 1, up to BEYOND: more style for less likeness
    near: float = 0.0  # at 0 all distances count alike, at 1 all shares of the gap
    content: float = 4.0
    identity: float = 10.0
    shift: float = 400.0
    noise: float = 0.02  # of the range: the grain that a moved photo has more than the one it is moved from
    smooth: float = 0.05
    clip: float = 60.0
    calm: float = 300.0
    guide: float = 30.0  # at first; only where there is one
    schedule: Schedule = Schedule(
        steps=40_000, optimizer="muon", learning_rate=3e-3, ema=0.998, clip_norm=5.0
    )


class UniversalTask:
    """The task: stylized pictures against style statistics and content features of frozen networks."""

    def __init__(
        self,
        photos: Path,
        styles: Path,
        judges: list[nn.Module],
        stylist: Stylist,
        recipe: UniversalRecipe,
        device: torch.device = CPU,
        guide: Guide | None = None,
    ) -> None:
        """`stylist` learns."""
        self.recipe, self.device, self.guide = recipe, device, guide
        rng = np.random.default_rng(recipe.schedule.seed)
        self.photos, self.styles = PictureFolder(photos), PictureFolder(styles, STYLE_SIDE_PX)
        kept = len(self.styles) - min(HELD_OUT, len(self.styles) // 10)
        self.held_out = self.styles.pictures[kept:]
        self.styles.pictures = self.styles.pictures[:kept]
        textures = [procedural_style(rng, STYLE_SIDE_PX) for _ in range(recipe.textures)]
        self.styles.pictures += [torch.from_numpy(t).permute(2, 0, 1).contiguous() for t in textures]
        self.photos.move_to(device)
        self.styles.move_to(device)
        self.judges = nn.ModuleList(judges).to(device).to(memory_format=torch.channels_last)
        self.stylist = stylist.to(device).to(memory_format=torch.channels_last)
        self.network: nn.Module = self.stylist
        if not recipe.readers_learn:
            for name, parameter in stylist.named_parameters():
                parameter.requires_grad_(not name.startswith(READERS))

    def calibrate(self) -> None:
        """Lets a new network's modulator hear every number of a code equally."""
        probe = torch.Generator().manual_seed(1)
        size = self.recipe.size_px
        crops = [
            self.styles.batch(probe, 32, size, STYLE_CROPS),
            self.photos.batch(probe, 16, size, PHOTO_CROPS),
        ]
        self.stylist.modulator.calibrate(self.stylist.codes(crops))

    def losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.recipe.bfloat16):
            return self._losses(progress, rng)

    def _losses(self, progress: float, rng: torch.Generator) -> dict[str, Tensor]:
        recipe = self.recipe
        size = recipe.size_px if progress < 0.6 else recipe.late_size_px
        large = self.photos.batch(rng, recipe.batch, size + SHIFT_PX, PHOTO_CROPS)
        photo = large[..., :size, :size]
        style = self._style_crops(size, rng)
        code = self.stylist.code(style)
        if recipe.readers_learn:
            self.stylist.modulator.follow(code.detach())
        judge = self.judges[int(torch.randint(len(self.judges), (), generator=rng))]
        with torch.no_grad():
            of_photo, of_style = _exact(judge(photo)), _exact(judge(style))
        goal = style_statistics(of_style)
        if is_mixed := float(torch.rand((), generator=rng)) < recipe.mixed:
            code, goal = halfway(code, goal, rng)
        if float(torch.rand((), generator=rng)) < recipe.heeded:
            code = self.stylist.corrected(code, self.stylist.lack(photo, code))
        strength = 1.0
        if float(torch.rand((), generator=rng)) < recipe.beyond:
            strength += (BEYOND - 1) * float(torch.rand((), generator=rng))
            code = at_strength(self.stylist.code(photo), code, strength)
        with listening(*spoken_of(self.stylist.content)) as heard:
            out = self.stylist(photo, code)
        weights = self._weights(of_photo, goal)
        taps = _exact(judge(out))
        losses = self._picture_losses(taps, of_photo, goal, weights)
        losses["clip"] = clip_loss(out)
        losses["calm"] = calm_loss(out, photo)
        losses["smooth"] = total_variation(out)
        total = recipe.style * losses["style"] + recipe.content * (2 - strength) * losses["content"]
        total = total + recipe.clip * losses["clip"] + recipe.smooth * losses["smooth"]
        total = total + recipe.calm * losses["calm"]
        guided = recipe.guide * guided_part(progress)
        if self.guide is not None and guided > 0 and not is_mixed:
            hints = self.guide.losses(photo, style, out, heard, judge, taps)
            total = total + guided * torch.stack(list(hints.values())).sum()
            losses |= hints
        chance = torch.rand(3, generator=rng).tolist()
        if chance[0] < OFTEN:  # what is asked seldom counts as if it were asked always
            losses["identity"] = identity_loss(self.stylist, photo) / OFTEN
            total = total + recipe.identity * losses["identity"]
        if chance[1] < OFTEN:
            losses["shift"] = shift_loss(self.stylist, large, code, out, rng, recipe.noise) / OFTEN
            total = total + recipe.shift * losses["shift"]
        if chance[2] < OFTEN / 2:  # strength between: on the line of codes the style grows steadily
            alpha = float(torch.rand((), generator=rng))
            between = self.stylist(photo, torch.lerp(self.stylist.code(photo), code, alpha))
            mixed = self._picture_losses(judge(between), of_photo, goal, weights)
            part = alpha * recipe.style * mixed["style"] + (2 - alpha) * recipe.content * mixed["content"]
            total = total + part
        return {"loss": total, **losses}

    def _style_crops(self, size_px: int, rng: torch.Generator) -> Tensor:
        """Of paintings and textures, and some of photographs."""
        crops = self.styles.batch(rng, self.recipe.batch, size_px, STYLE_CROPS)
        is_photo = torch.rand(len(crops), generator=rng) < self.recipe.photo_styles
        if count := int(is_photo.sum()):
            crops[is_photo] = self.photos.batch(rng, count, size_px, STYLE_CROPS)
        return in_other_colours(crops, self.recipe.other_colours, rng)

    def _weights(self, photo: list[Tensor], style: Statistics) -> Tensor:
        """What each pair's style counts, 1 on the average: more, the narrower its gap is."""
        gap = style_distances(photo, style).clamp_min(1e-3)
        weights = gap.pow(-self.recipe.near)
        return weights / weights.mean()

    def _picture_losses(
        self, taps: list[Tensor], photo: list[Tensor], style: Statistics, weights: Tensor
    ) -> dict[str, Tensor]:
        """Style, by what each pair counts (n), and content of pictures whose features are `taps`."""
        with torch.autocast(self.device.type, enabled=False):  # sums over a picture want their digits
            exact = _exact(taps)
            distances = style_distances(exact, style)
            return {"style": (weights * distances).mean(), "content": content_loss(exact, photo)}

    def sample(self, network: nn.Module) -> Tensor:
        """Up to six paintings on two photographs, a column each; held-out ones where there are any."""
        assert isinstance(network, Stylist)
        rng = torch.Generator().manual_seed(5)
        size = 256
        photos = self.photos.batch(rng, 2, size, Augmentation(scale=(0.9, 1.0), flip=False))
        columns = []
        paintings = self.held_out or self.styles.pictures
        for picture in paintings[:: max(1, len(paintings) // 5)][:6]:
            side = min(picture.shape[1:])
            square = picture[None, :, :side, :side].to(self.device).float() / 255
            style = F.interpolate(square, (size, size), mode="bilinear", antialias=True)
            code = network.code(style).expand(2, -1)
            columns.append(torch.cat([style, *torch.split(network(photos, code), 1)], 2))
        first = torch.cat([torch.ones_like(photos[:1]), *torch.split(photos, 1)], 2)
        return torch.cat([first, *columns], 3).cpu()

    def write(self, network: nn.Module, path: Path) -> None:
        """The weights as they are now, usable wherever those that ship are."""
        assert isinstance(network, Stylist)
        save_network(path, network, {**network.card(), "recipe": asdict(self.recipe)})

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        path = run.path / "universal.safetensors"
        self.write(network, path)
        return path


def judges_named(names: str, teacher: Path | None) -> list[nn.Module]:
    """The networks that a recipe names; all but the shipped ones are read from the folder `teacher`."""
    found: list[nn.Module] = []
    for name in names.split("+"):
        if name == SHIPPED:
            found += [load_loss_network(path) for path in LOSS_NETWORKS]
        elif name not in JUDGES:
            raise UserError(f"There is no judge {name!r}. Join some of {SHIPPED}, {', '.join(JUDGES)} by +.")
        elif teacher is None:
            raise UserError(
                f"The judge {name!r} does not ship. Name the folder that holds it with --teacher."
            )
        else:
            found.append(JUDGES[name](teacher))
    return found


def _exact(taps: list[Tensor]) -> list[Tensor]:
    return [tap.float() for tap in taps]


def train_universal(
    photos: Path,
    styles: Path,
    run: Path,
    recipe: UniversalRecipe,
    *,
    loss_weights: Path,
    begin_with: Path | None = None,
    teacher: Path | None = None,
    guided_by: Path | None = None,
    resume: bool = False,
    device: Device | None = None,
) -> Generator[News, None, Path]:
    """Trains; returns the path of the weights, with their configuration in the JSON beside them.

    `begin_with` names weights to go on from; without it a new network learns, which reads styles by the loss
    network of `loss_weights`. `guided_by` is the folder of MicroAST's published files, if it is to guide.
    """
    device = device or choose_device()
    yield Notice(f"Trains on {device.torch_device.type}: {device.reason}")
    judges = judges_named(recipe.judges, teacher)
    is_new = begin_with is None and not resume
    guide = None if guided_by is None else Guide(load_microast(guided_by), device.torch_device)
    if resume and guide is None and RunFolder(run).read_config().get("guided"):
        raise UserError("This run was begun with a guide. Name its folder again: --guide DIR")
    if begin_with is None:
        torch.manual_seed(recipe.schedule.seed)
        config = UniversalConfig(width=recipe.width)
        stylist = Stylist(load_loss_network(loss_weights), config)
    else:
        stylist = load_stylist(begin_with).requires_grad_(True)
        stylist.encoder.loss_network.requires_grad_(False)
    recipe = replace(recipe, readers_learn=recipe.readers_learn or is_new)
    task = UniversalTask(photos, styles, judges, stylist, recipe, device.torch_device, guide)
    yield from left_out(task.photos, task.styles)
    if is_new:
        task.calibrate()
    asked = {"recipe": asdict(recipe), "guided": guide is not None}
    return (yield from train(task, recipe.schedule, RunFolder(run), asked, resume))
