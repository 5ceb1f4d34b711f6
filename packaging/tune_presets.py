"""Fine-tunes presets: strokes of their own beside the codes that make_presets.py has written.

    python packaging/tune_presets.py --photos DIR --paintings DIR [--minutes 4] [NAME…]

A preset's picture is known by the hash on its card, or drawn again where a program of ours drew it. Its card
keeps name, licence and origin; what was learnt, by which recipe and with which measures is added. What is
learnt belongs to the universal weights that ship: after new ones both scripts run again.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image

from models.checkpoints.style_file import StyleFile, load_style, read_card, save_style
from models.commands.console import follow
from models.commands.runs import RunDisplay
from models.commands.train_style import make_engine
from models.data.drawn_styles import DRAWN, drawn
from models.data.pictures import by_digest
from models.engine import Engine
from models.training_requests import StopWhen, StylePicture, TrainStyle

PRESETS = Path(__file__).parent.parent / "resources" / "styles"
# Where it shows, by looking.
TUNED = (
    "blueprint",
    "charcoal",
    "embroidery",
    "glass",
    "great_wave",
    "mosaic",
    "paper_cut",
    "pastel",
    "pixel_art",
    "riso_poster",
    "tapestry_lion",
    "woodcut",
)


def picture_of(preset: Path, paintings: dict[str, Path], folder: Path) -> Path:
    """What the preset was made from; a drawn one is drawn into `folder`."""
    card, _ = read_card(preset)
    if card.name in DRAWN:
        Image.fromarray(drawn(card.name)).save(folder / "drawn.png")
        return folder / "drawn.png"
    known = [paintings[digest] for digest in card.hashes if digest in paintings]
    if not known:
        raise SystemExit(f"No picture among the paintings has the hash on the card of {card.name}.")
    return known[0]


def tune(engine: Engine, preset: Path, picture: Path, photos: Path, minutes: float, folder: Path) -> None:
    """Puts what was learnt into the preset's own file."""
    before, learnt = load_style(preset), folder / "learnt.safetensors"
    request = TrainStyle(
        (StylePicture(picture),), photos, folder / "run", learnt, stop=StopWhen(minutes), priority="full"
    )
    follow(engine.answer(request), RunDisplay(before.card.name))
    style = load_style(learnt)
    recipe = {**before.card.recipe, **style.card.recipe}
    card = replace(before.card, parent=style.card.parent, recipe=recipe, measures=style.card.measures)
    save_style(preset, StyleFile(card, style.tensors, style.thumbnail_rgb_hwc))


def main() -> None:
    """One after the other."""
    parser = argparse.ArgumentParser(description="Fine-tunes built-in style presets.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"default: {', '.join(TUNED)}")
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--paintings", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=4.0)
    parser.add_argument("--threads", type=int)
    arguments = parser.parse_args()
    paintings = by_digest(arguments.paintings)
    engine = make_engine(arguments.threads)
    for name in arguments.names or TUNED:
        preset = PRESETS / f"{name}.safetensors"
        with tempfile.TemporaryDirectory() as folder:
            picture = picture_of(preset, paintings, Path(folder))
            tune(engine, preset, picture, arguments.photos, arguments.minutes, Path(folder))


if __name__ == "__main__":
    main()
