"""The command line: `impasto VERB …`, all that the window can do. No Qt; torch only where work begins."""

from __future__ import annotations

import argparse
import importlib.metadata
import io
import os
import sys
import traceback
from typing import NoReturn

from models.commands import bench, doctor, evaluate, export, imagine, live, outcomes, styles, stylize, train
from models.commands.console import say

DESCRIPTION = "Impasto paints photographs in the style of other pictures, on this machine alone."
VERBS = (stylize, live, styles, train, imagine, evaluate, export, doctor, bench)


class Parser(argparse.ArgumentParser):
    """Says what is wrong first and where help is; argparse prints a page of usage above it."""

    def error(self, message: str) -> NoReturn:
        say(f"{self.prog}: {message}\nSee {self.prog} --help")
        raise SystemExit(outcomes.BAD_ARGUMENTS)


def make_parser() -> argparse.ArgumentParser:
    """The whole grammar of the command line."""
    layout = argparse.RawDescriptionHelpFormatter
    parser = Parser("impasto", description=DESCRIPTION, epilog=outcomes.EXIT_CODES, formatter_class=layout)
    parser.add_argument("--version", action="version", version=f"impasto {_version()}")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True, parser_class=Parser)
    for verb in VERBS:
        verb.add_to(verbs)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Runs one command and returns its exit code; every error ends in words and a code."""
    _make_streams_forgiving()
    try:
        arguments = make_parser().parse_args(argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else outcomes.BAD_ARGUMENTS
    try:
        with outcomes.termination_as_exception():
            code: int = arguments.run(arguments)
            return code
    except KeyboardInterrupt:
        say("Stopped. Nothing half-written is left.")
        return outcomes.INTERRUPTED
    except outcomes.Terminated:
        return outcomes.TERMINATED
    except BrokenPipeError:  # whoever read our output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return outcomes.DONE
    except Exception as error:  # noqa: BLE001 - the one place where any error becomes words
        if arguments.debug:
            traceback.print_exc()
        code, words = outcomes.explain(error)
        say(f"impasto: {words}")
        return code


def _version() -> str:
    try:
        return importlib.metadata.version("impasto")
    except importlib.metadata.PackageNotFoundError:
        return "from a folder, not installed"


def _make_streams_forgiving() -> None:
    """A terminal that cannot show a letter of a file's name gets a stand-in for it instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
