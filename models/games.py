"""Adversarial objectives by name, each with what its paper holds the discriminator by. No torch."""

from __future__ import annotations

from typing import Any, TypeAlias

Terms: TypeAlias = dict[str, float | bool | str]

# All terms stand in each, so that none of the task's own is left over. R1 and R2 are R3GAN's at 64 px over
# four, because pictures go from 0 to 1 here; betas are those of Adam.
NO_TERMS: Terms = {
    "r1": 0.0, "r2": 0.0, "gradient_penalty": 0.0, "clip": 0.0, "spectral": False, "rounds": 1,
    "beta1": 0.0, "beta2": 0.99,
}  # fmt: skip
AS_DCGAN: Terms = {"beta1": 0.5, "beta2": 0.999}
GAMES: dict[str, Terms] = {
    "relativistic": {"objective": "relativistic"} | NO_TERMS | {"r1": 0.5, "r2": 0.5},
    "non-saturating": {"objective": "non-saturating"} | NO_TERMS | AS_DCGAN,
    "minimax": {"objective": "minimax"} | NO_TERMS | AS_DCGAN,
    "lsgan": {"objective": "lsgan"} | NO_TERMS | AS_DCGAN,
    "hinge": {"objective": "hinge"} | NO_TERMS | {"spectral": True, "beta2": 0.9},
    "wgan": {"objective": "wgan"} | NO_TERMS | {"clip": 0.01, "rounds": 5},
    "wgan-gp": {"objective": "wgan"} | NO_TERMS | {"gradient_penalty": 10.0, "rounds": 5, "beta2": 0.9},
}


def whole_game(asked: dict[str, Any]) -> dict[str, Any]:
    """A recipe's game in which an objective brings its terms; what stands beside it comes first.

    A name that is unknown is left for who checks recipes.
    """
    named = GAMES.get(str(asked.get("objective")), {})
    beside = {name: value for name, value in asked.items() if name != "objective" or not named}
    return named | beside


def game_of(game: object) -> str | None:
    """The name of the one that is chosen by a recipe's game, however its terms were changed by hand."""
    if not isinstance(game, dict) or game.get("objective") not in GAMES:
        return None
    name = str(game["objective"])
    return "wgan-gp" if name == "wgan" and game.get("gradient_penalty") else name
