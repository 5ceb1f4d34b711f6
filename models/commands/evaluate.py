"""`impasto evaluate`: how near painted pictures are to their photos and styles, and folders to each other."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.commands import outcomes
from models.commands.arguments import Verbs, add_verb, require_file, whole_number_between
from models.commands.console import Display, follow, put, say
from models.news import UserError

if TYPE_CHECKING:
    from models.judgement import Comparison, Pair, Report

SHEETS = (".png", ".html")

EPILOG = """Of pairs: gap closed (1: the style's own statistics, 0: the photo's), style, content and
perceptual distance (0: none), SSIM, PSNR and MSE against the photo, and the share of pixels that ran out of
range beyond the style's own. Of folders: KID with its 95 % interval, and FID. A style file or a preset is
measured by the statistics that it keeps of its picture.

All but the pixel measures are taken on the features of Impasto's own loss network, at equal long sides, and
compare pictures with each other. Published FID, KID and LPIPS stand on other features and compare with none.

examples:
  impasto evaluate cat-monet.png --photo cat.jpg --style monet.jpg
  impasto evaluate cat-wave.png --photo cat.jpg --style preset:great_wave
  impasto evaluate painted/ --photos photos/ --styles paintings/ --csv figures.csv --sheet sheet.html
  impasto evaluate --folders painted/ paintings/ --json figures.json

"""


def add_to(verbs: Verbs) -> None:
    """Adds the verb and its options."""
    summary = "measure painted pictures against their photos and styles"
    description = "Measures each painted picture OUT, or how far two folders of pictures are apart."
    parser = add_verb(verbs, "evaluate", run, summary, description, EPILOG)
    add = parser.add_argument
    out = "painted pictures; or one folder of them, named PHOTO__STYLE.png, with --photos and --styles"
    add("outs", nargs="*", type=Path, metavar="OUT", help=out)
    photo = "the photo of all, or of each in the same order"
    add(
        "--photo",
        nargs="+",
        action="extend",
        default=[],
        type=Path,
        metavar="PHOTO",
        dest="photo",
        help=photo,
    )
    style = (
        "the style of all, or of each: its picture, a style file or a preset; without it, no figures of style"
    )
    add("--style", nargs="+", action="extend", default=[], metavar="STYLE", dest="style", help=style)
    add("--photos", type=Path, metavar="DIR", help="the photos of a folder OUT")
    add("--styles", type=Path, metavar="DIR", help="the style pictures of a folder OUT")
    folders = "compare two folders as sets: KID and FID"
    add("--folders", nargs=2, type=Path, metavar=("A", "B"), help=folders)
    side = "long side at which features are taken (default: 512; for --folders 256)"
    add("--long-side", type=whole_number_between(32, 4096), metavar="PX", help=side)
    seed = "for the random halves behind the interval of KID (default: 0)"
    add("--seed", type=whole_number_between(0, 2**63 - 1), default=0, metavar="N", help=seed)
    add("--json", type=Path, metavar="FILE", help="also write the figures as JSON")
    add("--csv", type=Path, metavar="FILE", help="also write the figures as CSV, a line for each picture")
    sheet = "also write photo, style and painted picture side by side"
    add("--sheet", type=Path, metavar="FILE.png|FILE.html", help=sheet)


def run(arguments: argparse.Namespace) -> int:
    """Checks everything first, then measures, writes what was asked for, and prints a table."""
    check_arguments(arguments)
    if arguments.folders:
        return compare(arguments)
    from models.evaluation.places import files_of

    pairs = find_pairs(arguments)
    check(arguments, files_of(pairs))
    report = measure(pairs, arguments.long_side)
    write_pairs(arguments, report)
    if report.scored:
        put(as_table(report))
        put(f"{by_network()}: on the {network()}")
        say("Figures on the loss network are comparable with none on other features.")
    if report.failed:
        say(f"{len(report.failed)} of {len(pairs)} pictures could not be measured; each is named above.")
    return outcomes.SOME_FAILED if report.failed else outcomes.DONE


def check_arguments(arguments: argparse.Namespace) -> None:
    """UserError where the ways to name pictures are mixed, or one of them is incomplete."""
    a = arguments
    if a.folders:
        if a.outs or a.photo or a.style or a.photos or a.styles:
            raise UserError(
                "--folders compares two folders and takes no OUT, photo or style. Leave them out."
            )
        if a.sheet:
            raise UserError("--sheet shows pairs, and --folders has none. Leave one of them out.")
    elif not a.outs:
        raise UserError(
            "Name the painted pictures first, before --photo and --style, or two folders after --folders."
        )
    elif (a.photos or a.styles) and (a.photo or a.style):
        raise UserError("--photos and --styles name folders, --photo and --style pictures. Use one kind.")
    elif a.outs[0].is_dir():
        if len(a.outs) > 1 or not a.photos:
            raise UserError("A folder is measured alone, with --photos DIR and --styles DIR beside it.")
    elif a.photos or a.styles:
        raise UserError(
            f"{a.outs[0]} is no folder, and --photos and --styles go with one. Use --photo, --style."
        )
    elif not a.photo:
        raise UserError("Name the photo that was painted: --photo PHOTO")
    for option, path, endings in (
        ("--sheet", a.sheet, SHEETS),
        ("--json", a.json, (".json",)),  # a slip of the fingers would replace a picture otherwise
        ("--csv", a.csv, (".csv",)),
    ):
        if path and path.suffix.lower() not in endings:
            raise UserError(f"{option} {path} must end in {' or '.join(endings)}")


def find_pairs(arguments: argparse.Namespace) -> list[Pair]:
    """Which picture belongs to which; what is named after no pair is said and left out."""
    from models.evaluation.pairing import pair_files, pair_folder
    from models.evaluation.style_files import measured_by

    if arguments.photos:
        pairs, left_out = pair_folder(arguments.outs[0], arguments.photos, arguments.styles)
        if left_out:
            some = ", ".join(left_out[:5])
            say(f"{len(left_out)} pictures are named after no pair and were left out: {some}")
        return pairs
    for what, paths in (("painted picture", arguments.outs), ("photo", arguments.photo)):
        for path in paths:
            require_file(path, what)
    return pair_files(arguments.outs, arguments.photo, [measured_by(style) for style in arguments.style])


def check(arguments: argparse.Namespace, measured: Sequence[Path]) -> None:
    """Tries the places of all files before any work; none may be one of the pictures, or another's place."""
    from models.evaluation.places import check_places

    places = (arguments.json, arguments.csv, arguments.sheet)
    check_places([path for path in places if path is not None], measured)


