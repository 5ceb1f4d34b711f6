"""What is excluded of a style picture has no influence on anything; what is kept counts as it would alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from models.engine import Engine
from models.exclusion import excluded_of, without
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.networks.style_code import COLOUR_NUMBERS, colour_moments
from models.news import Notice, UserError
from models.picture_file import Picture
from models.refine_targets import of_picture
from models.requests import Controls, RefineSettings, StyleChoice, Stylize
from models.style_library import resolve
from models.training.style_sources import read_sources
from models.training_requests import StylePicture
from models.universal import Universal, colours_of
from tests.models.test_engine import picture
from tests.stepping import heard

SIZE = 120, 160
LEFT_PX = 50  # is excluded


def painting(seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    coarse = np.random.default_rng(seed).integers(0, 256, (SIZE[0] // 8, SIZE[1] // 8, 3))
    return np.repeat(np.repeat(coarse, 8, 0), 8, 1).astype(np.uint8)


def other_left() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The same painting but for what is excluded."""
    rgb = painting(1)
    rgb[:, :LEFT_PX] = (255, 0, 255)
    rgb[::2, :LEFT_PX] = 0
    return rgb


def excluded(mask: Path) -> NDArray[np.float32]:
    """As a whole picture reads it, in which nothing is transparent."""
    found = excluded_of(Picture(painting(1), None, None, None, "PNG"), mask)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.fixture
def mask(tmp_path: Path) -> Path:
    excluded = np.zeros(SIZE, np.uint8)
    excluded[:, :LEFT_PX] = 255
    Image.fromarray(excluded).save(tmp_path / "exclude.png")
    return tmp_path / "exclude.png"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    """Two style pictures that differ in what is excluded alone."""
    for name, rgb in (("one", painting(1)), ("other", other_left())):
        Image.fromarray(rgb).save(tmp_path / f"{name}.png")
    return str(tmp_path / "one.png"), str(tmp_path / "other.png")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    Image.fromarray(painting(7)[:80, :96]).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


@pytest.mark.parametrize("size", [SIZE, (60, 80), (45, 61)])
def test_nothing_of_what_is_excluded_is_left(mask: Path, size: tuple[int, int]) -> None:
    one, other = (without(rgb, excluded(mask), *size) for rgb in (painting(1), other_left()))
    assert one.keep is not None
    assert np.array_equal(one.rgb, other.rgb)
    assert 0.6 < one.keep.mean() < 0.75
    assert one.rgb.min() >= 0
    assert one.rgb.max() <= 1.001


def test_what_is_kept_stays_as_it_is(mask: Path) -> None:
    kept = without(painting(1), excluded(mask), *SIZE).rgb[0, :, :, LEFT_PX + 1 :]
    np.testing.assert_allclose(kept, painting(1).transpose(2, 0, 1)[:, :, LEFT_PX + 1 :] / 255, atol=1e-6)


def test_the_colours_are_those_of_what_is_kept(mask: Path) -> None:
    style = without(painting(1), excluded(mask), *SIZE)
    assert style.keep is not None
    moments = colour_moments(torch.from_numpy(style.rgb), torch.from_numpy(style.keep))
    np.testing.assert_allclose(moments[0], colours_of(painting(1)[:, LEFT_PX:])[0], atol=1e-5)


def test_keeping_everything_is_the_same_as_excluding_nothing(engine: Engine, tmp_path: Path) -> None:
    Image.fromarray(np.zeros(SIZE, np.uint8)).save(tmp_path / "nothing.png")
    style = without(painting(1), excluded(tmp_path / "nothing.png"), *SIZE)
    universal: Universal = engine.universal()
    whole, kept = universal.code(painting(1)), universal.code(painting(1), 1.0, style.keep)
    np.testing.assert_allclose(kept, whole, atol=1e-3)


def test_a_code_knows_nothing_of_it(engine: Engine, mask: Path, pair: tuple[str, str]) -> None:
    codes = [engine.styles.code(resolve(path), 1.0, mask) for path in pair]
    assert np.array_equal(codes[0], codes[1])
    plain = [engine.styles.code(resolve(path), 1.0) for path in pair]
    assert np.abs(plain[0] - plain[1]).max() > 0.05
    assert np.abs(plain[0] - codes[0])[:, :COLOUR_NUMBERS].max() > 1e-3


