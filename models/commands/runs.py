"""What all trainings share on the command line: recipes from JSON, threads, and how a run is shown."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from models.commands.console import Display, put, say
from models.news import FileError, News, Preview
from models.training_news import SampleSaved


def read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise FileError(f"{path} is not JSON: {error}. Mend it, or leave --config out.") from error
    if not isinstance(found, dict) or not isinstance(found.get("schedule", {}), dict):
        raise FileError(f"{path} must hold one JSON object such as {{}}, with names of the recipe in it.")
    return found


class RunDisplay:
    """The display of a run; samples become lines, because a terminal shows no pictures."""

    def __init__(self, network: str) -> None:
        self._display = Display(network)

    def show(self, news: News) -> None:
        if isinstance(news, SampleSaved):
            say(f"sample: {news.path}")
        elif not isinstance(news, Preview):
            self._display.show(news)


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
