"""The universal engine on small random networks: what it promises holds for any weights."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from models.arrays import planes, resize_planes, to_bytes
from models.devices import Device
from models.merging import merge
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.networks.pieces import SHOULDER, shouldered
from models.networks.style_code import recoloured
from models.networks.stylist import Stylist
from models.networks.universal import UniversalConfig, statistics
from models.news import Notice
from models.runtime import FloatArray
from models.universal import HALO_PX, SMALLEST_TILE_PX, Code, Universal, plan_brush
from tests.stepping import heard

CPU = Device(torch.device("cpu"), False, "a test")
OPENVINO = Device(torch.device("cpu"), True, "a test")
T = TypeVar("T")


def lively_stylist() -> Stylist:
    """Random weights that change pictures strongly, so that a mistake shows."""
    torch.manual_seed(3)
    loss_network = LossNetwork(LossNetworkConfig((8, 8, 16, 16), (1, 1, 1, 1)))
    stylist = Stylist(loss_network, UniversalConfig(16))
    with torch.no_grad():
        stylist.content.out.weight.mul_(15)
        stylist.modulator.answer.weight.mul_(50)
    return stylist


def soft_picture(height: int, width: int, seed: int = 0) -> NDArray[np.uint8]:
    coarse = np.random.default_rng(seed).random((1, 3, 6, 7), dtype=np.float32)
    picture: NDArray[np.uint8] = to_bytes(resize_planes(coarse, height, width).clip(0, 1))
    return picture


def a_code(universal: Universal, seed: int = 1) -> Code:
    return universal.code(soft_picture(64, 80, seed))


@pytest.mark.parametrize("device", [CPU, OPENVINO], ids=["torch", "openvino"])
@pytest.mark.parametrize("size", [(16, 16), (37, 53), (203, 341), (24, 960)])
@pytest.mark.parametrize("regions", [False, True])
def test_tiles_give_the_whole_picture(device: Device, size: tuple[int, int], regions: bool) -> None:
    universal = Universal(lively_stylist(), device, exact=True)
    photo, codes, masks = soft_picture(*size), [a_code(universal)], None
    if regions:
        ramp = np.tile(np.linspace(0, 1, size[1], dtype=np.float32), (size[0], 1))
        masks, codes = np.stack([ramp, 1 - ramp]), [*codes, a_code(universal, 2)]
    palette = universal.palette(universal.own_code(photo), codes, 0.9, masks)
    whole, _ = heard(universal.paint(photo, palette, 0.9))
    universal.whole_limit_px, universal.tile_px = 0, 128
    tiled, _ = heard(universal.paint(photo, palette, 0.9))
    assert np.abs(whole - planes(photo)).mean() > 0.05, "it must do something to mean anything"
    assert np.abs(whole - tiled).max() < 0.2 / 255


def test_openvino_paints_what_torch_paints() -> None:
    by_torch, by_openvino = (Universal(lively_stylist(), device, exact=True) for device in (CPU, OPENVINO))
    picture = soft_picture(96, 128)
    a = by_torch.stylize_array(picture, a_code(by_torch), 1.0).astype(int)
    b = by_openvino.stylize_array(picture, a_code(by_openvino), 1.0).astype(int)
    assert np.abs(a - b).max() <= 1


def test_a_photos_own_code_is_read_once_and_never_mixed_up_with_anothers() -> None:
    universal, again = Universal(lively_stylist(), CPU), Universal(lively_stylist(), CPU)
    photos = [soft_picture(48, 64, seed) for seed in (1, 2)]
    first = universal.own_code(photos[0])
    first[:] = 0  # what was handed out is the caller's
    for photo in (photos[0], photos[1], photos[0]):
        np.testing.assert_array_equal(universal.own_code(photo), again.own_code(photo))
        again = Universal(lively_stylist(), CPU)


def test_an_even_sky_stays_even_up_to_its_frame() -> None:
    """What lies beyond the frame must not come back as its echo."""
    sky, style = torch.full((1, 3, 96, 128), 0.6), torch.rand(1, 3, 64, 64)
    stylist = lively_stylist()
    unevenness = {}
    for padding in ("reflect", "zeros"):
        for layer in stylist.content.modules():
            if isinstance(layer, torch.nn.Conv2d):
                layer.padding_mode = padding
        with torch.no_grad():
            code = stylist.code(style)
            painted = stylist.content(recoloured(sky, code), stylist.modulator.split(stylist.modulator(code)))
        unevenness[padding] = float((painted - painted.mean((2, 3), keepdim=True)).abs().max())
    assert unevenness["reflect"] < 1e-3
    assert unevenness["zeros"] > 10 * unevenness["reflect"]


def test_a_picture_that_moves_takes_its_strokes_along() -> None:
    """No grid that stays in place: random weights show it, trained ones paint with it."""
    detail = torch.rand(1, 3, 54, 56, generator=torch.Generator().manual_seed(1))
    photo = F.interpolate(detail, (160, 168), mode="bicubic").clamp(0, 1)
    errors = {}
    for is_smoothed in (True, False):
        stylist = lively_stylist()
        if not is_smoothed:
            for name in ("smooth2", "smooth4", "smooth8"):
                setattr(stylist.content, name, torch.nn.Identity())
        with torch.no_grad():
            code = stylist.code(torch.rand(1, 3, 64, 64))
            still = stylist(photo[..., :160], code)
            moved = stylist(photo[..., 3:163], code)
        error = moved[..., 32:-32, 32:-35] - still[..., 32:-32, 35:-32]
        errors[is_smoothed] = float(error.std() / still.std())
    assert errors[True] < 0.5 * errors[False]


def test_what_is_beyond_black_and_white_keeps_its_drawing() -> None:
    values = torch.linspace(-0.15, 1.15, 1301)
    out = shouldered(values)
    assert (out.diff() > 0).all()
    inside = (values > SHOULDER) & (values < 1 - SHOULDER)
    assert torch.equal(out[inside], values[inside])
    assert (out - values.clamp(0, 1)).abs().max() <= SHOULDER / 2 + 1e-6
    shown = to_bytes(out.reshape(1, 1, 1, -1).expand(1, 3, 1, -1).numpy())
    assert (int(shown.min()), int(shown.max())) == (1, 254)


def test_strength_0_is_exactly_the_photo_and_small_strengths_are_near_it() -> None:
    universal = Universal(lively_stylist(), CPU)
    picture = soft_picture(48, 64)
    code = a_code(universal)
    np.testing.assert_array_equal(universal.stylize_array(picture, code, 0.0), picture)
    changes = [
        np.abs(universal.stylize_array(picture, code, s).astype(float) - picture).mean()
        for s in (0.02, 0.1, 0.5, 1.0)
    ]
    assert changes == sorted(changes)


def test_equal_regions_of_one_style_equal_the_style_without_masks() -> None:
    universal = Universal(lively_stylist(), CPU)
    photo, code = soft_picture(64, 64), a_code(universal)
    own = universal.own_code(photo)
    half = np.full((2, 64, 64), 0.5, np.float32)
    plain, _ = heard(universal.paint(photo, universal.palette(own, [code], 1.0), 1.0))
    masked, _ = heard(universal.paint(photo, universal.palette(own, [code, code], 1.0, half), 1.0))
    np.testing.assert_allclose(plain, masked, atol=1e-4)


def test_memory_that_runs_out_leads_to_smaller_tiles_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    universal = Universal(lively_stylist(), CPU)
    photo = soft_picture(320, 320)
    palette = universal.palette(universal.own_code(photo), [a_code(universal)], 1.0)
    expected, _ = heard(universal.paint(photo, palette, 1.0))
    run = universal.runtime.run

    def scarce(piece: str, *inputs: FloatArray) -> list[FloatArray]:
        if inputs[0].shape[2] * inputs[0].shape[3] > (SMALLEST_TILE_PX + 2 * HALO_PX) ** 2:
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return run(piece, *inputs)

    monkeypatch.setattr(universal.runtime, "run", scarce)
    out, news = heard(universal.paint(photo, palette, 1.0))
    said = [n.text for n in news if isinstance(n, Notice)]
    assert said
    assert all("Memory ran out" in text for text in said)
    np.testing.assert_allclose(out, expected, atol=0.2 / 255)


def test_other_errors_are_not_taken_for_a_lack_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    universal = Universal(lively_stylist(), CPU)
    photo = soft_picture(32, 32)
    palette = universal.palette(universal.own_code(photo), [a_code(universal)], 1.0)

    def broken(piece: str, *inputs: FloatArray) -> list[FloatArray]:
        raise RuntimeError("shapes do not match")

    monkeypatch.setattr(universal.runtime, "run", broken)
    with pytest.raises(RuntimeError, match="shapes"):
        heard(universal.paint(photo, palette, 1.0))


def test_a_reduced_export_is_the_preview() -> None:
    noise = np.random.default_rng(6).random((1, 3, 240, 320), dtype=np.float32)
    coarse = planes(soft_picture(60, 80, 4))
    fine = 0.9 * planes(soft_picture(240, 320, 5)) + 0.1 * noise
    merged = merge(coarse, fine.copy())
    assert np.abs(resize_planes(merged, 60, 80) - coarse).mean() < 1 / 255
    assert np.abs(merged - resize_planes(coarse, 240, 320)).mean() > 1 / 255, (
        "the fine texture is still there"
    )


@pytest.mark.parametrize("brush", [0.25, 0.5, 1.0, 2.0, 4.0])
def test_brush_scales_strokes_relative_to_the_picture(brush: float) -> None:
    scale, (height, width) = plan_brush(3000, 4000, brush)
    _, usual = plan_brush(3000, 4000, 1.0)
    assert 0.5 <= scale <= 2
    assert scale * usual[1] / width == pytest.approx(brush, rel=0.01)
    assert height / width == pytest.approx(0.75, abs=0.01)


def test_16_bit_pictures_keep_their_depth() -> None:
    deep = (np.arange(48 * 64 * 3).reshape(48, 64, 3) * 7 % 65536).astype(np.uint16)
    np.testing.assert_array_equal(to_bytes(planes(deep), 16), deep)


def test_statistics_of_the_network_are_population_statistics() -> None:
    x = torch.tensor([[[[1.0, 3.0], [5.0, 7.0]]]])
    mean, deviation = statistics(x)[0, :, 0, 0, 0]
    assert float(mean) == 4.0
    assert float(deviation) == pytest.approx(5.0**0.5, rel=1e-5)