def test_what_is_transparent_is_no_style(engine: Engine, mask: Path, tmp_path: Path) -> None:
    """Whatever colours lie hidden there, for the painter and for a training."""
    alpha = 255 - np.asarray(Image.open(mask))
    paths = [tmp_path / f"{name}.png" for name in ("cut", "cut other")]
    for path, rgb in zip(paths, (painting(1), other_left()), strict=True):
        Image.fromarray(np.dstack([rgb, alpha])).save(path)
    codes = [engine.styles.code(resolve(str(path)), 1.0) for path in paths]
    assert np.array_equal(codes[0], codes[1])
    cut = engine.styles.code(resolve(str(tmp_path / "cut.png")), 1.0)
    by_mask = tmp_path / "whole.png"
    Image.fromarray(painting(1)).save(by_mask)
    assert np.array_equal(cut, engine.styles.code(resolve(str(by_mask)), 1.0, mask))
    sources = read_sources([StylePicture(path) for path in paths], torch.zeros(1, 9), 0.0)
    assert torch.equal(sources[0].image, sources[1].image)
    assert all(source.kept is not None and 0.6 < float(source.kept.mean()) < 0.75 for source in sources)


def test_a_picture_that_is_transparent_all_over_has_no_style(engine: Engine, tmp_path: Path) -> None:
    Image.new("RGBA", (64, 48), (200, 30, 90, 0)).save(tmp_path / "glass.png")
    with pytest.raises(UserError, match="Nothing is left"):
        engine.styles.code(resolve(str(tmp_path / "glass.png")), 1.0)


def test_what_refine_paints_towards_knows_nothing_of_it(mask: Path) -> None:
    torch.manual_seed(0)
    network = LossNetwork(LossNetworkConfig((8, 8, 16, 16), (2, 2, 2, 1)))
    targets = []
    for rgb in (painting(1), other_left()):
        style = without(rgb, excluded(mask), *SIZE)
        assert style.keep is not None
        towards = of_picture(network, torch.from_numpy(style.rgb), torch.from_numpy(style.keep))
        targets.append([*towards(1.0), *towards(0.5)])
    for one, other in zip(*targets, strict=True):
        assert torch.equal(one, other)
        assert one[-1, -1] == 1


@pytest.mark.parametrize(
    "controls", [Controls(), Controls(keep_colors=0.7), Controls(colors_only=True), Controls(brush=0.5)]
)
def test_pictures_know_nothing_of_it(
    engine: Engine, photo: Path, mask: Path, pair: tuple[str, str], controls: Controls
) -> None:
    def painted(source: str, exclude: Path | None) -> np.ndarray[tuple[int, ...], np.dtype[np.int_]]:
        return picture(engine, Stylize(photo, (StyleChoice(source, exclude=exclude),), controls))

    assert np.array_equal(painted(pair[0], mask), painted(pair[1], mask))
    assert not np.array_equal(painted(pair[0], None), painted(pair[1], None))


def test_a_refined_picture_knows_nothing_of_it(
    engine: Engine, photo: Path, mask: Path, pair: tuple[str, str]
) -> None:
    one, other = (
        picture(
            engine,
            Stylize(
                photo, (StyleChoice(path, exclude=mask),), engine="refine", refine=RefineSettings(steps=5)
            ),
        )
        for path in pair
    )
    assert np.array_equal(one, other)


def test_a_style_of_which_nothing_is_left_is_refused_in_words(
    engine: Engine, photo: Path, tmp_path: Path, pair: tuple[str, str]
) -> None:
    Image.fromarray(np.full(SIZE, 255, np.uint8)).save(tmp_path / "all.png")
    choice = StyleChoice(pair[0], exclude=tmp_path / "all.png")
    with pytest.raises(UserError, match="Nothing is left"):
        picture(engine, Stylize(photo, (choice,)))


def test_a_style_without_a_picture_says_that_nothing_is_left_out(
    engine: Engine, photo: Path, mask: Path
) -> None:
    request = Stylize(photo, (StyleChoice("preset:mosaic", exclude=mask),))
    _, news = heard(engine.answer(request))
    assert any(isinstance(said, Notice) and "no picture here" in said.text for said in news)
