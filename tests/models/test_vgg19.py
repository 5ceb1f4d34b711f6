"""The user's own VGG-19: torchvision's file is read, all others are named."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
import torchvision
from safetensors.torch import save_file
from torch import Tensor

from models.losses.vgg19 import load_vgg19
from models.news import FileError


@pytest.fixture(scope="module")
def reference() -> torch.nn.Module:
    """torchvision's own features up to relu4_1, random weights."""
    torch.manual_seed(0)
    with torch.device("meta"):  # the classifier would be 500 MB
        network = torchvision.models.vgg19(weights=None)
    features = network.features[:21].to_empty(device="cpu")
    for parameter in features.parameters():
        torch.nn.init.normal_(parameter, std=0.05)
    assert isinstance(features, torch.nn.Module)
    return features.eval()


def named(features: torch.nn.Module) -> dict[str, Tensor]:
    return {f"features.{name}": value.detach() for name, value in features.state_dict().items()}


@pytest.mark.parametrize("form", ["plain", "classifier", "wrapped", "safetensors"])
def test_taps_are_those_of_torchvision(tmp_path: Path, reference: torch.nn.Module, form: str) -> None:
    tensors, path = named(reference), tmp_path / "vgg19.pth"
    if form == "classifier":
        tensors["classifier.0.weight"] = torch.zeros(4, 4)
    if form == "safetensors":
        path = tmp_path / "vgg19.safetensors"
        save_file(tensors, path)
    else:
        torch.save({"state_dict": tensors} if form == "wrapped" else tensors, path)
    image = torch.rand(1, 3, 32, 48)
    network = load_vgg19(path)
    taps = network(image)
    mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
    x, wanted = (image - mean) / torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1), []
    for place, layer in enumerate(reference.children()):
        pooling = isinstance(layer, torch.nn.MaxPool2d)
        x = torch.nn.functional.avg_pool2d(x, 2) if pooling else layer(x)
        if place in (1, 6, 11, 20):
            wanted.append(x.clone())
    assert [tuple(tap.shape[1:]) for tap in taps] == [(64, 32, 48), (128, 16, 24), (256, 8, 12), (512, 4, 6)]
    for tap, want in zip(taps, wanted, strict=True):
        torch.testing.assert_close(tap, want.detach(), atol=1e-5, rtol=1e-4)
    assert not any(parameter.requires_grad for parameter in network.parameters())


def test_other_files_are_named(tmp_path: Path, reference: torch.nn.Module) -> None:
    good = named(reference)
    cut = {name: value for name, value in good.items() if name != "features.19.weight"}
    cases = {
        "VGG-16": {**{k: v for k, v in good.items() if "16" not in k}, "features.17.weight": torch.zeros(1)},
        "batch norm": {**good, "features.1.weight": torch.zeros(64)},
        "lacks features.19.weight": cut,
        "should have 64×3×3×3": {**good, "features.0.weight": torch.zeros(64, 1, 3, 3)},
        "is no VGG-19": {"conv1_1.weight": torch.zeros(64, 3, 3, 3)},
    }
    for words, tensors in cases.items():
        path = tmp_path / "other.pth"
        torch.save(tensors, path)
        with pytest.raises(FileError, match=words):
            load_vgg19(path)
