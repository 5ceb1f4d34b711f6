"""What is decided before a training: photographs, weights, sizes, and what of a picture is style."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from models.data.photo_check import check_photos
from models.news import UserError
from models.training.personal_recipe import (
    SIZES,
    PersonalRecipe,
    balanced,
    expected_steps,
    planned,
    smaller,
    with_sliders,
)
from models.training.style_sources import chances, read_sources
from models.training_moment import next_moment, with_moment
from models.training_news import (
    PhotosReport,
)
from models.training_requests import (
    Sliders,
    StopWhen,
    StylePicture,
)


def photo(path: Path, seed: int, size: tuple[int, int] = (160, 130)) -> None:
    rng = np.random.default_rng(seed)
    Image.fromarray(rng.integers(0, 256, (6, 8, 3), np.uint8)).resize(size).save(path)


def test_files_that_are_of_no_use_are_listed_and_never_fatal(tmp_path: Path) -> None:
    photo(tmp_path / "a.png", 1)
    photo(tmp_path / "b.png", 2)
    photo(tmp_path / "c tiny.png", 3, (100, 90))
    (tmp_path / "d copy.png").write_bytes((tmp_path / "a.png").read_bytes())
    with Image.open(tmp_path / "b.png") as other:
        other.resize((320, 260)).save(tmp_path / "e smaller.jpg", quality=70)
    (tmp_path / "f broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    (tmp_path / "g empty.png").touch()
    (tmp_path / "notes.txt").write_text("nothing to do with it")
    Image.new("RGB", (200, 200), "white").save(tmp_path / "h white.png")
    Image.new("RGB", (200, 200), "black").save(tmp_path / "i black.png")
    report = [*check_photos(tmp_path)][-1]
    assert isinstance(report, PhotosReport)
    assert [path.name for path in report.used] == ["a.png", "b.png", "h white.png", "i black.png"]
    assert {one.path.name: one.kind for one in report.left_out} == {
        "c tiny.png": "tiny",
        "d copy.png": "duplicate",
        "e smaller.jpg": "near-duplicate",
        "f broken.jpg": "unreadable",
        "g empty.png": "unreadable",
    }
    assert "is the same file as a.png" in report.left_out[1].reason
    assert "twenty or more" in report.advice


def test_sliders_become_weights_and_the_middle_is_the_recipe() -> None:
    usual = PersonalRecipe()
    assert with_sliders(usual, Sliders()) == usual
    strong = with_sliders(usual, Sliders(strength=1, likeness=0, stability=0.75, brush=2, colour=0.5))
    assert (strong.style, strong.content) == (4 * usual.style, usual.content / 4)
    assert strong.shift == pytest.approx(2 * usual.shift)
    assert (strong.brush, strong.colour) == (2, 0.5)
    with pytest.raises(UserError, match="brush is at 9"):
        with_sliders(usual, Sliders(brush=9))


def test_a_style_that_is_near_counts_as_much_as_one_that_is_far() -> None:
    usual = PersonalRecipe()
    near, far = balanced(usual, 0.3), balanced(usual, 0.9)
    assert near.style * 0.3 == pytest.approx(far.style * 0.9, rel=1e-3)
    assert balanced(usual, 1e-9).style == 3 * usual.style, "within bounds"


def test_sizes_are_planned_by_the_time_there_is() -> None:
    usual = PersonalRecipe()
    sizes = [planned(usual, 0.4, budget_s) for budget_s in (20, 70, 600, 1800, 8 * 3600)]
    costs = [recipe.size_px**2 * recipe.batch for recipe in sizes]
    assert costs == sorted(costs)
    assert costs[0] < costs[2] < costs[4]
    assert (sizes[2].size_px, sizes[2].batch) == (288, 1), "ten minutes on two cores: the recipe as it is"
    assert (sizes[4].size_px, sizes[4].batch) == SIZES[-1]
    assert expected_steps(usual, sizes[2], 0.4, 600) == 1500


def test_processes_that_share_a_batch_have_a_picture_each() -> None:
    usual = PersonalRecipe()
    alone, together = planned(usual, 0.4, 600), planned(usual, 0.4, 600, processes=2)
    assert (alone.batch, together.batch) == (1, 2)
    assert together.size_px == alone.size_px, "twice the work by twice as many"
    assert expected_steps(usual, together, 0.4, 600, 2) == expected_steps(usual, alone, 0.4, 600)
    assert planned(usual, 9.0, 20, processes=4).batch == 4, "also where time is short"


def test_where_memory_is_short_sizes_shrink_to_an_end() -> None:
    recipe, seen = PersonalRecipe(), []
    while (less := smaller(recipe)) is not None:
        seen.append(less.size_px)
        recipe = less
    assert seen == [240, 192, 128]


def test_a_time_of_day_is_kept_as_the_date_that_it_means() -> None:
    kept = with_moment(StopWhen(until="07:30"))
    assert next_moment(kept.until) == next_moment("07:30")
    past = "2020-01-01T07:30"
    assert with_moment(StopWhen(until=past)).until == past, "a run that goes on late has no time left"
    assert with_moment(StopWhen(minutes=3)) == StopWhen(minutes=3)


def test_a_clock_time_is_the_next_one_that_comes() -> None:
    moment = next_moment("07:30")
    assert moment is not None
    assert next_moment("") is None
    with pytest.raises(UserError, match="07:30"):
        next_moment("soon")


def test_groups_are_learnt_from_equally_often(painting: Path) -> None:
    group = [StylePicture(painting, label="sea")] * 3
    shares = chances([*group, StylePicture(painting, 2, "sky"), StylePicture(painting, 1, "sky")])
    assert shares.tolist() == pytest.approx([1 / 6, 1 / 6, 1 / 6, 1 / 3, 1 / 6])
    assert chances([StylePicture(painting, 3), StylePicture(painting, 1)]).tolist() == [0.75, 0.25]
    with pytest.raises(UserError, match="weight 0"):
        chances([StylePicture(painting, 0)])


def test_what_is_excluded_is_no_style(tmp_path: Path) -> None:
    """A frame round a picture changes nothing of what is learnt once it is excluded."""
    rng = np.random.default_rng(0)
    inner = np.repeat(np.repeat(rng.integers(0, 200, (16, 16, 3)), 4, 0), 4, 1).astype(np.uint8)
    framed = np.full((128, 128, 3), 255, np.uint8)
    framed[32:96, 32:96] = inner
    mask = np.full((128, 128), 255, np.uint8)
    mask[32:96, 32:96] = 0
    for name, pixels in (("inner", inner), ("framed", framed), ("mask", mask)):
        Image.fromarray(pixels).save(tmp_path / f"{name}.png")

    def measured(picture: StylePicture) -> torch.Tensor:
        source = read_sources([picture], torch.zeros(1, 9), 0.0)[0]
        return source.statistics(lambda image: [image], 512)[0][1]

    alone = measured(StylePicture(tmp_path / "inner.png"))
    kept = measured(StylePicture(tmp_path / "framed.png", exclude=tmp_path / "mask.png"))
    whole = measured(StylePicture(tmp_path / "framed.png"))
    assert kept.numpy() == pytest.approx(alone.numpy(), abs=0.01)
    assert float((whole - alone).abs().max()) > 0.2
    Image.new("L", (8, 8), 255).save(tmp_path / "all.png")
    with pytest.raises(UserError, match="Nearly all"):
        measured(StylePicture(tmp_path / "inner.png", exclude=tmp_path / "all.png"))


def test_colour_moves_the_style_to_that_of_the_photographs(painting: Path) -> None:
    blue = torch.tensor([[0.1, 0.2, 0.8, 0.01, 0, 0, 0.01, 0, 0.01]])
    own, half, full = (
        read_sources([StylePicture(painting)], blue, colour)[0].image.mean((0, 2, 3))
        for colour in (0, 0.5, 1)
    )
    assert full.numpy() == pytest.approx([0.1, 0.2, 0.8], abs=0.03)
    assert own[2] < half[2] < full[2]


def test_photographs_of_kinds_that_are_not_read_are_listed_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.HEIC").write_bytes(b"\0\0\0\x24ftypheic" + bytes(40))
    (tmp_path / "b.avif").write_bytes(b"\0\0\0\x24ftypavif" + bytes(40))
    (tmp_path / "c.gif").write_bytes(b"GIF89a" + bytes(40))
    (tmp_path / "d.nef").write_bytes(b"MM\0*" + bytes(40))
    report = [*check_photos(tmp_path)][-1]
    assert isinstance(report, PhotosReport)
    assert [one.reason.split(",")[0] for one in report.left_out] == [
        "a.HEIC is a HEIC photo",
        "b.avif is an AVIF picture",
        "c.gif is a GIF",
        "d.nef is a RAW photo",
    ]
    assert all("Export it as JPEG or PNG" in one.reason for one in report.left_out)


@pytest.mark.parametrize("error", [struct.error("unpack requires 2 bytes"), KeyError(274), EOFError()])
def test_damage_that_pillow_did_not_foresee_is_not_fatal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def damaged(_: Image.Image) -> None:
        raise error

    photo(tmp_path / "a.png", 1)
    monkeypatch.setattr("models.data.photo_check.ImageOps.exif_transpose", damaged)
    report = [*check_photos(tmp_path)][-1]
    assert isinstance(report, PhotosReport)
    assert report.left_out[0].reason.startswith("a.png cannot be read: ")
    assert "274" not in report.left_out[0].reason


def test_a_folder_is_looked_into_once_as_long_as_nothing_in_it_changes(tmp_path: Path) -> None:
    photo(tmp_path / "a.png", 1)
    photo(tmp_path / "b.png", 2)
    first = [*check_photos(tmp_path)]
    assert len(first) == 3
    assert [*check_photos(tmp_path)] == first[-1:], "as a training begins"
    (tmp_path / "a.png").write_bytes(b"no picture any more")
    again = [*check_photos(tmp_path)]
    assert len(again) == 3
    assert isinstance(again[-1], PhotosReport)
    assert [path.name for path in again[-1].used] == ["b.png"]
