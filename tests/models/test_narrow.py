"""The live-width network, and how it learns from a universal one (a tiny one that has learnt nothing)."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from models.checkpoints.shipped import load_narrow
from models.devices import Device
from models.networks.eight_bits import can_round, round_all, watched
from models.networks.loss_network import LossNetwork, LossNetworkConfig
from models.networks.narrow import NarrowConfig, NarrowNetwork, NarrowStylist
from models.networks.pieces import Moving
from models.networks.stylist import Stylist
from models.networks.universal import UniversalConfig
from models.news import Metrics, UserError
from models.training.narrow import NarrowRecipe, train_narrow
from models.training.schedule import Schedule
from tests.stepping import heard

PROCESSOR = Device(torch.device("cpu"), False, "a test")
SMALL = LossNetworkConfig((8, 8, 16, 16), (1, 1, 1, 1))
CODE_SIZE = 40


@pytest.fixture
def stylist() -> NarrowStylist:
    torch.manual_seed(0)
    return NarrowStylist(CODE_SIZE).eval().requires_grad_(False)


def code_of(seed: int) -> torch.Tensor:
    """The colours are those of a middling picture; the rest is any."""
    code = torch.randn(1, CODE_SIZE, generator=torch.Generator().manual_seed(seed))
    colours = [0.5, 0.4, 0.5, 0.05, 0.01, 0.01, 0.05, 0.01, 0.05]
    return torch.cat([torch.tensor([colours]), code[:, len(colours) :]], 1)


def test_pictures_of_all_sizes_of_eights_keep_their_size_and_styles_differ(stylist: NarrowStylist) -> None:
    image = torch.rand(1, 3, 24, 40)
    first, second = stylist(image, code_of(1)), stylist(image, code_of(2))
    assert first.shape == image.shape
    assert (first - second).abs().mean() > 1e-3


def test_frame_by_frame_it_paints_what_it_paints_at_once(stylist: NarrowStylist) -> None:
    rgb = torch.randint(0, 256, (1, 32, 48, 3), dtype=torch.uint8)
    points = sum(stylist.content.config.norm_points.values())
    row = stylist.modulator(code_of(1))
    moving = Moving(stylist.content, stylist.modulator)
    identity, nothing = torch.eye(3)[None], torch.zeros(1, 3)
    at_once = torch.ones(1)
    painted, statistics = moving(rgb, identity, nothing, row, torch.zeros(1, 2, points, 1, 1), at_once)
    image = rgb.permute(0, 3, 1, 2).float() / 255
    expected = stylist.content(image, stylist.modulator.split(row)).clamp(0, 1) * 255
    assert (painted.permute(0, 3, 1, 2).float() - expected).abs().max() <= 0.51
    again, kept = moving(rgb.flip(1), identity, nothing, row, statistics, torch.zeros(1))
    assert torch.equal(kept, statistics)
    assert not torch.equal(again, painted)


def test_no_weight_is_left_out_of_the_picture(stylist: NarrowStylist) -> None:
    stylist.requires_grad_(True)
    stylist(torch.rand(1, 3, 32, 32), code_of(1)).square().mean().backward()
    silent = [name for name, weight in stylist.named_parameters() if not weight.grad.abs().sum() > 0]  # type: ignore[union-attr]
    assert silent == []


def test_its_content_path_is_a_sixth_of_the_universal_networks() -> None:
    def work(network: torch.nn.Module) -> float:
        """Multiplications of the convolutions per pixel; `.shape` of what each gives is counted by a hook."""
        total = 0

        def count(module: torch.nn.Module, _inputs: object, output: torch.Tensor) -> None:
            nonlocal total
            assert isinstance(module, torch.nn.Conv2d)
            total += output.shape[2] * output.shape[3] * module.weight.numel()

        for module in network.modules():
            if isinstance(module, torch.nn.Conv2d):
                module.register_forward_hook(count)
        points = network.config.style_points.items()  # type: ignore[union-attr,operator]
        with torch.inference_mode():
            network(torch.rand(1, 3, 64, 64), {name: torch.ones(1, 2, c, 1, 1) for name, c in points})
        return total / 64**2

    from models.networks.universal import UniversalNetwork

    assert work(NarrowNetwork()) < work(UniversalNetwork()) / 5.5


def test_eight_bits_change_little_once_it_has_seen_what_comes_in(stylist: NarrowStylist) -> None:
    image, code = torch.rand(1, 3, 64, 64), code_of(1)
    assert not can_round(stylist.content)
    with watched(stylist):
        stylist(image, code)
    assert can_round(stylist.content)
    exact = stylist(image, code)
    round_all(stylist, True)
    rounded = stylist(image, code)
    round_all(stylist, False)
    assert torch.equal(stylist(image, code), exact)
    error = (rounded - exact).pow(2).mean()
    assert 0 < error < 1e-4 * exact.var()


def test_what_is_rounded_still_learns(stylist: NarrowStylist) -> None:
    image, code = torch.rand(1, 3, 32, 32), code_of(1)
    with watched(stylist):
        stylist(image, code)
    stylist.requires_grad_(True)
    round_all(stylist, True)
    stylist(image, code).square().mean().backward()
    silent = [name for name, weight in stylist.named_parameters() if not weight.grad.abs().sum() > 0]  # type: ignore[union-attr]
    assert silent == []


# -- learning ----------------------------------------------------------------------------------------------


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Photos, styles, and a universal network."""
    torch.manual_seed(0)
    for name in ("photos", "styles"):
        (tmp_path / name).mkdir()
        rng = np.random.default_rng(len(name))
        for index in range(3):
            soft = Image.fromarray(rng.integers(0, 256, (6, 8, 3), np.uint8)).resize((96, 80))
            soft.save(tmp_path / name / f"{index}.png")
    teacher = Stylist(LossNetwork(SMALL), UniversalConfig(width=16))
    path = tmp_path / "universal.safetensors"
    save_file(teacher.state_dict(), path)
    path.with_suffix(".json").write_text(json.dumps(teacher.card()))
    return tmp_path / "photos", tmp_path / "styles", path


