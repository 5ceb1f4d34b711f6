"""`impasto train rehearse`: what the sliders of a style will do, on one sheet, before a training."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from models.atomic import check_place, write_bytes
from models.commands import outcomes
from models.commands.arguments import Verbs, add_verb, require_file, whole_number_between
from models.commands.console import Display, follow, put
from models.news import UserError
from models.training_requests import Rehearse, StylePicture

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}

EPILOG = """Strength grows from row to row (--strength 0.2, 0.5, 0.8), the brush from column to column
(--brush 0.6, 1, 1.6). Each tile is a short refine under the balance that the training would have.

  impasto train rehearse painting.jpg --photo cat.jpg -o sheet.png

"""


def add_to(kinds: Verbs) -> None:
    """Adds `rehearse` to what can be trained."""
    summary = "a sheet of strengths and brushes, before a training"
    parser = add_verb(kinds, "rehearse", run, summary, "Paints a sheet of strengths and brushes.", EPILOG)
    add = parser.add_argument
    add("pictures", nargs="+", type=Path, metavar="PICTURE", help="what the style would be learnt from")
    add("--photo", type=Path, required=True, metavar="PHOTO", help="the photograph to paint")
    add("-o", "--out", type=Path, required=True, metavar="SHEET", help="the sheet (.png or .jpg)")
    add("--tile", type=whole_number_between(64, 1024), default=Rehearse.tile_px, metavar="PX")
    add("--steps", type=whole_number_between(4, 1000), default=Rehearse.steps, metavar="N", help="per tile")


def run(arguments: argparse.Namespace) -> int:
    """Checks what is given, then paints the sheet."""
    for picture in (*arguments.pictures, arguments.photo):
        require_file(picture, "picture")
    kind = FORMATS.get(arguments.out.suffix.lower())
    if kind is None:
        raise UserError(f"A sheet is a .png or a .jpg: write -o {arguments.out.with_suffix('.png')}")
    check_place(arguments.out)
    from PIL import Image

    from models.engine import Engine

    pictures = tuple(StylePicture(path) for path in arguments.pictures)
    request = Rehearse(pictures, arguments.photo, tile_px=arguments.tile, steps=arguments.steps)
    with Display("rehearsal") as display:
        sheet = follow(Engine().answer(request), display)
    buffer = io.BytesIO()
    Image.fromarray(sheet.rgb_hwc).save(buffer, kind, quality=92)
    write_bytes(arguments.out, buffer.getbuffer())
    put(str(arguments.out))
    return outcomes.DONE
