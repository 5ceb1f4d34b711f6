"""Parts of a picture are the export's own pixels, whatever is asked for and wherever they lie."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from models.arrays import planes, resize_planes, to_bytes
from models.closeup import _merging
from models.engine import Engine
from models.merging import merge
from models.news import Crop, Progress, UserError
from models.requests import Controls, Export, LookAway, RenderCrop, StyleChoice, Stylize
from tests.stepping import heard

SIZE = (331, 246)  # width and height
PLACES = [(0, 0, 90, 60), (130, 71, 101, 88), (240, 170, 120, 90), (-20, 180, 60, 80)]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine("cpu")


@pytest.fixture(scope="module")
def request_for(tmp_path_factory: pytest.TempPathFactory) -> Stylize:
    """Strokes so large that there is a second pass."""
    folder = tmp_path_factory.mktemp("closeup")
    rng = np.random.default_rng(5)
    soft = resize_planes(rng.random((1, 3, 12, 16), dtype=np.float32), SIZE[1], SIZE[0])
    photo = to_bytes((soft + 0.1 * rng.random(soft.shape, dtype=np.float32)).clip(0, 1))
    Image.fromarray(photo).save(folder / "photo.png")
    blocks = rng.integers(0, 256, (12, 15, 3)).repeat(10, 0).repeat(10, 1).astype(np.uint8)
    Image.fromarray(blocks).save(folder / "style.png")
    ramp = np.tile(np.linspace(0, 255, 64).astype(np.uint8), (48, 1))
    Image.fromarray(ramp).save(folder / "mask.png")
    style = StyleChoice(str(folder / "style.png"))
    return Stylize(folder / "photo.png", (style,), Controls(brush=4.0))


def folder_of(request: Stylize) -> Path:
    return request.photo.parent


def exported(engine: Engine, request: Stylize) -> NDArray[np.int16]:
    path = folder_of(request) / "out.png"
    heard(engine.answer(replace(request, export=Export(path))))
    with Image.open(path) as picture:
        return np.asarray(picture).astype(np.int16)


def crop(engine: Engine, request: Stylize, place: tuple[int, int, int, int]) -> Crop:
    result, _ = heard(engine.answer(RenderCrop(request, *place)))
    assert isinstance(result, Crop)
    return result


def variants(plain: Stylize) -> dict[str, Stylize]:
    style, mask = plain.styles[0], folder_of(plain) / "mask.png"
    controls = plain.controls
    kept = replace(controls, keep_colors=0.6, color_method="luminance")
    return {
        "plain": plain,
        "faint": replace(plain, controls=replace(controls, strength=0.1)),
        "colours kept": replace(plain, controls=kept),
        "reduced": replace(plain, long_side_px=257),
        "masked": replace(plain, styles=(replace(style, mask=mask), StyleChoice("preset:mosaic"))),
        "colours only": replace(plain, controls=replace(controls, colors_only=True)),
        "the photo": replace(plain, controls=replace(controls, strength=0.0)),
        "one pass": replace(plain, controls=replace(controls, brush=1.0)),
    }


@pytest.mark.parametrize(
    "name",
    ["plain", "faint", "colours kept", "reduced", "masked", "colours only", "the photo", "one pass"],
)
def test_a_part_is_the_exports_own_pixels(
    engine: Engine, request_for: Stylize, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = variants(request_for)[name]
    monkeypatch.setattr(engine.universal(), "whole_limit_px", 0)  # as if it were large
    whole = exported(engine, request)
    for place in PLACES:
        part = crop(engine, request, place)
        assert (part.whole_height_px, part.whole_width_px) == whole.shape[:2]
        height, width = part.rgb_hwc.shape[:2]
        rows, columns = slice(part.top_px, part.top_px + height), slice(part.left_px, part.left_px + width)
        assert (part.top_px, part.left_px) == (max(0, place[1]), max(0, place[0]))
        assert np.abs(part.rgb_hwc.astype(np.int16) - whole[rows, columns]).max() <= 1
        assert part.top_px + height == min(place[1] + place[3], whole.shape[0])


def test_the_second_part_is_painted_without_looking_at_the_picture_again(
    engine: Engine, request_for: Stylize, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.universal(), "whole_limit_px", 0)
    heard(engine.answer(RenderCrop(variants(request_for)["one pass"], 0, 0, 9, 9)))
    _, first = heard(engine.answer(RenderCrop(request_for, *PLACES[0])))
    _, second = heard(engine.answer(RenderCrop(request_for, *PLACES[1])))
    assert any(isinstance(news, Progress) for news in first)
    assert second == []
    heard(engine.answer(LookAway()))
    _, third = heard(engine.answer(RenderCrop(request_for, *PLACES[1])))
    assert any(isinstance(news, Progress) for news in third), "it was let go"


def test_a_photo_that_changed_on_disk_is_looked_at_again(
    engine: Engine, request_for: Stylize, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.png"
    request = replace(request_for, photo=photo, controls=Controls(strength=0))
    for tone in (10, 200):
        Image.new("RGB", (40, 30), (tone, tone, tone)).save(photo)
        assert crop(engine, request, (3, 3, 5, 5)).rgb_hwc.max() == tone


def test_what_cannot_be_a_part_is_refused(engine: Engine, request_for: Stylize) -> None:
    with pytest.raises(UserError, match="outside"):
        heard(engine.answer(RenderCrop(replace(request_for, controls=Controls(strength=0)), 900, 0, 5, 5)))
    with pytest.raises(UserError, match="universal"):
        heard(engine.answer(RenderCrop(replace(request_for, engine="refine"), 0, 0, 5, 5)))


@pytest.mark.parametrize(("fine", "coarse"), [(331, 200), (64, 16), (1000, 7), (50, 49)])
def test_merging_a_part_is_merging_the_whole(fine: int, coarse: int) -> None:
    rng = np.random.default_rng(fine)
    small = rng.random((1, 3, 5, coarse), dtype=np.float32)
    large = planes(rng.integers(0, 256, (20, fine, 3)).astype(np.uint8))
    whole = merge(small, large.copy())
    start, stop = fine // 3, fine // 3 + 9
    rows, columns = _merging(0, 20, 20, 5), _merging(start, stop, fine, coarse)
    under = large[0][:, slice(*rows.fine), slice(*columns.fine)]
    change = small[0][:, :, slice(*columns.coarse)] - rows.reducing @ under @ columns.reducing.T
    part = large[0][:, :, start:stop] + rows.enlarging @ change @ columns.enlarging.T
    np.testing.assert_allclose(part, whole[0][:, :, start:stop], atol=2e-5)
