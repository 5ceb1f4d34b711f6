"""How STYLE[:WEIGHT] and STYLE=MASK.png are taken apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.commands.arguments import match_masks, split_weight
from models.commands.stylize import read_styles
from models.news import UserError
from models.requests import StyleChoice


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("monet.jpg", ("monet.jpg", 1.0)),
        ("monet.jpg:0.5", ("monet.jpg", 0.5)),
        ("monet.jpg:2", ("monet.jpg", 2.0)),
        ("monet.jpg:.5", ("monet.jpg", 0.5)),
        ("monet.jpg:1e-1", ("monet.jpg", 0.1)),
        ("C:\\pictures\\x.png", ("C:\\pictures\\x.png", 1.0)),
        ("C:\\pictures\\x.png:0.5", ("C:\\pictures\\x.png", 0.5)),
        ("preset:ink", ("preset:ink", 1.0)),
        ("preset:ink:3", ("preset:ink", 3.0)),
        ("preset:1984", ("preset:1984", 1.0)),
        ("preset:1984:2", ("preset:1984", 2.0)),
        ("Sunday: noon.jpg", ("Sunday: noon.jpg", 1.0)),
        ("12:30:0.5", ("12:30", 0.5)),
        ("ink", ("ink", 1.0)),
        ("ink:", ("ink:", 1.0)),
        ("日本:0.5", ("日本", 0.5)),
    ],
)
def test_a_weight_is_what_stands_after_the_last_colon_if_it_is_a_number(
    text: str, parts: tuple[str, float]
) -> None:
    assert split_weight(text) == parts


def test_a_file_whose_name_ends_like_a_weight_is_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("take:2").write_bytes(b"a picture")
    assert split_weight("take:2") == ("take:2", 1.0)
    assert split_weight("take:2:3") == ("take:2", 3.0)


@given(st.text(), st.floats(1e-6, 1e6))
def test_every_name_with_a_weight_is_read_back(name: str, weight: float) -> None:
    if name and name != "preset":
        assert split_weight(f"{name}:{weight!r}") == (name, weight)


@given(st.text())
def test_no_text_does_worse_than_a_user_error(text: str) -> None:
    try:
        source, weight = split_weight(text)
    except UserError:
        return
    assert text.startswith(source)
    assert weight > 0


def test_a_mask_finds_its_style_by_source_name_stem_or_number(tmp_path: Path) -> None:
    mask = tmp_path / "mask.png"
    mask.write_bytes(b"grey")
    sources = ["styles/monet.jpg", "preset:ink", "other/klee=1.png", "ink.png"]
    for name, place in (
        ("styles/monet.jpg", 0),
        ("monet.jpg", 0),
        ("monet", 0),
        ("preset:ink", 1),
        ("klee=1.png", 2),
        ("klee=1", 2),
        ("ink", 3),
        ("4", 3),
    ):
        assert match_masks([f"{name}={mask}"], sources) == {place: mask}


def test_a_mask_path_may_hold_an_equals_sign(tmp_path: Path) -> None:
    mask = tmp_path / "a=b.png"
    mask.write_bytes(b"grey")
    assert match_masks([f"1={mask}"], ["monet.jpg"]) == {0: mask}


def test_what_is_excluded_is_given_alike_and_blamed_by_its_own_name(tmp_path: Path) -> None:
    mask = tmp_path / "frame.png"
    mask.write_bytes(b"grey")
    (style,) = read_styles(["preset:mosaic"], [], [f"1={mask}"])
    assert style == StyleChoice("preset:mosaic", exclude=mask)
    with pytest.raises(UserError, match="--exclude 'x' has no '='"):
        match_masks(["x"], ["monet.jpg"], "exclude")


def test_each_style_gets_its_own_mask(tmp_path: Path) -> None:
    sky, sea = tmp_path / "sky.png", tmp_path / "sea.png"
    for mask in (sky, sea):
        mask.write_bytes(b"grey")
    assert match_masks([f"b={sea}", f"a={sky}"], ["a.jpg", "b.jpg", "c.jpg"]) == {0: sky, 1: sea}
