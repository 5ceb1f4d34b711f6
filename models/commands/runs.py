"""What all trainings share on the command line: recipes from JSON, threads, and how a run is shown."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from models.commands.console import Display, put, say
from models.news import FileError, News, Preview, UserError

Recipe = TypeVar("Recipe")


def read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise FileError(f"{path} is not JSON: {error}. Mend it, or leave --config out.") from error
    if not isinstance(found, dict) or not isinstance(found.get("schedule", {}), dict):
        raise FileError(f"{path} must hold one JSON object such as {{}}, with names of the recipe in it.")
    return found


def amend(recipe: Recipe, overrides: dict[str, Any], where: str = "the recipe") -> Recipe:
    """A frozen dataclass with fields changed, nested ones too; UserError for an unknown name or kind."""
    assert is_dataclass(recipe)
    assert not isinstance(recipe, type)
    known = {field.name: getattr(recipe, field.name) for field in fields(recipe)}
    changes: dict[str, Any] = {}
    for name, value in overrides.items():
        if name not in known:
            raise UserError(f"{name!r} is not in {where}. It knows: {', '.join(sorted(known))}")
        if is_dataclass(known[name]):
            value = amend(known[name], value, f"the {name} of {where}")
        elif not _fits(value, known[name]):
            raise UserError(f"{name} in {where} is {known[name]!r} by default; {value!r} is of another kind.")
        changes[name] = value
    return replace(recipe, **changes)


def _fits(value: object, default: object) -> bool:
    if default is None:  # a number that may be left open
        return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, float):
        return isinstance(value, int | float)
    return isinstance(value, type(default))


def prepare_processor(threads: int | None) -> None:
    """How many threads torch uses (None: all), and that numbers too small to be normal count as nothing.

    Those cost a processor a hundredfold, and long trainings are full of them: measured, a step slowed from
    0.8 to 2.2 seconds of one core within a thousand steps. Called before torch computes anything, because
    only threads that start later take it over.
    """
    import torch

    torch.set_flush_denormal(True)
    if threads:
        torch.set_num_threads(threads)


class RunDisplay:
    """The display of a run; previews become files of the run, because a terminal shows no pictures."""

    def __init__(self, network: str, folder: Path) -> None:
        self._display = Display(network)
        self._samples = folder / "samples"

    def show(self, news: News) -> None:
        if not isinstance(news, Preview):
            self._display.show(news)
            return
        from PIL import Image

        self._samples.mkdir(parents=True, exist_ok=True)
        path = self._samples / f"{news.step:07d}.jpg"
        Image.fromarray(news.rgb_hwc).save(path, quality=90)
        say(f"sample: {path}")


class JsonLines:
    """News for another program: a JSON object a line."""

    def show(self, news: News) -> None:
        if isinstance(news, Preview):
            return
        values = {field.name: _plain(getattr(news, field.name)) for field in fields(news)}
        put(json.dumps({"news": type(news).__name__.lower(), **values}))


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return (
        float(value) if isinstance(value, np.floating) else str(value) if isinstance(value, Path) else value
    )
