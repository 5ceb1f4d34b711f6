"""What ships is whole: a network can lose most of its layers and still give pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor, nn

from models.checkpoints.shipped import load_narrow, load_stylist
from models.devices import choose_device
from models.engine import WEIGHTS
from models.evaluation.pairs import psnr_db
from models.image import to_image, to_rgb8
from models.openvino_core import has_bfloat16
from models.universal import Universal
from tests.stepping import heard

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
LEAST = 0.3 / 255  # mean change of the picture without a layer


def picture(name: str, side: int = 160) -> Tensor:
    with Image.open(SAMPLES / name) as opened:
        return to_image(np.asarray(opened.convert("RGB").resize((side, side))))


@pytest.mark.parametrize("network", ["universal", "narrow"])
def test_without_any_of_its_layers_the_picture_is_another(network: str) -> None:
    """A layer that nothing would miss is one behind which, or before which, a ReLU has died.

    That happened to the first weights of both, and no loss told (docs/experiments.md).
    """
    universal = load_stylist(WEIGHTS / "universal.safetensors")
    stylist = universal if network == "universal" else load_narrow(WEIGHTS / "narrow.safetensors")
    photo = picture("photo_cat.jpg")
    missed: dict[str, float] = {}
    with torch.inference_mode():
        codes = [universal.code(picture(f"style_{name}.jpg")) for name in ("mosaic", "swirls", "glass")]
        whole = [stylist(photo, code) for code in codes]
        for name, layer in stylist.content.named_modules():
            if isinstance(layer, nn.Conv2d):
                kept = layer.weight.clone()
                layer.weight.zero_()
                without = [stylist(photo, code) for code in codes]
                layer.weight.copy_(kept)
                changes = [(a - b).abs().mean() for a, b in zip(whole, without, strict=True)]
                missed[name] = float(torch.stack(changes).mean())
    assert len(missed) > 8
    assert not {name: change for name, change in missed.items() if change < LEAST}


@pytest.mark.skipif(not choose_device("cpu").openvino, reason="OpenVINO is not installed")
@pytest.mark.skipif(not has_bfloat16(), reason="this processor has no bfloat16")
@pytest.mark.parametrize("style", ["mosaic", "swirls", "glass"])
def test_half_precision_gives_the_same_picture_whole_and_in_tiles(style: str) -> None:
    stylist, device = load_stylist(WEIGHTS / "universal.safetensors"), choose_device("cpu")
    photo = to_rgb8(picture("photo_cat.jpg", 256))
    painted = {}
    for name, exact in (("exact", True), ("half", False), ("tiles", False)):
        universal = Universal(stylist, device, exact=exact)
        if name == "tiles":
            universal.whole_limit_px, universal.tile_px = 0, 128
        code = universal.code(to_rgb8(picture(f"style_{style}.jpg", 256)))
        palette = universal.palette(universal.own_code(photo), [code], 1.0)
        painted[name] = heard(universal.paint(photo, palette, 1.0))[0]
    for name in ("half", "tiles"):
        assert psnr_db(float(np.mean((painted[name] - painted["exact"]) ** 2))) > 42
