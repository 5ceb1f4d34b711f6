"""The two games whose outcome is known, all objectives: a table, and a picture. Not a test: it prints.

    python tests/benchmarks/bench_games.py [PICTURE.png]

Some minutes: nine trainings on the ring of Gaussians. Quality is the share of 4,000 samples within three
deviations of a mode, a mode is found by forty of them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

CELL_PX, TITLE_PX = 260, 26
PAPER, INK, REAL, GRID = (255, 255, 255), (40, 44, 52), (214, 120, 40), (222, 226, 232)


def main(arguments: Sequence[str]) -> int:
    import torch
    from PIL import Image, ImageDraw

    from models.training.toys import DIRAC_GAMES, RING_GAMES, dirac, ring, ring_centres

    torch.set_num_threads(1)
    sheet = Image.new("RGB", (CELL_PX * len(RING_GAMES), (CELL_PX + TITLE_PX) * 2), PAPER)
    draw = ImageDraw.Draw(sheet)
    out = sys.stdout
    out.write("Dirac-GAN, furthest from rest in the last 500 of 2,000 steps\n")
    for column, (name, game) in enumerate(DIRAC_GAMES.items()):
        path = dirac(game)
        out.write(f"  {name:24} {max(map(abs, path[-500:])):.3g}\n")
        left, middle = CELL_PX * column, TITLE_PX + CELL_PX / 2
        draw.text((left + 8, 6), name, INK)
        draw.line([(left, middle), (left + CELL_PX - 10, middle)], GRID)
        shown = path[:: len(path) // (CELL_PX - 10)][: CELL_PX - 10]
        curve = [(left + x, middle - max(-1.8, min(1.8, y)) * CELL_PX / 4) for x, y in enumerate(shown)]
        draw.line(curve, INK)
    out.write("Ring of eight Gaussians: modes found, quality\n")
    for column, (name, game) in enumerate(RING_GAMES.items()):
        outcome = ring(game)
        out.write(f"  {name:24} {outcome.modes}/8  {outcome.quality:.2f}\n")
        out.flush()
        left, top = CELL_PX * column, CELL_PX + 2 * TITLE_PX
        draw.text((left + 8, top - TITLE_PX + 6), f"{name}: {outcome.modes}/8, {outcome.quality:.2f}", INK)
        for points, color, size in ((ring_centres(), REAL, 5), (outcome.samples[:1500], INK, 1)):
            for x, y in (points * (CELL_PX / 6) + CELL_PX / 2).tolist():
                if 0 <= x < CELL_PX and 0 <= y < CELL_PX:
                    box = (left + x - size, top + y - size, left + x + size, top + y + size)
                    draw.ellipse(box, outline=color, fill=color if size == 1 else None)
    if arguments:
        sheet.save(arguments[0])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
