"""Values of the command line, each checked where it is read, with an error that says what would be right."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from models.commands.outcomes import EXIT_CODES
from models.news import FileError, UserError

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_DECIMAL_COMMA = re.compile(r"\d+,\d+")
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|nan|[+-]?inf", re.IGNORECASE)


def add_verb(
    verbs: Verbs,
    name: str,
    run: Callable[[argparse.Namespace], int],
    summary: str,
    description: str,
    epilog: str = "",
) -> argparse.ArgumentParser:
    """A verb with what all of them have: the exit codes in its help, and --debug."""
    parser = verbs.add_parser(
        name,
        help=summary,
        description=description,
        epilog=epilog + EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    parser.add_argument(
        "--debug", action="store_true", help="on an error of Impasto itself, show where it was"
    )
    return parser


def absolute(path: Path | None) -> Path | None:
    """The same from every folder; None stays None."""
    return path and path.absolute()


def number_between(low: float, high: float) -> Callable[[str], float]:
    """An argparse type for a number from `low` to `high`, both included."""

    def read(text: str) -> float:
        hint = " (write the decimals after a point)" if _DECIMAL_COMMA.fullmatch(text) else ""
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number from {low:g} to {high:g}{hint}")
        return value

    return read


def whole_number_between(low: int, high: int) -> Callable[[str], int]:
    """An argparse type for a whole number from `low` to `high`, both included."""

    def read(text: str) -> int:
        digits = text.removeprefix("-")
        # int() would also take "1_000" and other scripts' digits, and is slow on very long texts.
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 20) or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {low} to {high}")
        return int(text)

    return read


def split_weight(text: str) -> tuple[str, float]:
    """Takes SOURCE[:WEIGHT] apart: "monet.jpg:0.5" → ("monet.jpg", 0.5).

    A colon that is part of a name stays there: "C:\\x.png", "preset:ink", "Sunday: noon.jpg", and any text
    that is itself the path of a file. UserError where the weight is not a number above 0.
    """
    head, colon, tail = text.rpartition(":")
    if not colon or not head or head == "preset" or _exists(Path(text)):
        return text, 1.0
    if _DECIMAL_COMMA.fullmatch(tail):
        raise UserError(
            f"The weight in {text!r} has a comma. Write the decimals after a point: {tail.replace(',', '.')}"
        )
    if not _PLAIN_NUMBER.fullmatch(tail):
        return text, 1.0
    weight = float(tail)
    if not 0 < weight < math.inf:
        raise UserError(f"The weight in {text!r} must be a number above 0, for example {head}:0.5")
    return head, weight


def match_masks(masks: list[str], sources: list[str], option: str = "mask") -> dict[int, Path]:
    """Reads each STYLE=MASK.png of this option; returns the mask of each style's place in `sources`.

    STYLE is what --style was given (without its weight), its file name with or without the ending, or its
    number from 1. UserError where it names no style or more than one; FileError where the mask is missing.
    """
    found: dict[int, Path] = {}
    for text in masks:
        index, mask = _match_mask(text, sources, option)
        if index in found:
            raise UserError(
                f"Style {index + 1}, {sources[index]!r}, has two masks. Give each style at most one."
            )
        require_file(mask, "mask")
        found[index] = mask
    return found


def _match_mask(text: str, sources: list[str], option: str) -> tuple[int, Path]:
    cuts = [i for i, letter in enumerate(text) if letter == "="]
    if not cuts:
        raise UserError(
            f"--{option} {text!r} has no '='. Write STYLE=MASK.png, for example {sources[0]}=sky.png"
        )
    # A path may itself hold "=": among the readings that name a style the one whose mask exists is meant.
    readings = [(places, text[cut + 1 :]) for cut in cuts if (places := _places(text[:cut], sources))]
    if not readings:
        names = ", ".join(f"{i + 1} {source!r}" for i, source in enumerate(sources))
        raise UserError(f"--{option} {text!r} names no style that was given. The styles are: {names}")
    places, mask = next((r for r in readings if _exists(Path(r[1]))), readings[0])
    if len(places) > 1:
        raise UserError(
            f"--{option} {text!r} fits several styles. "
            f"Name the style by its number, from 1 to {len(sources)}."
        )
    if not mask:
        raise UserError(f"--{option} {text!r} names no file after the '='.")
    return places[0], Path(mask)


def _places(name: str, sources: list[str]) -> list[int]:
    for fits in (lambda s: s == name, lambda s: Path(s).name == name, lambda s: Path(s).stem == name):
        if places := [i for i, source in enumerate(sources) if fits(source)]:
            return places
    return [int(name) - 1] if name.isascii() and name.isdigit() and 1 <= int(name[:9]) <= len(sources) else []


def require_file(path: Path, what: str) -> None:
    """FileError, with what to do, unless `path` is a file."""
    if _exists(path, folder=True):
        raise FileError(f"The {what} {path} is a folder. Name a file in it.")
    if not _exists(path):
        raise FileError(f"There is no {what} at {path}. Check the name and the folder.")


def _exists(path: Path, folder: bool = False) -> bool:
    try:
        return path.is_dir() if folder else path.exists() and not path.is_dir()
    except (OSError, ValueError):  # a name the system cannot even ask for: too long, or with a NUL
        return False
