"""The engine with the shipped weights, from request to picture and file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from models.checkpoints.style_file import load_style, save_style
from models.engine import Engine
from models.news import (
    EngineReady,
    Exported,
    FileError,
    Notice,
    OpenedPicture,
    Preview,
    Progress,
    Stylized,
    UserError,
)
from models.requests import (
    MOST_STRENGTH,
    Controls,
    Export,
    OpenPicture,
    RefineSettings,
    StyleChoice,
    Stylize,
    WarmUp,
)
from models.style_library import resolve
from tests.stepping import heard


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engine")


@pytest.fixture(scope="module")
def photo(folder: Path) -> Path:
    rows, columns = np.mgrid[:90, :130]
    rgb = np.stack([rows * 2, columns, 255 - rows - columns // 2], -1).clip(0, 255).astype(np.uint8)
    rgb[30:60, 40:90] = (210, 60, 40)
    Image.fromarray(rgb).save(folder / "photo é 写真.png")
    return folder / "photo é 写真.png"


@pytest.fixture(scope="module")
def style(folder: Path) -> str:
    rng = np.random.default_rng(2)
    rgb = np.repeat(np.repeat(rng.integers(0, 256, (16, 20, 3)), 8, 0), 8, 1).astype(np.uint8)
    Image.fromarray(rgb).save(folder / "style.jpg")
    return str(folder / "style.jpg")


@pytest.fixture(scope="module")
def other_style(folder: Path) -> str:
    rgb = np.full((100, 100, 3), (20, 40, 120), np.uint8)
    rgb[::6] = 240
    Image.fromarray(rgb).save(folder / "lines.png")
    return str(folder / "lines.png")


def picture(engine: Engine, request: Stylize) -> np.ndarray[Any, Any]:
    result, _ = heard(engine.answer(request))
    assert isinstance(result, Stylized)
    return result.rgb_hwc.astype(int)


def original(photo: Path) -> np.ndarray[Any, Any]:
    return np.asarray(Image.open(photo)).astype(int)


def test_it_tells_what_it_runs_on_and_why(engine: Engine) -> None:
    ready, _ = heard(engine.answer(WarmUp()))
    assert isinstance(ready, EngineReady)
    assert ready.device
    assert ready.reason


def test_a_photograph_is_opened_small_with_the_facts_of_the_large(engine: Engine, photo: Path) -> None:
    opened, _ = heard(engine.answer(OpenPicture(photo, 64)))
    assert isinstance(opened, OpenedPicture)
    assert (opened.width_px, opened.height_px) == (130, 90)
    assert max(opened.rgb_hwc.shape) == 64


def test_the_style_changes_the_photo_and_moves_its_colours(
    engine: Engine, photo: Path, other_style: str
) -> None:
    painted = picture(engine, Stylize(photo, (StyleChoice(other_style),)))
    assert painted.shape == (90, 130, 3)
    target = np.asarray(Image.open(other_style)).mean((0, 1))
    before, after = (np.abs(p.mean((0, 1)) - target).sum() for p in (original(photo), painted))
    assert after < before / 2


@pytest.mark.parametrize("name", ["universal", "refine"])
def test_strength_0_is_the_photo(engine: Engine, photo: Path, style: str, name: Any) -> None:
    request = Stylize(photo, (StyleChoice(style),), Controls(strength=0), engine=name)
    np.testing.assert_array_equal(picture(engine, request), original(photo))


def test_strength_grows_steadily(engine: Engine, photo: Path, style: str) -> None:
    changes = []
    for strength in (0.02, 0.2, 0.6, 1.0):
        painted = picture(engine, Stylize(photo, (StyleChoice(style),), Controls(strength=strength)))
        changes.append(float(np.abs(painted - original(photo)).mean()))
    assert changes == sorted(changes)
    assert changes[0] < 3


def test_beyond_the_full_style_strokes_go_on_and_colours_stay(
    engine: Engine, photo: Path, style: str
) -> None:
    pictures = [
        picture(engine, Stylize(photo, (StyleChoice(style),), Controls(strength=strength)))
        for strength in (1.0, 1.1, MOST_STRENGTH)
    ]
    full, more, most = (picture.astype(float) for picture in pictures)
    assert 0 < np.abs(more - full).mean() < np.abs(most - full).mean() < 25
    assert np.abs(most.mean((0, 1)) - full.mean((0, 1))).max() < 12


@pytest.mark.parametrize("change", [{"engine": "refine"}, {"controls": Controls(colors_only=True)}])
def test_who_cannot_go_beyond_the_full_style_says_so(
    engine: Engine, photo: Path, style: str, change: dict[str, Any]
) -> None:
    asked = Stylize(photo, (StyleChoice(style),), refine=RefineSettings(steps=4), long_side_px=96, seed=1)
    asked = replace(asked, **change)
    full, _ = heard(engine.answer(asked))
    beyond = replace(asked, controls=replace(asked.controls, strength=1.1))
    painted, news = heard(engine.answer(beyond))
    assert any("100 % here" in one.text for one in news if isinstance(one, Notice))
    np.testing.assert_array_equal(painted.rgb_hwc, full.rgb_hwc)


def test_equal_requests_give_equal_pictures(engine: Engine, photo: Path, style: str) -> None:
    request = Stylize(photo, (StyleChoice(style),), long_side_px=64)
    np.testing.assert_array_equal(picture(engine, request), picture(Engine(), request))


def test_a_mask_keeps_the_style_in_its_region(engine: Engine, photo: Path, style: str, folder: Path) -> None:
    mask = np.zeros((45, 65), np.uint8)
    mask[:, 40:] = 255
    Image.fromarray(mask).save(folder / "mask.png")
    painted = picture(engine, Stylize(photo, (StyleChoice(style, mask=folder / "mask.png"),)))
    change = np.abs(painted - original(photo)).mean(2)
    assert change[:, :40].mean() < 0.35 * change[:, 100:].mean()


def test_two_styles_mix_by_weight(engine: Engine, photo: Path, style: str, other_style: str) -> None:
    def with_weight(weight: float) -> np.ndarray[Any, Any]:
        return picture(engine, Stylize(photo, (StyleChoice(style), StyleChoice(other_style, weight))))

    alone = picture(engine, Stylize(photo, (StyleChoice(style),)))
    np.testing.assert_array_equal(with_weight(0), alone)
    assert np.abs(with_weight(0.2) - alone).mean() < np.abs(with_weight(5) - alone).mean()


def test_colours_only_leaves_every_line(engine: Engine, photo: Path, other_style: str) -> None:
    painted = picture(engine, Stylize(photo, (StyleChoice(other_style),), Controls(colors_only=True)))
    edges = np.abs(np.diff(original(photo).sum(2), axis=1))
    flat = edges[10:20, 10:20].max()
    assert np.abs(np.diff(painted.sum(2), axis=1))[10:20, 10:20].max() <= flat * 4 + 6
    assert np.abs(painted - original(photo)).mean() > 5


@pytest.mark.parametrize("method", ["match", "luminance"])
def test_kept_colours_are_nearer_the_photo(
    engine: Engine, photo: Path, other_style: str, method: Any
) -> None:
    def distance(keep: float) -> float:
        controls = Controls(keep_colors=keep, color_method=method)
        painted = picture(engine, Stylize(photo, (StyleChoice(other_style),), controls))
        chroma = painted - painted.mean(2, keepdims=True)
        own = original(photo) - original(photo).mean(2, keepdims=True)
        return float(np.abs(chroma - own).mean())

    assert distance(1.0) < 0.8 * distance(0.0)  # the strokes of a network that has learnt nothing remain


@pytest.mark.parametrize("long_side_px", [16, 37, 64, 300])
def test_the_size_asked_for_is_the_size_that_comes(
    engine: Engine, photo: Path, style: str, long_side_px: int
) -> None:
    painted = picture(engine, Stylize(photo, (StyleChoice(style),), long_side_px=long_side_px))
    assert max(painted.shape) == long_side_px


def test_refine_yields_previews_and_its_time_left(engine: Engine, photo: Path, style: str) -> None:
    request = Stylize(
        photo, (StyleChoice(style),), engine="refine", refine=RefineSettings(steps=20), long_side_px=96
    )
    result, news = heard(engine.answer(request))
    assert isinstance(result, Stylized)
    kinds = {type(n).__name__ for n in news}
    assert {"Progress", "Preview", "Metrics"} <= kinds
    assert (
        np.abs(
            result.rgb_hwc.astype(int) - picture(engine, Stylize(photo, request.styles, long_side_px=96))
        ).mean()
        > 1
    )


def test_a_style_that_was_written_anew_is_read_anew(engine: Engine, photo: Path, tmp_path: Path) -> None:
    path = tmp_path / "style.png"
    request = Stylize(photo, (StyleChoice(str(path)),))
    Image.new("RGB", (64, 48), (200, 30, 20)).save(path)
    red = picture(engine, request)
    assert np.array_equal(picture(engine, request), red)
    Image.new("RGB", (64, 50), (20, 30, 200)).save(path)
    assert picture(engine, request)[..., 2].mean() > red[..., 2].mean() + 20
    path.unlink()
    with pytest.raises(FileError):
        picture(engine, request)


def refined(style: str, photo: Path, **settings: Any) -> Stylize:
    wish = RefineSettings(steps=20, **settings)
    return Stylize(photo, (StyleChoice(style),), engine="refine", refine=wish, long_side_px=96)


def test_a_preset_is_refined_without_its_picture(engine: Engine, photo: Path) -> None:
    painted = picture(engine, refined("preset:mosaic", photo))
    quickly = picture(engine, Stylize(photo, (StyleChoice("preset:mosaic"),), long_side_px=96))
    assert np.abs(painted.astype(int) - quickly).mean() > 1


@pytest.mark.parametrize("controls", [Controls(), Controls(keep_colors=1, color_method="luminance")])
def test_refine_goes_on_from_what_it_came_to(
    engine: Engine, photo: Path, style: str, tmp_path: Path, controls: Controls
) -> None:
    request = replace(refined(style, photo), controls=controls)
    seen = picture(engine, request).astype(np.uint8)
    Image.fromarray(seen).save(tmp_path / "seen.png")
    again = replace(request, refine=RefineSettings(begun=tmp_path / "seen.png"))
    same, news = heard(engine.answer(again))
    assert np.array_equal(same.rgb_hwc, seen)
    assert not any(isinstance(n, Progress) for n in news)
    larger = picture(engine, replace(again, long_side_px=130)).astype(np.uint8)
    assert larger.shape == (90, 130, 3)
    reduced = cv2.resize(larger, (96, 66), interpolation=cv2.INTER_AREA)
    assert np.abs(reduced.astype(int) - seen).mean() < 2


def test_what_is_gone_on_with_is_seen_meanwhile_as_it_will_be(
    engine: Engine, photo: Path, style: str, tmp_path: Path
) -> None:
    request = refined(style, photo)
    seen = picture(engine, request).astype(np.uint8)
    Image.fromarray(seen).save(tmp_path / "seen.png")
    larger = replace(request, refine=RefineSettings(begun=tmp_path / "seen.png"), long_side_px=130)
    done, news = heard(engine.answer(larger))
    previews = [n.rgb_hwc for n in news if isinstance(n, Preview)]
    assert len(previews) > 2
    for preview in previews:
        assert preview.shape == done.rgb_hwc.shape
        reduced = cv2.resize(preview, (96, 66), interpolation=cv2.INTER_AREA)
        assert np.abs(reduced.astype(int) - seen).mean() < 3


def test_refine_does_not_go_on_from_another_picture(engine: Engine, photo: Path, style: str) -> None:
    with pytest.raises(UserError, match="another shape"):
        picture(engine, refined(style, photo, begun=Path(style)))


def test_a_preset_made_for_another_loss_network_is_refused_by_refine(
    engine: Engine, photo: Path, tmp_path: Path
) -> None:
    preset = load_style(resolve("preset:mosaic").path)
    card = replace(preset.card, recipe={**preset.card.recipe, "loss_network_sha256": "another"})
    save_style(tmp_path / "old.safetensors", replace(preset, card=card))
    with pytest.raises(UserError, match="another loss network"):
        picture(engine, refined(str(tmp_path / "old.safetensors"), photo))


def test_an_export_is_a_file_of_the_size_and_depth(
    engine: Engine, photo: Path, style: str, tmp_path: Path
) -> None:
    target = tmp_path / "out.png"
    request = Stylize(photo, (StyleChoice(style),), long_side_px=50, export=Export(target, bits=16))
    result, _ = heard(engine.answer(request))
    assert isinstance(result, Exported)
    assert (result.width_px, result.height_px) == (50, 35)
    assert target.read_bytes()[24] == 16


def test_the_photograph_itself_is_never_overwritten(engine: Engine, photo: Path, style: str) -> None:
    before = photo.read_bytes()
    with pytest.raises(UserError, match="never overwritten"):
        heard(engine.answer(Stylize(photo, (StyleChoice(style),), export=Export(photo))))
    assert photo.read_bytes() == before


def test_cancelling_an_export_leaves_nothing(engine: Engine, photo: Path, style: str, tmp_path: Path) -> None:
    steps = engine.answer(
        Stylize(photo, (StyleChoice(style),), engine="refine", export=Export(tmp_path / "out.png"))
    )
    next(steps)
    steps.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("styles", "error"),
    [
        ((), UserError),
        (("nothing-like-this",), UserError),
        (("missing.jpg",), FileError),
    ],
)
def test_styles_that_are_not_there_are_told_in_words(
    engine: Engine, photo: Path, styles: tuple[str, ...], error: type[UserError]
) -> None:
    with pytest.raises(error) as caught:
        heard(engine.answer(Stylize(photo, tuple(StyleChoice(s) for s in styles))))
    assert len(str(caught.value)) > 25


def test_weights_of_nothing_are_refused(engine: Engine, photo: Path, style: str) -> None:
    with pytest.raises(UserError, match="weight 0"):
        heard(engine.answer(Stylize(photo, (StyleChoice(style, 0.0),))))


def test_a_preset_that_is_asked_to_match_colours_says_what_it_does_instead(
    engine: Engine, photo: Path
) -> None:
    controls = Controls(keep_colors=0.5, color_method="match")
    _, news = heard(engine.answer(Stylize(photo, (StyleChoice("preset:swirls"),), controls)))
    assert any(isinstance(n, Notice) and "swirls" in n.text for n in news)
