"""`impasto doctor`: what this machine has and what it lacks."""

from __future__ import annotations

import argparse
import json
from typing import Any

from models.commands import outcomes
from models.commands.arguments import Verbs, add_verb
from models.commands.console import put
from models.diagnosis import diagnose

EPILOG = (
    "It changes nothing. Paste its output when you report a problem: it holds no names of your pictures.\n\n"
)


def add_to(verbs: Verbs) -> None:
    """Adds the verb and its options."""
    summary = "report machine, devices, versions, libraries, cameras and weights"
    description = "Looks at everything Impasto needs, and times one picture through the engine."
    parser = add_verb(verbs, "doctor", run, summary, description, EPILOG)
    parser.add_argument("--json", action="store_true", help="as JSON, for other programs")


def run(arguments: argparse.Namespace) -> int:
    """Prints the report; 3 where something is broken or missing that Impasto needs."""
    report = diagnose()
    put(json.dumps(report, indent=1, ensure_ascii=False) if arguments.json else as_text(report))
    return outcomes.BAD_FILE if report["problems"] else outcomes.DONE


def as_text(report: dict[str, Any]) -> str:
    """The report for a person: a heading and aligned lines for each part, the problems last."""
    lines: list[str] = []
    for part, content in report.items():
        if part == "problems":
            continue
        lines += [part.replace("_", " "), *(f"  {line}" for line in _lines_of(content)), ""]
    problems = report["problems"]
    lines += ["problems", *(f"  {problem}" for problem in problems or ["none"])]
    return "\n".join(lines)


def _lines_of(content: object) -> list[str]:
    if isinstance(content, dict):
        width = max((len(str(name)) for name in content), default=0)
        return [f"{name:<{width}}  {_inline(value)}" for name, value in content.items()]
    if isinstance(content, list):
        return [_inline(value) for value in content] or ["none"]
    return [_inline(content)]


def _inline(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_inline(part)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(map(_inline, value)) or "none"
    return "–" if value is None else str(value)
