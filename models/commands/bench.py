"""`impasto bench`: how fast this program is beside the published network, in the same run."""

from __future__ import annotations

import argparse
import json
from typing import Any

from models.commands import outcomes
from models.commands.arguments import Verbs, add_verb, whole_number_between
from models.commands.console import Display, follow, put

EPILOG = """Ratios of processor time in one run can be compared between machines; seconds cannot. The variants
take turns, so that a busy neighbour slows both, and the median of the ratios is reported.

"""


def add_to(verbs: Verbs) -> None:
    """Adds the verb and its options."""
    summary = "measure this program beside a plain PyTorch fast-neural-style network"
    description = "Times the universal engine, style code cached, array in to array out, and large pictures."
    parser = add_verb(verbs, "bench", run, summary, description, EPILOG)
    add = parser.add_argument
    add("--json", action="store_true", help="as JSON, for other programs")
    size = whole_number_between(64, 2048)
    add("--sizes", type=size, nargs="+", default=[512], metavar="PX", help="square pictures (default: 512)")
    add(
        "--rounds", type=whole_number_between(1, 1000), default=7, metavar="N", help="turns each (default: 7)"
    )
    add("--no-large", action="store_true", help="leave out the 1080p and 24-megapixel pictures")


def run(arguments: argparse.Namespace) -> int:
    """Measures, shows how it goes, prints the figures."""
    from models.evaluation.bench import bench

    with Display("bench") as display:
        report = follow(bench(arguments.sizes, arguments.rounds, not arguments.no_large), display)
    put(json.dumps(report, indent=1) if arguments.json else as_text(report))
    return outcomes.DONE


def as_text(report: dict[str, Any]) -> str:
    """The figures for a person."""
    heading = f"{report['machine']}, {report['cores']} cores; {report['runtime']}"
    squares, large = map(_square_line, report["squares"]), map(_large_line, report["large"])
    return "\n".join([heading, *squares, *large])


def _square_line(row: dict[str, Any]) -> str:
    return (
        f"{row['size_px']}×{row['size_px']}: Impasto {row['impasto']['wall_ms']:.0f} ms, "
        f"published network {row['published']['wall_ms']:.0f} ms: "
        f"{row['cpu_ratio']:.1f} × as fast in processor time, {row['wall_ratio']:.1f} × by the clock"
    )


def _large_line(row: dict[str, Any]) -> str:
    return (
        f"{row['name']} ({row['width_px']}×{row['height_px']}), file to file: {row['wall_s']:.1f} s, "
        f"{row['cpu_s']:.1f} s of processor time, {row['peak_mb']:.0f} MB resident at most"
    )
