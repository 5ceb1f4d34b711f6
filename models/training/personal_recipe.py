"""The numbers of a personal style: its recipe, and how sliders, style and time change it.

A unit of style loss pulls at the picture more for one painting than for another, beside what likeness pulls.
Its weight is balanced by that, measured where training begins: the same sliders mean the same for every one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.news import UserError
from models.style_weights import SLIDER_OF, USUAL, factor
from models.training.schedule import Schedule
from models.training_requests import Depth, Sliders

# The pull of style beside that of likeness: the median of 17 paintings; see docs/experiments.md.
USUAL_PULL = 0.33
MOST_BALANCE = 3.0
BRUSHES = 0.5, 2.0  # the scales at which the networks have seen style pictures

# Sizes to choose from by the time there is, the cheapest first: pixels of a crop, pictures of a batch. One
# large crop teaches more than two small ones at the same cost, strokes seen whole (docs/experiments.md).
SIZES = ((128, 1), (192, 1), (240, 1), (288, 1), (288, 2), (352, 2), (352, 4))
USUAL_SIZE = (288, 1)
STEPS_WANTED = 1500  # more steps than these serve a style less than larger crops do
STEPS_NEEDED = 150


@dataclass(frozen=True)
class PersonalRecipe:
    """`style` grows the strokes, `content` the likeness, `shift` the steadiness for live video.

    `brush` is the scale at which the style is read, `colour` how far its pictures are moved to the colours of
    the photographs first. `learn` are the parts that depth own learns (`models/style_parts.py`). `fresh`
    begins from nothing instead of from the shipped network, at depth full. The result goes this `way` from
    the shipped weights to those that were learnt.
    """

    depth: Depth = "style"
    learn: tuple[str, ...] = ()
    size_px: int = 288
    batch: int = 1
    style: float = USUAL["style"]
    content: float = USUAL["content"]
    identity: float = USUAL["identity"]
    shift: float = USUAL["shift"]
    clip: float = USUAL["clip"]
    smooth: float = USUAL["smooth"]
    calm: float = USUAL["calm"]
    brush: float = 1.0
    colour: float = 0.0
    fresh: bool = False
    way: float = 0.75
    schedule: Schedule = Schedule(
        steps=100_000,
        minutes=10.0,
        optimizer="muon",
        learning_rate=6e-3,
        ema=0.99,
        clip_norm=5.0,
        warmup_steps=20,
    )


def with_sliders(recipe: PersonalRecipe, sliders: Sliders) -> PersonalRecipe:
    """The recipe as the sliders ask for it; UserError where one is beyond its range."""
    for name in ("strength", "likeness", "stability", "colour"):
        if not 0 <= getattr(sliders, name) <= 1:
            raise UserError(f"The slider {name} is at {getattr(sliders, name):g}; it goes from 0 to 1.")
    if not BRUSHES[0] <= sliders.brush <= BRUSHES[1]:
        raise UserError(f"The brush is at {sliders.brush:g}; it goes from {BRUSHES[0]:g} to {BRUSHES[1]:g}.")
    moved = {
        name: getattr(recipe, name) * factor(getattr(sliders, slider)) for name, slider in SLIDER_OF.items()
    }
    return replace(recipe, **moved, brush=sliders.brush, colour=sliders.colour)


def balanced(recipe: PersonalRecipe, pull: float) -> PersonalRecipe:
    """For a style that pulls so strongly (`PersonalTask.pull`)."""
    share = min(MOST_BALANCE, max(1 / MOST_BALANCE, USUAL_PULL / max(pull, 1e-6)))
    return replace(recipe, style=round(recipe.style * share, 3))


def planned(recipe: PersonalRecipe, step_s: float, budget_s: float, processes: int = 1) -> PersonalRecipe:
    """The largest crops and batches that leave enough steps in the time.

    `step_s` is how long one process takes for a step of `recipe`. `processes` share each batch, and none of
    them is without a picture.
    """
    sizes = [(px, max(batch, processes)) for px, batch in SIZES]
    size = sizes[0]
    for number, larger in enumerate(sizes[1:], 1):
        wanted = STEPS_NEEDED if number <= SIZES.index(USUAL_SIZE) else STEPS_WANTED
        if budget_s * processes / (step_s * _cost(larger, recipe)) >= wanted:
            size = larger
    return replace(recipe, size_px=size[0], batch=size[1])


def smaller(recipe: PersonalRecipe) -> PersonalRecipe | None:
    """The next cheaper size, for a device with too little memory for this one; None below the least."""
    cheaper = [size for size in SIZES if size[0] ** 2 * size[1] < recipe.size_px**2 * recipe.batch]
    return replace(recipe, size_px=cheaper[-1][0], batch=cheaper[-1][1]) if cheaper else None


def expected_steps(
    recipe: PersonalRecipe, then: PersonalRecipe, step_s: float, budget_s: float, processes: int = 1
) -> int:
    """How many steps `then` will take in the time, from how long one of `recipe` took one process."""
    return max(1, round(budget_s * processes / (step_s * _cost((then.size_px, then.batch), recipe))))


def _cost(size: tuple[int, int], measured: PersonalRecipe) -> float:
    """Of a step at this size and batch, beside one of the recipe that was measured."""
    return size[0] ** 2 * size[1] / (measured.size_px**2 * measured.batch)