def measure(pairs: Sequence[Pair], long_side_px: int | None) -> Report:
    """Every pair, with a bar."""
    from models.evaluation.features import Eye
    from models.evaluation.pairs import LONG_SIDE_PX
    from models.evaluation.scoring import score_all

    with Display("evaluate") as display:
        return follow(score_all(pairs, Eye(), long_side_px or LONG_SIDE_PX), display)


def write_pairs(arguments: argparse.Namespace, report: Report) -> None:
    """The files that were asked for, each whole or not at all."""
    from models.evaluation import export
    from models.evaluation.sheet import make_sheet

    if arguments.json:
        write(arguments.json, export.pairs_json(report))
    if arguments.csv:
        write(arguments.csv, export.pairs_csv(report))
    if arguments.sheet and report.scored:
        with Display("sheet") as display:
            data = follow(make_sheet(report, arguments.sheet.suffix.lower()), display)
        write(arguments.sheet, data)


def write(path: Path, data: bytes) -> None:
    """Replaces the file in one step, and says so."""
    from models.atomic import write_bytes

    write_bytes(path, data)
    say(f"evaluate: saved {path}")


def as_table(report: Report) -> str:
    """A line for each picture, its name last; of several also medians and the worst tenth."""
    from models.judgement import MEASURES, medians, worst_tenths

    def line(texts: Sequence[str], name: str) -> str:
        return "  ".join(f"{t:>{len(m.title)}}" for t, m in zip(texts, MEASURES, strict=True)) + f"  {name}"

    lines = [line([m.title for m in MEASURES], "picture")]
    lines += [line([m.text(m.of(s.scores)) for m in MEASURES], s.pair.out.name) for s in report.scored]
    if len(report.scored) > 1:
        for name, figures in (("median", medians), ("worst tenth", worst_tenths)):
            found = figures(report.scored)
            lines.append(line([m.text(found[m.field]) for m in MEASURES], f"= {name}"))
    return "\n".join(lines)


def compare(arguments: argparse.Namespace) -> int:
    """FID and KID of two folders."""
    from models.evaluation import export
    from models.evaluation.features import Eye
    from models.evaluation.folders import LONG_SIDE_PX, compare_folders, pictures_in

    first, second = arguments.folders
    check(arguments, [*pictures_in(first), *pictures_in(second)])
    long_side_px = arguments.long_side or LONG_SIDE_PX
    with Display("evaluate") as display:
        found = follow(compare_folders(first, second, Eye(), long_side_px, arguments.seed), display)
    if arguments.json:
        write(arguments.json, export.folders_json(str(first), str(second), found, long_side_px))
    if arguments.csv:
        write(arguments.csv, export.folders_csv(str(first), str(second), found))
    put(distances(found))
    put(f"KID, FID: on the {network()}")
    for remark in found.remarks:
        say(remark)
    say("They are comparable with no published FID or KID.")
    return outcomes.SOME_FAILED if found.failed else outcomes.DONE


def distances(found: Comparison) -> str:
    """FID and KID, each with the features in its name."""
    from models.judgement import NAME

    kid = found.kid
    return (
        f"KID ({NAME})  {kid.value:.5f}  (95 %: {kid.low:.5f} to {kid.high:.5f})\n"
        f"FID ({NAME})  {found.fid:.4f}\n"
        f"pictures  {found.counts[0]} and {found.counts[1]}"
    )


def by_network() -> str:
    """The measures that hold for the loss network alone, as the table calls them."""
    from models.judgement import MEASURES

    return ", ".join(m.title for m in MEASURES if m.by_network)


def network() -> str:
    """The loss network by its name and the checksum of its weights."""
    from models.evaluation.features import weights_digest
    from models.judgement import NAME

    return f"{NAME} (weights {weights_digest()})"
