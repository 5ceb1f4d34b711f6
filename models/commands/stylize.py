"""`impasto stylize`: photographs in the style of other pictures, to files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any, Protocol

from models.commands import outcomes
from models.commands.arguments import Verbs, add_verb, match_masks, require_file, split_weight
from models.commands.console import Display, follow, put, say
from models.commands.placing import Place, plan_places
from models.commands.stylize_options import EXAMPLES, REFINE_OPTIONS, add_options
from models.news import Exported, News, UserError
from models.requests import Controls, Export, RefineSettings, Request, StyleChoice, Stylize


class Answers(Protocol):
    """What of the engine is needed here."""

    def answer(self, request: Request) -> Generator[News, None, Any]:
        """Steps of the work; the result is returned."""


def make_engine(universal: Path | None) -> Answers:
    """The engine, imported when work begins."""
    from models.engine import Engine

    return Engine(universal=universal)


def add_to(verbs: Verbs) -> None:
    """Adds the verb and its options."""
    summary = "paint photos in the style of other pictures"
    description = (
        "Paints each PHOTO in the given style or mix of styles. Prints the path of each finished file."
    )
    add_options(add_verb(verbs, "stylize", run, summary, description, EXAMPLES))


def run(arguments: argparse.Namespace) -> int:
    """Checks everything first, then paints photo by photo."""
    photos = expand_photos(arguments.photos)
    styles = read_styles(arguments.styles, arguments.masks, arguments.excluded)
    refine = read_refine(arguments)
    for photo in photos:
        require_file(photo, "photo")
    if arguments.universal is not None:
        require_universal(arguments.universal, styles)
    inputs = [Path(style.source) for style in styles] + [style.mask for style in styles if style.mask]
    inputs += [style.exclude for style in styles if style.exclude]
    mark = mark_of(styles)
    places, folder = plan_places(photos, arguments.out, arguments.bits, arguments.on_conflict, inputs, mark)
    requests = [(place, make_request(arguments, place, styles, refine)) for place in places]
    if folder is not None:
        folder.mkdir(parents=True)
    try:
        return paint_all(requests, arguments.universal, arguments.debug)
    finally:
        if folder is not None and not any(folder.iterdir()):
            folder.rmdir()  # it was made for pictures that did not come


def require_universal(weights: Path, styles: tuple[StyleChoice, ...]) -> None:
    """UserError where other universal weights are given that cannot be read or would go unused."""
    from models.style_library import resolve

    require_file(weights, "file of universal weights")
    for style in (resolve(choice.source) for choice in styles):
        if style.kind == "foreign":
            raise UserError(f"{style.name} is a whole network and takes no weights. Leave out --universal.")


def expand_photos(names: list[str]) -> list[Path]:
    """The photos named; on Windows no shell has replaced patterns such as *.jpg by what they stand for."""
    photos: list[Path] = []
    for path in map(Path, names):
        is_pattern = sys.platform == "win32" and not path.exists() and any(sign in path.name for sign in "*?")
        photos += (sorted(path.parent.glob(path.name)) if is_pattern else []) or [path]
    return photos


def read_styles(texts: list[str], masks: list[str], excluded: list[str]) -> tuple[StyleChoice, ...]:
    """The mix that --style, --mask and --exclude describe.

    A style that is not there is found here, before any work.
    """
    from models.style_library import resolve

    weighted = [split_weight(text) for text in texts]
    sources = [source for source, _ in weighted]
    for source in sources:
        if not source.strip() or source == "preset:":
            raise UserError(f"--style {source!r} names nothing. Give a picture, a preset or a style file.")
        resolve(source)
    found, left_out = match_masks(masks, sources), match_masks(excluded, sources, "exclude")
    return tuple(
        StyleChoice(source, weight, found.get(number), left_out.get(number))
        for number, (source, weight) in enumerate(weighted)
    )


def mark_of(styles: tuple[StyleChoice, ...]) -> str:
    """What the names of pictures in a folder say of their style, for `impasto evaluate`; nothing of a mix."""
    from models.judgement import MARK
    from models.style_library import resolve

    if len(styles) > 1:
        return ""
    style = resolve(styles[0].source)
    return f"{MARK}{style.name}" + (f"#{style.index}" if style.index else "")


def read_refine(arguments: argparse.Namespace) -> RefineSettings:
    """The settings of refine; UserError where they are given to the engine that has none."""
    given = {name: value for name in REFINE_OPTIONS if (value := getattr(arguments, name)) is not None}
    if given and arguments.engine != "refine":
        option = "--" + next(iter(given)).replace("_", "-")
        raise UserError(f"{option} is for the refining engine. Add --engine refine, or leave it out.")
    if "loss_network" in given:
        require_file(given["loss_network"], "loss network")
    return RefineSettings(**given)


def make_request(
    arguments: argparse.Namespace, place: Place, styles: tuple[StyleChoice, ...], refine: RefineSettings
) -> Stylize | None:
    """What the engine is asked for one photo; None where its picture is there already and is kept."""
    if place.path is None:
        return None
    a = arguments
    return Stylize(
        photo=place.photo,
        styles=styles,
        controls=Controls(a.strength, a.brush, a.keep_colors, a.color_method, a.colors_only),
        engine=a.engine,
        refine=refine,
        long_side_px=a.long_side,
        seed=a.seed,
        export=Export(place.path, a.quality, a.bits, a.profile, a.metadata, a.dpi, a.recipe),
    )


def paint_all(requests: list[tuple[Place, Stylize | None]], universal: Path | None, debug: bool) -> int:
    """Paints every photo; of several, one that fails does not stop the others."""
    engine, failed = make_engine(universal), 0
    for number, (place, request) in enumerate(requests, 1):
        name = place.photo.name if len(requests) == 1 else f"{number}/{len(requests)} {place.photo.name}"
        if request is None:
            say(f"{name}: its picture is there already and was kept")
            continue
        try:
            paint_one(engine, request, name)
        except Exception as error:
            if len(requests) == 1 or debug:
                raise
            say(f"{name}: {outcomes.explain(error)[1]}")
            failed += 1
    if failed:
        say(f"{failed} of {len(requests)} photos could not be done; the others are finished.")
    return outcomes.SOME_FAILED if failed else outcomes.DONE


def paint_one(engine: Answers, request: Stylize, name: str) -> None:
    """Paints one photo, shows how it goes, and prints where the file lies."""
    with Display(name) as display:
        result = follow(engine.answer(request), display)
    if not isinstance(result, Exported):
        raise TypeError(f"the engine answered with {type(result).__name__}")
    for notice in result.notices:
        say(f"{name}: {notice}")
    say(f"{name}: {result.width_px}×{result.height_px} in {result.seconds:.1f} s")
    put(str(result.path))
