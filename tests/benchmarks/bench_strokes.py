"""What undo of a thousand strokes costs, on the mask of a photograph of 24 megapixels. Not a test: it prints.

    python tests/benchmarks/bench_strokes.py

Bytes on the disk and this thread's own time for each stroke, as whole pictures (how it was) and as boxes; how
long a stroke is read when undo comes to it, and made a whole picture for the project file. Whole pictures are
tried with each tenth stroke.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from desktop_app.canvas.mask import Mask

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
PHOTO_PX = (6000, 4000)
STROKES = 1000
BRUSHES = {"a small brush": 0.03, "the usual brush": 0.08, "a large brush": 0.3}


def main() -> None:
    from desktop_app.canvas.layer import png_of
    from desktop_app.canvas.mask import Mask, working_size
    from desktop_app.document import mask_picture
    from desktop_app.document.mask_files import MaskFiles

    for name, brush in BRUSHES.items():
        rng, mask = random.Random(1), Mask.blank(working_size(*PHOTO_PX))
        on: tuple[Path, QImage] | None = None
        whole_ms, box_ms, read_ms, save_ms = [], [], [], []
        whole_bytes: list[int] = []
        with tempfile.TemporaryDirectory() as folder:
            files = MaskFiles(Path(folder))
            for stroke in range(STROKES):
                paint(mask, brush, rng)
                image = mask.copied()
                path, took_ms = timed(partial(files.keep_image, image, on))
                box_ms.append(took_ms)
                on = path, image
                if stroke % 10 == 0:
                    png, took_ms = timed(partial(png_of, image))
                    whole_ms.append(took_ms)
                    whole_bytes.append(len(png))
                    read, took_ms = timed(partial(mask_picture.image_of, path))
                    assert read == image
                    read_ms.append(took_ms)
                    save_ms.append(timed(partial(mask_picture.picture_of, path))[1])
            kept = [file.stat().st_size for file in files.folder.iterdir()]
        before_mb, now_mb = STROKES * statistics.mean(whole_bytes) / 1e6, sum(kept) / 1e6
        sys.stdout.write(
            f"{name}: {STROKES} strokes took {before_mb:.0f} MB and take {now_mb:.1f} MB; one took"
            f" {statistics.median(whole_ms):.0f} ms and takes {statistics.median(box_ms):.0f},"
            f" at most {max(box_ms):.0f}; is read in {statistics.median(read_ms):.0f},"
            f" at most {max(read_ms):.0f}, made whole in at most {max(save_ms):.0f} ms\n"
        )
        sys.stdout.flush()


def paint(mask: Mask, brush: float, rng: random.Random) -> None:
    """A line of twelve turns; each fourth takes away."""
    from desktop_app.canvas.brush import Dab, between

    width, height = mask.size.width(), mask.size.height()
    radius, erases = brush * width / 2, rng.random() < 0.25
    last = Dab(rng.uniform(0, width), rng.uniform(0, height), radius)
    for _ in range(12):
        turn = Dab(last.x + rng.gauss(0, 0.03 * width), last.y + rng.gauss(0, 0.03 * width), radius)
        mask.stamp(between(last, turn), 0.5, erases=erases)
        last = turn


def timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = time.thread_time()
    result = work()
    return result, 1000 * (time.thread_time() - begun)


if __name__ == "__main__":
    main()
