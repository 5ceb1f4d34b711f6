"""`impasto styles`: the built-in presets and the user's own style files."""

from __future__ import annotations

import argparse
import json
from collections.abc import Generator
from typing import Any

from models.commands import outcomes
from models.commands.arguments import Verbs, add_verb
from models.commands.console import Display, follow, put, say
from models.news import News, OpenedStyle
from models.requests import ListStyles

KINDS = {
    "preset": "built in",
    "style": "yours",
    "picture": "picture",
    "foreign": "foreign network",
    "swatches": "swatches",
}


def add_to(verbs: Verbs) -> None:
    """Adds the verb and its options."""
    parser = add_verb(
        verbs,
        "styles",
        run,
        "list the built-in presets and your own styles",
        "Lists what --style takes by name: the built-in presets, then your own style files.",
    )
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")


def list_styles() -> Generator[News, None, Any]:
    """Asks the engine, which needs no network for this."""
    from models.engine import Engine

    return Engine().answer(ListStyles(thumbnail_px=16))


def run(arguments: argparse.Namespace) -> int:
    """Prints one style a line, or all as JSON."""
    with Display("styles") as display:
        styles: tuple[OpenedStyle, ...] = follow(list_styles(), display)
    if arguments.json:
        names = ("source", "name", "kind", "licence", "origin")
        put(json.dumps([{name: getattr(style, name) for name in names} for style in styles], indent=1))
        return outcomes.DONE
    width = max((len(style.source) for style in styles), default=0)
    for style in styles:
        put(f"{style.source:<{width}}  {KINDS[style.kind]:<9}  {style.name}")
    if not styles:
        say("There are no presets and no styles of your own; any picture serves as a style.")
    return outcomes.DONE
