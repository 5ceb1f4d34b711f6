"""What is said of a folder of works before anything is learnt: marks on them above all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from models.collection_requests import TrainCollection
from models.data.coach import check_collection
from models.training.works import read_works
from models.training_news import CollectionReport
from tests.stepping import heard

COUNT, SIZE = 30, (300, 220)
BEARERS = [n for n in range(COUNT) if n % 5 < 2]


def painting(seed: int) -> Image.Image:
    """Strokes of all lengths and colours on an uneven ground."""
    rng = np.random.default_rng(seed)
    ground = rng.integers(0, 256, (3, 4, 3), np.uint8)
    made = Image.fromarray(ground).resize(SIZE, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(made)
    for _ in range(150):
        x, y, dx, dy = (int(n) for n in rng.integers((0, 0, -40, -40), (*SIZE, 40, 40)))
        colour = tuple(int(n) for n in rng.integers(0, 256, 3))
        draw.line((x, y, x + dx, y + dy), colour, int(rng.integers(1, 9)))
    return made


def marked(image: Image.Image, place: str) -> Image.Image:
    """With half-transparent white words."""
    cover, words = Image.new("L", image.size), "© a gallery"
    font = ImageFont.load_default(20)
    width = round(font.getlength(words))
    left, top = {"corner": (image.width - width - 8, image.height - 32), "middle": ((300 - width) // 2, 95)}[
        place
    ]
    ImageDraw.Draw(cover).text((left, top), words, fill=110, font=font)
    return Image.composite(Image.new("RGB", image.size, "white"), image, cover)


def framed(image: Image.Image) -> Image.Image:
    """By carved wood, the same for all: not an even border."""
    rng = np.random.default_rng(1)
    carved = rng.integers(40, 200, (SIZE[1] // 4, SIZE[0] // 4), np.uint8)
    frame = Image.fromarray(carved).resize(SIZE).convert("RGB")
    frame.paste(image.crop((20, 20, SIZE[0] - 20, SIZE[1] - 20)), (20, 20))
    return frame


def report_on(folder: Path) -> CollectionReport:
    report = list(check_collection(folder))[-1]
    assert isinstance(report, CollectionReport)
    return report


def mark_words(report: CollectionReport) -> list[str]:
    return [words for words in report.advice if "mark" in words]


def named(report: CollectionReport) -> set[str]:
    return {doubt.path.name for doubt in report.doubts if "mark" in doubt.words}


def hang(folder: Path, *, place: str = "", is_framed: bool = False) -> CollectionReport:
    for n in range(COUNT):
        image = painting(n)
        if place and n in BEARERS:
            image = marked(image, place)
        (framed(image) if is_framed else image).save(folder / f"{n:02d}.png")
    return report_on(folder)


def test_words_laid_over_several_works_are_found_and_those_are_named(tmp_path: Path) -> None:
    report = hang(tmp_path, place="corner")
    assert named(report) == {f"{n:02d}.png" for n in BEARERS}
    assert mark_words(report) == [
        "12 works seem to bear the same mark at the bottom right, as 00.png and 01.png. "
        "It would be learnt, too: cut it away first."
    ]


def test_a_mark_in_the_middle_is_found_too(tmp_path: Path) -> None:
    report = hang(tmp_path, place="middle")
    assert named(report) <= {f"{n:02d}.png" for n in BEARERS}
    assert len(named(report)) > 0.8 * len(BEARERS)
    assert "in the middle" in mark_words(report)[0]


def test_works_without_a_mark_and_works_in_the_same_frame_are_not_accused(tmp_path: Path) -> None:
    for is_framed in (False, True):
        report = hang(tmp_path, is_framed=is_framed)
        assert len(report.used) == COUNT
        assert not mark_words(report)
        assert not named(report)


def test_a_series_of_one_motif_has_no_mark(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    motif = np.asarray(painting(0), np.int16)
    for n in range(12):
        blot = painting(n + 1).resize((90, 70))
        varied = Image.fromarray((motif + rng.integers(-20, 20, motif.shape)).clip(0, 255).astype(np.uint8))
        for _ in range(4):
            varied.paste(blot, (int(rng.integers(0, 210)), int(rng.integers(0, 150))))
        varied.save(tmp_path / f"{n:02d}.png")
    report = report_on(tmp_path)
    assert len(report.used) > 8, "not so alike that they would be left out"
    assert not mark_words(report)


def test_what_is_to_be_looked_at_comes_with_small_pictures(tmp_path: Path) -> None:
    for n in range(3):
        painting(n).save(tmp_path / f"{n}.png")
    painting(0).save(tmp_path / "again.jpg", quality=90)
    (tmp_path / "note.png").write_text("no picture")
    report = report_on(tmp_path)
    first = report.doubts[0]
    assert first.like is not None
    assert {first.path.name, first.like.name} == {"0.png", "again.jpg"}
    assert {path.name for path in report.thumbnails} == {"0.png", "again.jpg"}, "none of what cannot be read"
    assert "cannot be read" in report.doubts[-1].words
    assert report.thumbnails[first.like].shape == (106, 144, 3)


def pencil(seed: int) -> Image.Image:
    """Thin lines on even paper, in the middle tones of the paintings."""
    rng = np.random.default_rng(seed)
    made = Image.new("RGB", SIZE, (128, 126, 124))
    draw = ImageDraw.Draw(made)
    for _ in range(60):
        x, y, dx, dy = (int(n) for n in rng.integers((0, 0, -60, -60), (*SIZE, 60, 60)))
        draw.line((x, y, x + dx, y + dy), (40, 40, 40), 1)
    return made


def test_what_is_drawn_otherwise_stands_out_by_its_strokes_and_nothing_else_does(tmp_path: Path) -> None:
    hang(tmp_path)
    pencil(1).save(tmp_path / "drawn.png")
    report = report_on(tmp_path)
    assert "drawn.png stands out by its strokes. Does it belong here?" in report.advice
    assert [doubt.path.name for doubt in report.doubts if "strokes" in doubt.words] == ["drawn.png"]


def test_a_folder_of_drawings_has_none_that_stands_out_by_strokes(tmp_path: Path) -> None:
    for n in range(12):
        pencil(n).save(tmp_path / f"{n}.png")
    assert not any("strokes" in words for words in report_on(tmp_path).advice)


def test_a_few_works_have_nothing_that_is_usual(tmp_path: Path) -> None:
    for n in range(4):
        painting(n).save(tmp_path / f"{n}.png")
    pencil(1).save(tmp_path / "drawn.png")
    assert not any("stand" in words for words in report_on(tmp_path).advice)


def test_a_folder_of_pairs_is_known_as_one_however_alike_both_are(tmp_path: Path) -> None:
    for n in range(6):
        painting(n).save(tmp_path / f"{n}_a.png")
        painting(n).convert("L").save(tmp_path / f"{n}_b.png")
    report = report_on(tmp_path)
    assert report.suits == "paired"
    assert "pairs" in report.advice[0]
    assert any(doubt.like for doubt in report.doubts_for("few-shot"))
    assert not any(doubt.like for doubt in report.doubts_for("paired")), "both are used"
    assert (report.left_out, "left out" in " ".join(report.advice)) == ("6 files are left out.", False)


def test_files_as_wide_as_two_are_pairs_and_a_folder_of_paintings_is_not(tmp_path: Path) -> None:
    for n in range(6):
        painting(n).save(tmp_path / f"{n}.png")
    assert report_on(tmp_path).suits == "few-shot"
    for n in range(6):
        painting(n).resize((320, 160)).save(tmp_path / f"{n}.png")
    assert report_on(tmp_path).suits == "paired"


def test_small_works_are_of_use_for_swatches_and_beside_large_ones_for_nothing(tmp_path: Path) -> None:
    for n in range(6):
        painting(n).resize((60, 48)).save(tmp_path / f"{n}.png")
    report = report_on(tmp_path)
    assert (len(report.used), report.suits) == (6, "imagine")
    assert "swatches of 64 px or less" in report.advice[0]
    asked = TrainCollection("imagine", tmp_path, tmp_path / "run", tmp_path / "o.safetensors")
    assert len(heard(read_works(asked, None))[0].works) == 6
    for n in range(6, 16):
        painting(n).save(tmp_path / f"{n}.png")
    report = report_on(tmp_path)
    assert (len(report.used), report.left_out) == (10, "6 files are left out.")


def test_where_none_is_held_out_that_is_said(tmp_path: Path) -> None:
    for n in range(9):
        painting(n).save(tmp_path / f"{n}.png")
    assert any("none is held out" in words for words in report_on(tmp_path).advice)
    painting(9).save(tmp_path / "9.png")
    assert not any("none is held out" in words for words in report_on(tmp_path).advice)
