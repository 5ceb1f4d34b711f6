"""Networks made by others: whatever their width, they are recognised, rebuilt exactly, and run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from models.checkpoints import foreign
from models.checkpoints.foreign import ForeignStyle, describe_foreign, load_foreign
from models.checkpoints.style_file import StyleCard, StyleFile, save_style
from models.networks.pastiche_net import PasticheNet, PasticheNetConfig
from models.networks.tanh_net import Conv, TanhNet, TanhNetConfig, Transposed
from models.networks.transformer_net import TransformerNet, TransformerNetConfig
from models.news import FileError, News, Notice, UserError
from tests.stepping import heard

NETWORKS: dict[str, Callable[[], nn.Module]] = {
    "transformer": lambda: TransformerNet(TransformerNetConfig((4, 6, 8), 2)),
    "transformer, no blocks": lambda: TransformerNet(TransformerNetConfig((8, 3, 5), 0)),
    "tanh": lambda: TanhNet(TanhNetConfig((4, 8, 16), 5)),
    "tanh, other widths": lambda: TanhNet(TanhNetConfig((5, 3, 7), 1)),
    "pastiche": lambda: PasticheNet(PasticheNetConfig((4, 5, 6), (7, 3), 2, 3)),
    "pastiche, one style": lambda: PasticheNet(PasticheNetConfig((6, 6, 6), (4, 2), 4, 1)),
}


def shaken(network: nn.Module) -> nn.Module:
    """All parameters random, norms too, so that a mix-up shows."""
    torch.manual_seed(1)
    for parameter in network.parameters():
        nn.init.normal_(parameter, std=0.3)
    return network.eval().requires_grad_(False)


def state(network: nn.Module) -> dict[str, Tensor]:
    return {name: value.clone() for name, value in network.state_dict().items()}


def saved(tmp_path: Path, tensors: object) -> Path:
    path = tmp_path / "net.pth"
    torch.save(tensors, path)
    return path


def run(style: ForeignStyle, image: Tensor) -> tuple[Tensor, list[News]]:
    return heard(style.run(image))


@pytest.mark.parametrize("size", [(32, 40), (37, 51), (7, 9), (1, 1)])
@pytest.mark.parametrize("kind", NETWORKS)
def test_round_trip_of_every_layout_and_width(tmp_path: Path, kind: str, size: tuple[int, int]) -> None:
    network, image = shaken(NETWORKS[kind]()), torch.rand(1, 3, *size)
    out, _ = run(load_foreign(saved(tmp_path, state(network))), image)
    assert out.shape == image.shape
    assert out.min() >= 0
    assert out.max() <= 1
    if min(size) >= 16:
        torch.testing.assert_close(out, network(image))


@pytest.mark.parametrize("change", ["wrapped", "module.", "half", "leftovers", "ancient", "safetensors"])
def test_generations_and_wrappings_give_the_same_picture(tmp_path: Path, change: str) -> None:
    network, image = shaken(NETWORKS["transformer"]()), torch.rand(1, 3, 32, 32)
    tensors, path = state(network), tmp_path / "net.safetensors"
    if change == "half":
        tensors = {name: value.half() for name, value in tensors.items()}
    if change == "leftovers":
        for norm in [name.removesuffix(".weight") for name in tensors if ".conv2d" not in name]:
            if norm.endswith(".bias"):
                continue
            tensors |= {f"{norm}.running_mean": torch.ones(9), f"{norm}.running_var": torch.ones(9)}
            tensors[f"{norm}.num_batches_tracked"] = torch.tensor(4)
    if change == "ancient":
        names = {
            n: n.replace(".weight", ".scale").replace(".bias", ".shift") if "conv2d" not in n else n
            for n in tensors
        }
        tensors = {names[name]: value for name, value in tensors.items()}
    if change == "module.":
        tensors = {f"module.{name}": value for name, value in tensors.items()}
    if change == "safetensors":
        save_file(tensors, path)
    else:
        path = saved(tmp_path, {"state_dict": tensors, "epoch": 2} if change == "wrapped" else tensors)
    out, _ = run(load_foreign(path), image)
    torch.testing.assert_close(out, network(image), atol=0.03 if change == "half" else 1e-5, rtol=0)


def test_each_style_of_many_is_its_own(tmp_path: Path) -> None:
    path, image = saved(tmp_path, state(shaken(NETWORKS["pastiche"]()))), torch.rand(1, 3, 24, 24)
    outs = [run(load_foreign(path, index), image)[0] for index in range(3)]
    assert (outs[0] - outs[1]).abs().mean() > 0.01
    assert (outs[1] - outs[2]).abs().mean() > 0.01
    assert load_foreign(path, 2).name == "net #2"
    with pytest.raises(UserError, match=r"3 styles, #0 to #2; there is no #3"):
        load_foreign(path, 3)


def test_a_number_for_a_single_style(tmp_path: Path) -> None:
    path = saved(tmp_path, state(NETWORKS["tanh"]()))
    with pytest.raises(UserError, match="one style only"):
        load_foreign(path, 1)


@pytest.mark.parametrize("length", [8, 9])
def test_edges_lie_where_tensorflow_has_them(length: int) -> None:
    """ "SAME" at stride 2 starts at the first pixel for even lengths, and one before it for odd ones."""
    conv = Conv(1, 1, 3, 2)
    assert conv._margins(length) == ((0, 1) if length == 8 else (1, 1))
    up = Transposed(1, 1)
    up.weight.data.zero_()
    up.weight.data[0, 0, 0, 0] = 1
    x = torch.rand(1, 1, 4, 4)
    out = up(x).detach()
    assert out.shape == (1, 1, 8, 8)
    assert np.corrcoef(out[0, 0, ::2, ::2].flatten(), x.flatten())[0, 1] > 0.999


def test_tanh_net_paints_no_frame() -> None:
    """A flat picture has nothing at its edges that its middle has not."""
    network = shaken(TanhNet(TanhNetConfig((4, 4, 4), 1)))
    out = network(torch.full((1, 3, 64, 64), 0.5))
    assert (out[..., 0, :] - out[..., 32, :]).abs().max() < 0.05


def test_large_pictures_are_painted_on_a_copy_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign, "MOST_PIXELS", 400)
    seen = []

    def paint(image: Tensor) -> Tensor:
        seen.append(image.shape[2] * image.shape[3])
        return image

    image = torch.rand(1, 3, 60, 90)
    out, news = run(ForeignStyle("wave", "test", paint), image)
    assert out.shape == image.shape
    assert max(seen) <= 400
    assert any(isinstance(n, Notice) and "wave" in n.text and "enlarged" in n.text for n in news)
    _, news = run(ForeignStyle("wave", "test", paint), torch.rand(1, 3, 20, 20))
    assert not any(isinstance(n, Notice) for n in news)


def test_description(tmp_path: Path) -> None:
    assert describe_foreign(saved(tmp_path, state(NETWORKS["pastiche"]()))).startswith("3 styles")
    assert "fast neural style" in describe_foreign(saved(tmp_path, state(NETWORKS["transformer"]())))
    assert "tanh" in describe_foreign(saved(tmp_path, state(NETWORKS["tanh"]())))


OTHERS = {
    "MicroAST": {"enc1.0.conv_layer.weight": torch.zeros(1)},
    "WCT": {"conv0.weight": torch.zeros(1), "conv11.weight": torch.zeros(1)},
    "decoder or encoder of a WCT": {"conv11.weight": torch.zeros(1)},
    "LoRA": {"lora_unet_down_blocks_0.lora_up.weight": torch.zeros(1)},
    "diffusion": {"model.diffusion_model.input_blocks.0.weight": torch.zeros(1)},
    "VGG": {"features.0.weight": torch.zeros(1)},
    "ResNet": {"layer1.0.conv1.weight": torch.zeros(1)},
    "does not know": {"something.weight": torch.zeros(1)},
}


@pytest.mark.parametrize("words", OTHERS)
def test_what_else_people_have_is_named(tmp_path: Path, words: str) -> None:
    with pytest.raises(FileError, match=words):
        load_foreign(saved(tmp_path, OTHERS[words]))


@pytest.mark.parametrize("kind", NETWORKS)
@pytest.mark.parametrize("damage", ["lacks one", "one more", "wrong shape", "flat", "no outputs"])
def test_almost_right_is_not_right(tmp_path: Path, kind: str, damage: str) -> None:
    tensors = state(NETWORKS[kind]())
    last = [name for name in tensors if "conv2" in name and name.endswith("weight")][-1]
    first = next(name for name in tensors if name.endswith("weight") and tensors[name].dim() == 4)
    if damage == "lacks one":
        del tensors[last]
    if damage == "one more":
        tensors["extra.weight"] = torch.zeros(1)
    if damage == "wrong shape":
        tensors[last] = tensors[last][:, :1].repeat(1, 13, 1, 1)
    if damage == "flat":
        tensors[first] = tensors[first].flatten()
    if damage == "no outputs":
        tensors[first] = tensors[first][:0]
    with pytest.raises(FileError, match=r"net\.pth"):
        load_foreign(saved(tmp_path, tensors))


def test_our_own_style_is_no_foreign_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    code = {"code": np.zeros((3, 4), np.float32)}
    save_style(path, StyleFile(StyleCard("Mine"), code, np.zeros((8, 8, 3), np.uint8)))
    with pytest.raises(FileError, match="style of Impasto itself"):
        load_foreign(path)
