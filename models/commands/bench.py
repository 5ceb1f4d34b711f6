"""`impasto bench`: how fast this program is beside the published network, and how well it paints."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from models.commands import outcomes
from models.commands.arguments import Verbs, add_verb, require_file, whole_number_between
from models.commands.console import Display, follow, put
from models.news import UserError

EPILOG = """Ratios of processor time in one run can be compared between machines; seconds cannot. The variants
take turns, so that a busy neighbour slows both, and the median of the ratios is reported.

With --quality nothing is timed: the shipped network paints the sample photos in the sample styles, and the
same weights give the same figures anywhere, but for the last digits. gap and content are taken on Impasto's
own loss network and compare with no figures on other features. "by colours" is the gap that moving the
colours closes alone, and "strokes" the share of the rest that the network closes; shift (of 255), noise and
grid (1: none) are faults.
The table below them holds each measure against the goal that was set for it. Those goals are an outside
judge's, on other pictures; met or not met on these samples is for orientation only.

"""

QUALITY_COLUMNS = {
    "gap": ("  gap", ".3f"),
    "gap_colours": ("by colours", ".3f"),
    "gap_strokes": ("strokes", ".3f"),
    "content": ("content", ".3f"),
    "ssim": (" SSIM", ".3f"),
    "clipped": ("clipped", ".1%"),
    "shift_rms": ("shift", ".2f"),
    "noise_gain": ("noise", ".2f"),
    "grid": (" grid", ".2f"),
}


def add_to(verbs: Verbs) -> None:
    """Adds the verb and its options."""
    summary = "measure speed beside a plain PyTorch network, or the quality of what is painted"
    description = "Times the universal engine, style code cached, array in to array out, and large pictures."
    parser = add_verb(verbs, "bench", run, summary, description, EPILOG)
    add = parser.add_argument
    add("--json", action="store_true", help="as JSON, for other programs")
    add(
        "--quality", action="store_true", help="how well the shipped network paints the samples, not how fast"
    )
    weights = "for --quality: universal weights of a training (default: the shipped)"
    add("--universal", type=Path, metavar="FILE", help=weights)
    add(
        "--live",
        action="store_true",
        help="moving pictures: the network, whole frames, films as they play, the way to the window",
    )
    steady = "how still these clips, and a still picture with noise, are painted: flow-warped difference"
    add("--steadiness", type=Path, nargs="+", metavar="CLIP", help=steady)
    add("--style", type=Path, metavar="PICTURE", help="the style for --steadiness (default: a sample)")
    folder = "folder of MicroAST's published weights, to set beside --live and --steadiness"
    add("--microast", type=Path, metavar="FOLDER", help=folder)
    seed = "for the noise of --quality (default: 0)"
    add("--seed", type=whole_number_between(0, 2**63 - 1), default=0, metavar="N", help=seed)
    size = whole_number_between(64, 2048)
    add("--sizes", type=size, nargs="+", default=[512], metavar="PX", help="square pictures (default: 512)")
    add(
        "--rounds", type=whole_number_between(1, 1000), default=7, metavar="N", help="turns each (default: 7)"
    )
    add("--no-large", action="store_true", help="leave out the 1080p and 24-megapixel pictures")


def run(arguments: argparse.Namespace) -> int:
    """Measures, shows how it goes, prints the figures."""
    if arguments.quality:
        return run_quality(arguments)
    if arguments.universal is not None:
        raise UserError("--universal goes with --quality: other weights are as fast as those that ship.")
    if arguments.live:
        return run_live(arguments)
    if arguments.steadiness:
        return run_steadiness(arguments)
    from models.evaluation.bench import bench

    with Display("bench") as display:
        report = follow(bench(arguments.sizes, arguments.rounds, not arguments.no_large), display)
    put(json.dumps(report, indent=1) if arguments.json else as_text(report))
    return outcomes.DONE


def require_microast(folder: Path | None) -> None:
    """FileError where this is no folder of its published weights."""
    if folder is not None:
        from models.networks.microast import weight_files

        for path in weight_files(folder).values():
            require_file(path, "file of MicroAST's weights")


def run_live(arguments: argparse.Namespace) -> int:
    """Speed of moving pictures."""
    from models.evaluation.bench import bench_live

    require_microast(arguments.microast)
    with Display("bench") as display:
        report = follow(bench_live(arguments.rounds, arguments.microast), display)
    put(json.dumps(report, indent=1) if arguments.json else live_as_text(report))
    return outcomes.DONE


def run_steadiness(arguments: argparse.Namespace) -> int:
    """How still moving pictures are painted."""
    from models.engine import Engine
    from models.evaluation.live_bench import STYLE
    from models.evaluation.steadiness import steadiness

    for clip in arguments.steadiness:
        require_file(clip, "clip")
    style = arguments.style or STYLE
    require_file(style, "style picture")
    require_microast(arguments.microast)
    work = steadiness(Engine().looks, arguments.steadiness, style, arguments.microast)
    with Display("bench") as display:
        report = follow(work, display)
    put(json.dumps(report, indent=1) if arguments.json else steadiness_as_text(report))
    return outcomes.DONE


def live_as_text(report: dict[str, Any]) -> str:
    """A line for each size."""
    machine = f"{report['machine']}, {report['cores']} cores; {report['runtime']}"
    lines = [f"{machine}; the network of Live in {report['precision']}"]
    for row in report["sizes"]:
        times = ", ".join(
            f"{row[f'cpu_times_{name}']:.1f} × as fast as {words}"
            for name, words in (("published", "the published network"), ("microast", "MicroAST"))
            if name in row
        )
        lines.append(
            f"{row['width_px']}×{row['height_px']}: network {row['network']['fps']:.1f} fps, {times} in "
            f"processor time; a whole frame at working size {row['working_px'][0]}×{row['working_px'][1]} "
            f"{row['whole']['fps']:.1f} fps, of it {row['rest_ms']:.1f} ms beside the network"
        )
    for row in report["played"]:
        alone, beside = row["alone"], row["beside"]
        lines.append(
            f"a film of 30 fps at {row['width_px']}×{row['height_px']}: {alone['fps']:.1f} fps, painted at "
            f"{alone['working_px'][0]}×{alone['working_px'][1]}, {alone['latency_ms']:.0f} ms each, the "
            f"first after {alone['first_s']:.2f} s; beside a busy program {beside['fps']:.1f} fps at "
            f"{beside['working_px'][0]}×{beside['working_px'][1]}"
        )
    seam = report["seam"]
    lines.append(f"a 720p frame to the window: {seam['ring_ms']:.2f} ms; pickled {seam['pipe_ms']:.2f} ms")
    return "\n".join(lines)


def steadiness_as_text(report: dict[str, Any]) -> str:
    """A line for each clip."""
    lines = [f"flicker of 255, {report['style']}, {report['long_side_px']} px"]
    for name, row in report["flicker"].items():
        lines.append(f"{name}: " + ", ".join(f"{painter} {figure:.2f}" for painter, figure in row.items()))
    return "\n".join(lines)


def run_quality(arguments: argparse.Namespace) -> int:
    """Scores universal weights on the samples: those that ship, or others."""
    from models.engine import Engine
    from models.evaluation.acceptance import acceptance, as_data, table
    from models.evaluation.features import Eye
    from models.evaluation.quality import quality

    if arguments.universal is not None:
        require_file(arguments.universal, "file of universal weights")
    engine, eye = Engine(universal=arguments.universal), Eye()
    universal = engine.universal()
    with Display("bench") as display:
        report = follow(quality(universal, eye, arguments.seed), display)
        report |= follow(acceptance(universal, engine.narrow(), eye, engine.weights), display)
    report["table"] = as_data(table(report))
    put(json.dumps(report, indent=1) if arguments.json else quality_as_text(report))
    return outcomes.DONE


def quality_as_text(report: dict[str, Any]) -> str:
    """A line for each photo and style, and the medians; then one for each measure, with its goal."""
    lines = [f"{report['runtime']}; gap and content on the {report['features']}"]
    lines.append("  ".join(title for title, _ in QUALITY_COLUMNS.values()) + "  photo__style")
    for name, row in [*report["pairs"].items(), ("= median", report["median"])]:
        texts = [f"{row[key]:>{len(title)}{form}}" for key, (title, form) in QUALITY_COLUMNS.items()]
        lines.append("  ".join(texts) + f"  {name}")
    lines.append(f"worst tenth of the gap: {report['worst_tenth_gap']:.3f}")
    return "\n".join([*lines, "", *goal_lines(report["table"])])


def goal_lines(table: list[dict[str, Any]]) -> list[str]:
    """A line for each measure: what it is here, its goal, and whether these samples meet it."""
    met = {True: "met here", False: "not met here", None: ""}
    rows = [("measure", "here", "goal", "")]
    rows += [(row["measure"], row["text"], row["goal"], met[row["is_met"]]) for row in table]
    a, b, c = (max(len(row[column]) for row in rows) for column in range(3))
    return [
        "Sample pictures and features are our own. The goals were set for an outside judge on other",
        "pictures, so whether they are met here is for orientation only.",
        *(f"{what:<{a}}  {here:<{b}}  {goal:<{c}}  {how}".rstrip() for what, here, goal, how in rows),
    ]


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
