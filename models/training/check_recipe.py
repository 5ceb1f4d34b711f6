"""What can be known to be wrong in a recipe of a game before anything is read, with what to do instead."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Protocol

from models.data.differentiable import check_policy
from models.losses.adversarial import objective
from models.losses.adversarial.game import Game
from models.networks.discriminators import RECEPTIVE_FIELDS
from models.news import UserError
from models.training.imagine import ImagineRecipe
from models.training.paired import PairedRecipe
from models.training.translation import METHODS, UnpairedRecipe

GENERATORS = ("swatch", "dcgan")
OPPONENTS = ("patches", "features")
SCALES = (1, 2, 3)
SWATCHES_PX = (16, 32, 64, 128, 256)


class Contesting(Protocol):
    """A recipe with a game."""

    @property
    def game(self) -> Game: ...

    @property
    def batch(self) -> int: ...


def check_parent(game: Game, parent: Path | None) -> None:
    """UserError where blocks would be frozen that have learnt nothing yet."""
    if game.frozen and parent is None:
        raise UserError(
            f"The game has frozen at {game.frozen}, but this discriminator begins from nothing, and would "
            "keep what chance gave it. Name a run to begin from (--from), or leave frozen out."
        )


def check_recipe(recipe: Contesting) -> None:
    """UserError in words."""
    _check_numbers(recipe)
    _check_numbers(recipe.game)
    if recipe.batch < 1:
        raise UserError(f"batch is {recipe.batch}; one picture at a time is the least.")
    _check_game(recipe.game)
    if isinstance(recipe, ImagineRecipe):
        _check_swatches(recipe)
    elif isinstance(recipe, UnpairedRecipe | PairedRecipe):
        if recipe.receptive_field_px not in RECEPTIVE_FIELDS:
            raise UserError(
                f"receptive_field_px is {recipe.receptive_field_px}; the discriminator sees patches of "
                "16, 34 or 70 px."
            )
        _check_players(recipe)
        if isinstance(recipe, UnpairedRecipe):
            _check_unpaired(recipe)
        if isinstance(recipe, PairedRecipe) and recipe.size_px not in (32, 64, 128, 256, 512):
            raise UserError(f"size_px is {recipe.size_px}; pairs are learnt at 32, 64, 128, 256 or 512 px.")


def _check_numbers(of: object) -> None:
    assert is_dataclass(of)
    for field in fields(of):
        value = getattr(of, field.name)
        if isinstance(value, int | float) and not value >= 0:  # nor is what is no number
            raise UserError(f"{field.name} is {value:g}; it must be 0 or more.")


def _check_unpaired(recipe: UnpairedRecipe) -> None:
    if recipe.method not in METHODS:
        raise UserError(f"There is no method {recipe.method!r}. Choose one of {', '.join(METHODS)}.")
    if recipe.opponent not in OPPONENTS:
        raise UserError(f"There is no opponent {recipe.opponent!r}. Choose one of {', '.join(OPPONENTS)}.")
    if recipe.opponent == "features" and recipe.scales != 1:
        raise UserError("An opponent that looks at features sees all sizes at once: leave scales out.")
    if recipe.size_px % 4 or not recipe.size_px:
        raise UserError(
            f"size_px is {recipe.size_px}; the generator halves it twice, so it must be a multiple of 4."
        )


def _check_players(recipe: UnpairedRecipe | PairedRecipe) -> None:
    if recipe.backbone and (recipe.size_px % 8 or recipe.size_px < 16):
        raise UserError(
            f"size_px is {recipe.size_px}; the universal network halves it three times, so it must be a "
            "multiple of 8 from 16 up."
        )
    if recipe.scales not in SCALES:
        raise UserError(f"scales is {recipe.scales}; the discriminator looks at 1, 2 or 3 sizes.")
    if isinstance(recipe, UnpairedRecipe) and recipe.opponent != "patches":
        return
    # Each strided layer halves, and the two that follow take a position each.
    least_px = 3 * 2 ** (RECEPTIVE_FIELDS[recipe.receptive_field_px] + recipe.scales - 1)
    if recipe.size_px < least_px:
        raise UserError(
            f"size_px is {recipe.size_px}; a discriminator of {recipe.receptive_field_px} px that looks at "
            f"{recipe.scales} sizes needs {least_px} or more. Choose fewer scales or a smaller "
            "receptive_field_px."
        )


def _check_game(game: Game) -> None:
    if game.rounds < 1:
        raise UserError(
            f"rounds in the game is {game.rounds}; without a round of its own the discriminator learns "
            "nothing. 1 is usual."
        )
    if max(game.beta1, game.beta2) >= 1:
        raise UserError(
            f"beta1 and beta2 in the game are {game.beta1:g} and {game.beta2:g}; both must be below 1. "
            "0 and 0.99 are usual."
        )
    objective(game.objective, game.smoothing)
    check_policy(game.augment)
    if game.objective == "wgan" and not (game.clip or game.gradient_penalty):
        raise UserError(
            "The objective wgan says nothing while its critic's slope is free. Set clip or gradient_penalty "
            "in the game: 0.01 and 10 are usual, with 5 rounds."
        )


def _check_swatches(recipe: ImagineRecipe) -> None:
    if recipe.generator not in GENERATORS:
        raise UserError(f"There is no generator {recipe.generator!r}. Choose swatch or dcgan.")
    if recipe.size_px not in SWATCHES_PX:
        raise UserError(f"size_px is {recipe.size_px}; swatches are learnt at 16, 32, 64, 128 or 256 px.")
    if recipe.generator != "dcgan":
        return
    if recipe.tileable:
        raise UserError("DCGAN makes no swatches that go on at their other edge: leave tileable out.")
    game = recipe.game
    if (game.r1 or game.r2 or game.gradient_penalty) and not game.spectral:
        raise UserError(
            "DCGAN's discriminator looks at its whole batch at once, so r1, r2 and gradient_penalty mean "
            "nothing to it. Leave them out, or choose the generator swatch."
        )
