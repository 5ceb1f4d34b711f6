"""Side by side: photograph, style and painted picture of every pair, with its measures; as PNG or as HTML."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from models.checkpoints.style_file import read_card
from models.evaluation.lettering import Font, can_draw, typeface
from models.evaluation.style_files import STYLE_SUFFIX
from models.judgement import MEASURES, NAME, Measure, Report, Scored, medians, worst_tenths
from models.news import News, Notice, Progress
from models.picture_file import read_preview

SUFFIXES = (".png", ".html")
THUMBNAIL_PX = 256
MOST_IN_PNG = 60  # rows; beyond this no viewer shows the letters
GAP_PX, LINE_PX, FONT_PX = 16, 20, 14
PAPER, INK = (250, 250, 248), (40, 40, 44)

Rgb8 = NDArray[np.uint8]

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 14px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 1100px; padding: 0 1rem; }}
table {{ border-collapse: collapse; font-variant-numeric: tabular-nums; }}
th, td {{ padding: .15rem .7rem; text-align: right; }}
th:first-child, td:first-child {{ text-align: left; }}
section {{ display: flex; flex-wrap: wrap; gap: 1rem; margin: 2rem 0; align-items: start; }}
figure {{ margin: 0; }} figcaption {{ max-width: {px}px; overflow-wrap: anywhere; opacity: .75; }}
</style></head><body>
<h1>{title}</h1>
<p>{note}</p>
{summary}
{rows}
</body></html>
"""


def note() -> str:
    """What a reader of any figure must know."""
    names = ", ".join(m.title for m in MEASURES if m.by_network)
    return (
        f"{names} are taken on the features of the {NAME} and are comparable with none on other features. "
        "They and the pixel measures are read against the photo; gap and style against the style picture."
    )


def make_sheet(report: Report, suffix: str) -> Generator[News, None, bytes]:
    """The whole file, self-contained. `suffix` is one of `SUFFIXES`."""
    rows = report.scored
    if suffix == ".png" and len(rows) > MOST_IN_PNG:
        rows = rows[:MOST_IN_PNG]
        yield Notice(f"The PNG sheet shows the first {MOST_IN_PNG} pairs; an HTML sheet shows them all.")
    if suffix == ".png":
        return (yield from _picture(rows))
    parts: list[str] = []
    for done, one in enumerate(rows):
        yield Progress(done, len(rows), "laying out the sheet")
        parts.append(_section(one))
    return _page(report, parts)


def _named(one: Scored) -> list[tuple[str, Path]]:
    files = [("photo", one.pair.photo), ("style", one.pair.style), ("painted", one.pair.out)]
    return [(what, path) for what, path in files if path is not None]


def _pictures(one: Scored) -> list[tuple[str, Path, Rgb8]]:
    return [(what, path, _small(path)) for what, path in _named(one)]


def _small(path: Path) -> Rgb8:
    """The picture, or of a style without one what its file shows: a painting of ours."""
    if path.suffix.lower() != STYLE_SUFFIX:
        return read_preview(path, THUMBNAIL_PX)[0]
    shown = Image.fromarray(read_card(path)[1])
    shown.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX), Image.Resampling.LANCZOS)
    return np.array(shown)


# --- HTML


def _page(report: Report, sections: Sequence[str]) -> bytes:
    title = f"Impasto: {len(report.scored)} painted pictures"
    failed = "".join(f"<p>{html.escape(f'{p.out.name}: {why}')}</p>" for p, why in report.failed)
    summary = _summary(report.scored) if len(report.scored) > 1 else ""
    page = PAGE.format(
        title=title,
        note=html.escape(note()),
        summary=summary + failed,
        rows="\n".join(sections),
        px=THUMBNAIL_PX,
    )
    return page.encode(errors="backslashreplace")


def _summary(scored: Sequence[Scored]) -> str:
    middle, worst = medians(scored), worst_tenths(scored)
    lines = [(m, [m.text(middle[m.field]), m.text(worst[m.field])]) for m in MEASURES]
    return _table(("", "median", "worst tenth"), lines)


