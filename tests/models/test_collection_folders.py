"""What collections learn from: labels, pairs, colours as they are meant, and how crops are varied."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from models.data.collections import Collection, find_pairs
from models.data.dice import Dice
from models.data.differentiable import AUGMENTATIONS, augmented
from models.data.part import Part
from models.data.pictures import Augmentation, decode
from models.news import FileError
from models.picture_file import read_preview
from models.training.duel import apart
from tests.models.picture_samples import ADOBE_XYZ, adobe_rgb, gradient, profile
from tests.models.small_collections import picture, works

__all__ = ["works"]


def test_the_only_work_of_a_label_is_not_held_out() -> None:
    made = Collection.of_labelled((label, torch.zeros(3, 8, 8, dtype=torch.uint8)) for label in "aaaaaaaaab")
    assert (made.labels, len(made), made.held_out) == (("a", "b"), 10, [])
    made = Collection.of_labelled((label, torch.zeros(3, 8, 8, dtype=torch.uint8)) for label in "aaaaaaaabb")
    assert (made.labels, len(made), made.label_of_held_out) == (("a", "b"), 9, [1])


def test_every_label_is_drawn_equally_often_and_held_out_works_never(works: Path) -> None:
    made = Collection.read(works)
    assert (made.labels, len(made), len(made.held_out)) == (("comic", "ink"), 11, 1)
    rng = torch.Generator().manual_seed(0)
    drawn = Counter(made.labels[made.label_of[made._which(rng)]] for _ in range(600))
    assert drawn["comic"] == pytest.approx(300, abs=60)
    again = [
        Collection.read(works).batch(torch.Generator().manual_seed(3), 4, 32, Augmentation()) for _ in "ab"
    ]
    assert torch.equal(*again)


def test_pairs_are_found_by_folders_by_names_and_side_by_side(tmp_path: Path) -> None:
    for name in ("x", "y", "alone"):
        picture(tmp_path / "first" / f"{name}.png", 1)
    for name in ("x", "y", "other"):
        picture(tmp_path / "second" / f"{name}.png", 2)
    both = find_pairs(tmp_path / "first", tmp_path / "second")
    assert [a.stem for a, _ in both.files] == ["x", "y"]
    assert both.mismatched == ("alone.png has no partner.", "other.png has no partner.")

    for name in ("x_a", "x_b", "y_A"):
        picture(tmp_path / "named" / f"{name}.png", 3)
    named = find_pairs(tmp_path / "named")
    assert [(a.stem, b.stem) for a, b in named.files] == [("x_a", "x_b")]
    assert named.mismatched == ("y_A.png has no partner.",)

    wide = np.zeros((64, 128, 3), np.uint8)
    wide[:, 64:] = 255
    (tmp_path / "wide").mkdir()
    Image.fromarray(wide).save(tmp_path / "wide" / "w.png")
    picture(tmp_path / "wide" / "single.png", 4)
    stacks, wrong = find_pairs(tmp_path / "wide").read()
    assert wrong == ["single.png: it is not as wide as two pictures side by side"]
    crops = stacks.batch(torch.Generator(), 1, 16, Augmentation())
    assert float(crops[:, :3].max()) == 0
    assert float(crops[:, 3:].min()) == pytest.approx(1)


def pairs_of(folder: Path, second: Path | None = None) -> tuple[list[tuple[str, str]], list[str]]:
    """Pairs and what is alone, by their names in the folder."""
    found = find_pairs(folder, second)
    names = [tuple(path.relative_to(folder.parent).as_posix() for path in pair) for pair in found.files]
    return [(a, b) for a, b in names], [path.relative_to(folder.parent).as_posix() for path in found.alone]


def test_equal_names_in_several_folders_are_no_partners(tmp_path: Path) -> None:
    for name in ("first/day/1", "first/night/1", "second/day/1", "second/night/1", "second/noon/1"):
        picture(tmp_path / f"{name}.png", 1)
    picture(tmp_path / "first" / "day" / "1.tif", 1)
    found = find_pairs(tmp_path / "first", tmp_path / "second")
    assert [(a.parent.name, b.parent.name) for a, b in found.files] == [("day", "day"), ("night", "night")]
    assert found.mismatched == ("1.png has no partner.", "1.tif has no partner.")


def test_a_second_folder_within_the_first_is_the_second(tmp_path: Path) -> None:
    folder = tmp_path / "all"
    for name in ("x", "y", "drawn/x", "drawn/z"):
        picture(folder / f"{name}.png", 1)
    assert pairs_of(folder, folder / "drawn") == (
        [("all/x.png", "all/drawn/x.png")],
        ["all/y.png", "all/drawn/z.png"],
    )


def test_one_name_that_ends_like_half_a_pair_makes_no_other_file_disappear(tmp_path: Path) -> None:
    folder = tmp_path / "wide"
    for name in ("garden_a", "house"):
        picture(folder / f"{name}.png", 1, 280, 140)
    both = [(f"wide/{name}.png", f"wide/{name}.png") for name in ("garden_a", "house")]
    assert pairs_of(folder) == (both, []), "side by side"
    picture(folder / "garden_b.png", 2, 280, 140)
    assert pairs_of(folder) == ([("wide/garden_a.png", "wide/garden_b.png")], ["wide/house.png"])


def test_two_folders_in_one_are_a_and_b(tmp_path: Path) -> None:
    for name in ("A/train/1", "A/train/2", "B/train/1", "B/val/2"):
        picture(tmp_path / "set" / f"{name}.png", 1)
    assert pairs_of(tmp_path / "set") == (
        [("set/A/train/1.png", "set/B/train/1.png")],
        ["set/A/train/2.png", "set/B/val/2.png"],
    )
    for name in ("trainA/1", "trainB/1"):
        picture(tmp_path / "horses" / f"{name}.png", 1)
    assert pairs_of(tmp_path / "horses")[0] == [("horses/trainA/1.png", "horses/trainB/1.png")]
    for name in ("train/1", "val/1"):
        picture(tmp_path / "maps" / f"{name}.png", 1, 280, 140)
    same = [(f"maps/{name}/1.png", f"maps/{name}/1.png") for name in ("train", "val")]
    assert pairs_of(tmp_path / "maps") == (same, []), "each holds both, side by side"


def test_a_discriminator_is_shown_the_colours_that_the_style_has(tmp_path: Path) -> None:
    """A large one, which is made small before its profile is applied, and a small one."""
    soft = Image.fromarray(gradient() // 2 + 60).resize((700, 500), Image.Resampling.BICUBIC)
    soft.save(tmp_path / "adobe.jpg", quality=97, icc_profile=adobe_rgb())
    soft.convert("CMYK").save(tmp_path / "cmyk.jpg", quality=97)
    soft.convert("CMYK").save(tmp_path / "cmyk.tif")
    soft.resize((70, 50)).save(tmp_path / "small.png", icc_profile=adobe_rgb())
    for path in tmp_path.iterdir():
        wanted = read_preview(path, 400)[0].astype(float)
        read = decode(path, min(wanted.shape[:2])).permute(1, 2, 0).numpy().astype(float)
        assert read.shape == wanted.shape
        assert np.abs(read - wanted).mean() < 1, path.name
    read = decode(tmp_path / "adobe.jpg", 500).permute(1, 2, 0).numpy()
    assert np.abs(read.astype(float) - np.asarray(soft)).mean() > 4, "its numbers mean other colours"


@pytest.mark.parametrize("size_px", [(64, 48), (400, 300)])
def test_colours_that_lie_hidden_where_a_work_is_transparent_are_not_learnt(
    tmp_path: Path, size_px: tuple[int, int]
) -> None:
    red = Image.new("RGBA", size_px, (250, 0, 0, 0))
    red.paste((0, 0, 250, 255), (0, 0, size_px[0] // 2, size_px[1]))
    red.save(tmp_path / "colours.png")
    red.quantize(4).save(tmp_path / "palette.png")
    key = Image.new("RGB", size_px, (250, 0, 0))
    key.paste((0, 0, 250), (0, 0, size_px[0] // 2, size_px[1]))
    key.save(tmp_path / "key.png", transparency=(250, 0, 0))
    for path in tmp_path.iterdir():
        read = decode(path, 48)
        assert read.shape == (3, 48, 64)
        assert (read[:, :, 40:] >= 254).all(), path.name
        assert torch.equal(read[:, 24, 8], torch.tensor([0, 0, 250], dtype=torch.uint8)), path.name


def test_grey_works_stay_grey_whatever_their_profile(tmp_path: Path) -> None:
    grey = Image.fromarray(np.tile(np.arange(256, dtype=np.uint8), (300, 2)))
    grey.save(tmp_path / "grey.jpg", quality=95, icc_profile=profile(ADOBE_XYZ, 1.8, b"GRAY"))
    grey.convert("RGB").save(tmp_path / "rgb.png", icc_profile=adobe_rgb())
    assert Collection.read(tmp_path).is_grey


def test_pairs_stay_pairs_in_every_crop(tmp_path: Path) -> None:
    for side in ("first", "second"):
        picture(tmp_path / side / "x.png", 7)
    stacks, _ = find_pairs(tmp_path / "first", tmp_path / "second").read()
    a, b = stacks.batch(torch.Generator(), 6, 32, Augmentation(turn=True)).chunk(2, 1)
    assert torch.equal(a, b)
    a, b = stacks.batch(torch.Generator(), 6, 32, Augmentation(colour=0.3, lean_degrees=5)).chunk(2, 1)
    assert torch.equal(a, b)


def test_folders_without_pairs_say_why(tmp_path: Path) -> None:
    picture(tmp_path / "first" / "x.png", 1)
    picture(tmp_path / "second" / "y.png", 1)
    with pytest.raises(FileError, match=r"x\.png has no partner"):
        find_pairs(tmp_path / "first", tmp_path / "second").read()


@pytest.mark.parametrize("policy", [*AUGMENTATIONS, "translation,cutout,colour"])
def test_gradients_pass_augmentation_and_equal_chance_is_equal(policy: str) -> None:
    images = torch.rand(16, 3, 24, 24, requires_grad=True)
    shown = [augmented(images, policy, Dice(torch.Generator().manual_seed(5), 16)) for _ in "ab"]
    assert torch.equal(*shown)
    assert shown[0].shape == images.shape
    assert not torch.equal(shown[0], images)
    (gradient,) = torch.autograd.grad(shown[0].sum(), images)
    assert float(gradient.abs().sum()) > 0
    for index in range(3):
        dice = Dice(torch.Generator().manual_seed(5), 16, part := Part(index, 3))
        assert torch.equal(augmented(part.take(images), policy, dice), part.take(shown[0])), "in parts alike"


def test_augmentation_is_as_strong_as_published_on_pictures_from_0_to_1() -> None:
    white = torch.ones(64, 3, 24, 24)
    for policy in ("translation", "cutout"):
        shown = augmented(white, policy, Dice(torch.Generator().manual_seed(5), 64))
        assert set(torch.unique(shown).tolist()) == {0.5, 1.0}, "what is not there is grey"
    even = torch.full((400, 3, 4, 4), 0.5)
    light = augmented(even, "colour", Dice(torch.Generator().manual_seed(5), 400)) - 0.5
    assert float(light.abs().max()) == pytest.approx(0.25, abs=0.01)


def test_colours_of_a_pair_change_alike_in_both_and_do_not_mix(tmp_path: Path) -> None:
    red, blue = (torch.zeros(32, 3, 8, 8) for _ in "ab")
    red[:, 0], blue[:, 2] = 0.9, 0.9
    red[:, :, 4:], blue[:, :, 4:] = 0.2, 0.2

    def changed(images: Tensor) -> Tensor:
        return augmented(images, "colour", Dice(torch.Generator().manual_seed(5), 32))

    both = changed(torch.cat([red, blue], 1))
    assert torch.allclose(both[:, :3], changed(red), atol=1e-6)
    assert torch.allclose(both[:, 3:], changed(blue), atol=1e-6)

    for side in ("first", "second"):
        picture(tmp_path / side / "x.png", 7)
    stacks, _ = find_pairs(tmp_path / "first", tmp_path / "second").read()
    a, b = stacks.batch(torch.Generator(), 6, 32, Augmentation(colour=0.2)).chunk(2, 1)
    assert torch.equal(a, b)


def test_likeness_of_pairs_is_measured_on_pictures_from_minus_1_to_1() -> None:
    a, b = torch.zeros(2, 3, 4, 4), torch.full((2, 3, 4, 4), 0.25)
    assert float(apart(a, b)) == pytest.approx(0.5)
