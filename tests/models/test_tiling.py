"""Windows cover a picture exactly once, and statistics gathered in parts are those of the whole."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.tiling import Moments, spans, windows


@given(st.integers(1, 400), st.integers(1, 30), st.integers(0, 9))
def test_cores_cover_a_side_once_and_every_span_has_one_size(length: int, core: int, halo: int) -> None:
    found = spans(length * 8, core * 8, halo * 8, 8)
    assert found[0].core_start == 0
    assert found[-1].core_stop == length * 8
    assert all(a.core_stop == b.core_start for a, b in pairwise(found))
    assert len({s.stop - s.start for s in found}) == 1
    for span in found:
        assert 0 <= span.start <= span.core_start < span.core_stop <= span.stop <= length * 8
        assert span.start % 8 == 0
        assert span.core_start - span.start >= halo * 8 or span.start == 0
        assert span.stop - span.core_stop >= halo * 8 or span.stop == length * 8


@given(st.integers(2, 60), st.integers(2, 60), st.integers(0, 2**32 - 1))
def test_moments_gathered_in_windows_are_those_of_the_whole(rows: int, columns: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    offsets = np.array([5.0, 0.0, -900.0])[:, None, None]
    picture = (rng.normal(size=(1, 3, rows * 8, columns * 8)) + offsets).astype(np.float32)
    moments, seen = Moments(), np.zeros_like(picture)
    for window in windows(rows * 8, columns * 8, 64, 16, 8):
        part = np.ascontiguousarray(window.core(window.cut(picture)))
        moments.add(part.astype(np.float32))
        window.put(seen, window.cut(picture))
    mean, deviation = moments.statistics(0.0)[0, :, :, 0, 0]
    np.testing.assert_array_equal(seen, picture)
    np.testing.assert_allclose(mean, picture[0].mean((1, 2), dtype=np.float64), rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(deviation, picture[0].std((1, 2), dtype=np.float64), rtol=1e-4)