def _section(one: Scored) -> str:
    figures = "".join(
        f'<figure><img src="{_data_uri(rgb)}" alt="{what}"><figcaption>{what}: {html.escape(path.name)}'
        "</figcaption></figure>"
        for what, path, rgb in _pictures(one)
    )
    remarks = "".join(f"<p>{html.escape(remark)}</p>" for remark in one.remarks)
    figures += _table((), [(m, [m.text(m.of(one.scores))]) for m in MEASURES])
    return f"<section>{figures}{remarks}</section>"


def _table(heading: Sequence[str], lines: Sequence[tuple[Measure, Sequence[str]]]) -> str:
    head = "<tr>" + "".join(f"<th>{text}</th>" for text in heading) + "</tr>" if heading else ""
    body = "".join(
        f"<tr><td>{html.escape(m.full_title)}</td>{''.join(f'<td>{text}</td>' for text in texts)}</tr>"
        for m, texts in lines
    )
    return f"<table>{head}{body}</table>"


def _data_uri(rgb_hwc: Rgb8) -> str:
    held = io.BytesIO()
    Image.fromarray(rgb_hwc).save(held, "JPEG", quality=88)
    return "data:image/jpeg;base64," + base64.b64encode(held.getvalue()).decode()


# --- PNG


def _picture(rows: Sequence[Scored]) -> Generator[News, None, bytes]:
    """Rows whose names no typeface here can draw have numbers, and their names in a text of the file."""
    names = ["".join(path.name for _, path in _named(one)) for one in rows]
    font = typeface("".join(names), FONT_PX)
    strips, described = [], []
    for number, (one, name) in enumerate(zip(rows, names, strict=True), 1):
        yield Progress(number - 1, len(rows), "laying out the sheet")
        labels = [f"{what}: {path.name}" for what, path in _named(one)]
        if not can_draw(font, name):
            described += [f"{number} {label}" for label in labels]
            labels = [f"{what} {number}" for what, _ in _named(one)]
        strips.append(_strip(one, labels, font))
    if described:
        yield Notice(
            "There is no typeface here that can draw all names, so the sheet numbers these rows. Their names "
            "are in the description within the file; an HTML sheet shows them."
        )
    return _stack(strips, "\n".join(described))


def _strip(one: Scored, labels: Sequence[str], font: Font) -> Image.Image:
    """Three pictures beside each other, each under its label, and a column of measures."""
    width = 3 * (THUMBNAIL_PX + GAP_PX) + 280
    strip = Image.new("RGB", (width, LINE_PX + THUMBNAIL_PX + GAP_PX), PAPER)
    draw = ImageDraw.Draw(strip)
    for column, (label, (_, _, rgb)) in enumerate(zip(labels, _pictures(one), strict=True)):
        left = GAP_PX + column * (THUMBNAIL_PX + GAP_PX)
        draw.text((left, 2), _shortened(label, draw, font), INK, font)
        strip.paste(Image.fromarray(rgb), (left, LINE_PX))
    left = 3 * (THUMBNAIL_PX + GAP_PX) + GAP_PX
    for row, measure in enumerate(MEASURES):
        mark = " *" if measure.by_network else ""
        top = LINE_PX * (row + 1)
        draw.text((left, top), measure.title + mark, INK, font)
        draw.text((left + 140, top), measure.text(measure.of(one.scores)), INK, font)
    draw.text((left, LINE_PX * (len(MEASURES) + 2)), f"* on the {NAME}", INK, font)
    return strip


def _shortened(text: str, draw: ImageDraw.ImageDraw, font: Font) -> str:
    if draw.textlength(text, font) <= THUMBNAIL_PX:
        return text
    while text and draw.textlength(text + "…", font) > THUMBNAIL_PX:
        text = text[:-1]
    return text + "…"


def _stack(strips: Sequence[Image.Image], description: str) -> bytes:
    width = max((strip.width for strip in strips), default=1)
    sheet = Image.new("RGB", (width, sum(strip.height for strip in strips) + GAP_PX), PAPER)
    top = GAP_PX
    for strip in strips:
        sheet.paste(strip, (0, top))
        top += strip.height
    held, texts = io.BytesIO(), PngInfo()
    if description:
        texts.add_itxt("Description", description.encode(errors="backslashreplace").decode())
    sheet.save(held, "PNG", optimize=True, pnginfo=texts)
    return held.getvalue()
