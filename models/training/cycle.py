"""There and back again without pairs: CycleGAN (Zhu et al. 2017), where both directions are wanted.

Two generators and two discriminators. What is painted and painted back must be what it was; what is of the
other kind already must stay; and a discriminator sees some of what was made earlier, so that it cannot be led
round in circles (image pool, Shrivastava et al. 2017).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.checkpoints.style_file import StyleCard
from models.data.collections import Collection
from models.data.part import WHOLE, Part
from models.networks.loss_network import LossNetwork
from models.networks.stylist import Stylist
from models.training.alarms import likeness
from models.training.duel import Drawn, apart, sheet
from models.training.players import generator_of
from models.training.run_folder import RunFolder
from models.training.translation import Translation, UnpairedRecipe, opponent_in, published
from models.training_requests import way_back

SIDES = ("there", "back")


class Pool:
    """What was made lately: each picture that comes in is judged itself, or changes places with an older one.

    `size` 0 keeps none.
    """

    def __init__(self, size: int, kept: Sequence[Tensor] = ()) -> None:
        self.size = size
        self.kept = list(kept)

    def exchange(self, images: Tensor, rng: torch.Generator) -> Tensor:
        """As many pictures as come in, n×3×h×w."""
        out = []
        for image in torch.split(images, 1):
            if len(self.kept) < self.size:
                self.kept.append(image.detach().clone())
                out.append(image)
            elif self.size and float(torch.rand((), generator=rng)) < 0.5:
                place = int(torch.randint(self.size, (), generator=rng))
                out.append(self.kept[place])
                self.kept[place] = image.detach().clone()
            else:
                out.append(image)
        return torch.cat(out)


class BothWays(nn.Module):
    """A network for each direction. Called, it goes there."""

    def __init__(self, there: nn.Module, back: nn.Module) -> None:
        super().__init__()
        self.there, self.back = there, back

    def forward(self, image: Tensor) -> Tensor:
        y: Tensor = self.there(image)
        return y


class CycleTask(Translation):
    """`drawn` is for the direction there; the other is its mirror image."""

    def __init__(
        self,
        photos: Collection,
        works: Collection,
        recipe: UnpairedRecipe,
        eye: LossNetwork,
        card: StyleCard,
        target: Path,
        device: torch.device,
        base: Stylist | None = None,
    ) -> None:
        there, back = (
            generator_of(recipe, wanted, base, partial(published, recipe)) for wanted in (works, photos)
        )
        self.both = BothWays(there, back)
        self.network = self.both.to(device)
        opponents = BothWays(opponent_in(recipe, eye), opponent_in(recipe, eye))
        super().__init__(photos, works, recipe, opponents, eye, card, target, device)
        self._pools = {side: Pool(recipe.pool) for side in SIDES}
        self._pools_then = self._pools  # when the discriminators have learnt

    def drawn(self, rng: torch.Generator, part: Part = WHOLE) -> Drawn:
        photo, work = self._batches(rng, part)
        return Drawn(work, self.both.there(photo))

    def opponent_losses(self, progress: float, rng: torch.Generator, part: Part = WHOLE) -> dict[str, Tensor]:
        """Every part makes the pictures of all, without gradients, so that all keep the same pool."""
        with torch.no_grad():
            photo, work = self._batches(rng, WHOLE)
            made = {"there": self.both.there(photo), "back": self.both.back(work)}
        real = {"there": work, "back": photo}
        each, self._pools_then = [], {}
        for side in SIDES:
            self._pools_then[side] = pool = Pool(self.recipe.pool, self._pools[side].kept)
            fake = pool.exchange(made[side], rng)
            shown = Drawn(part.take(real[side]), part.take(fake))
            each.append(self._verdict(self.opponent.get_submodule(side), shown, self._dice(rng, part)))
        mean = {name: (each[0][name] + each[1][name]) / 2 for name in each[0]}
        # Works and what becomes of them have logits of one discriminator alone, as those that are held out.
        there = {name: each[0][name] for name in ("logit_real", "logit_fake")}
        return {**mean, **there, "opponent": each[0]["opponent"] + each[1]["opponent"]}

    def end_round(self) -> None:
        super().end_round()
        self._pools = self._pools_then

    def losses(self, progress: float, rng: torch.Generator, part: Part = WHOLE) -> dict[str, Tensor]:
        recipe, (photo, work) = self.recipe, self._batches(rng, part)
        dice = self._dice(rng, part)
        there, back = self.both.there, self.both.back
        made, plain = there(photo), back(work)
        fooling = self.fooling(Drawn(work, made), dice, self.opponent.get_submodule("there"))
        fooling = fooling + self.fooling(Drawn(photo, plain), dice, self.opponent.get_submodule("back"))
        cycle = apart(back(made), photo) + apart(there(plain), work)
        losses = {"fooling": fooling, "cycle": cycle}
        total = recipe.adversarial * fooling + recipe.cycle * cycle
        if recipe.identity:
            losses["identity"] = apart(there(work), work) + apart(back(photo), photo)
            total = total + recipe.cycle * recipe.identity * losses["identity"]
        return {"loss": total, **losses}

    @torch.no_grad()
    def sample(self, network: nn.Module) -> Tensor:
        """Photographs, what becomes of them, that painted back; and works, with what they stay as."""
        assert isinstance(network, BothWays)
        made = network.there(self.looked_at)
        return sheet([self.looked_at, made, network.back(made), self.known, network.there(self.known)])

    def generator_of(self, network: nn.Module) -> nn.Module:
        assert isinstance(network, BothWays)
        return network.there

    def finish(self, network: nn.Module, run: RunFolder) -> Path:
        """Both ways, each a generator of its own."""
        assert isinstance(network, BothWays)
        self._write_back(network.back, way_back(self.target))
        return super().finish(network, run)

    @torch.no_grad()
    def _write_back(self, back: nn.Module, path: Path) -> None:
        made = back(self._works_measured)
        measures = {**likeness(self._works_measured, made), **self.compared(made, self._photos_measured)}
        card = replace(self.card, name=f"{self.card.name} back", measures=measures)
        picture = sheet([self.known, back(self.known), self.looked_at])
        self._save(path, back, card, picture, self.photos.is_grey)

    def state(self) -> dict[str, Any]:
        return {**super().state(), "pools": {side: pool.kept for side, pool in self._pools.items()}}

    def restore(self, state: dict[str, Any]) -> None:
        super().restore(state)
        for side, kept in state["pools"].items():
            self._pools[side].kept = [image.to(self._where) for image in kept]