def test_it_comes_nearer_to_what_it_learns_from_and_its_file_loads(
    folders: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    schedule = Schedule(
        steps=30, optimizer="muon", report_every=1, sample_every_s=1e9, save_every_s=1e9, ema=0.5
    )
    recipe = NarrowRecipe(size_px=48, batch=2, schedule=schedule)
    path, news = heard(train_narrow(*folders, tmp_path / "run", recipe, device=PROCESSOR))
    pixels = [item.values["pixels"] for item in news if isinstance(item, Metrics)]
    assert len(pixels) == schedule.steps
    assert can_round(load_narrow(path).content)
    assert np.mean(pixels[-8:]) < 0.93 * np.mean(pixels[:8])
    assert any("shift" in item.values for item in news if isinstance(item, Metrics))
    stylist = load_narrow(path)
    assert json.loads(path.with_suffix(".json").read_text())["recipe"] == json.loads(
        json.dumps(dataclasses.asdict(recipe))
    )
    assert stylist(torch.rand(1, 3, 32, 32), torch.zeros(1, stylist.code_size)).isfinite().all()


def test_it_goes_on_from_weights(folders: tuple[Path, Path, Path], tmp_path: Path) -> None:
    schedule = Schedule(steps=2, optimizer="muon", learning_rate=1e-9, final_rate=0, ema=0.5)
    recipe = NarrowRecipe(size_px=48, batch=2, schedule=schedule)
    first, _ = heard(train_narrow(*folders, tmp_path / "first", recipe, device=PROCESSOR))
    otherwise = dataclasses.replace(recipe, schedule=dataclasses.replace(schedule, seed=5))
    on = train_narrow(*folders, tmp_path / "on", otherwise, device=PROCESSOR, begin_with=first)
    later = load_narrow(heard(on)[0])
    for name, weight in load_narrow(first).named_parameters():
        torch.testing.assert_close(later.get_parameter(name), weight, atol=2e-3, rtol=1e-2)


def test_weights_of_other_codes_are_no_beginning(folders: tuple[Path, Path, Path], tmp_path: Path) -> None:
    other = NarrowStylist(7, NarrowConfig())
    path = tmp_path / "other.safetensors"
    save_file(other.state_dict(), path)
    path.with_suffix(".json").write_text(json.dumps(other.card()))
    with pytest.raises(UserError, match="codes of 7 numbers"):
        heard(train_narrow(*folders, tmp_path / "run", NarrowRecipe(size_px=48), begin_with=path))
