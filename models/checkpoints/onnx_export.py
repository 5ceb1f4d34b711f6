"""A trained style as an ONNX network of its own, for other programs: any size, verified before it is written.

In and out it speaks as the published fast-neural-style networks do (1×3×h×w, RGB, 0 to 255), so whatever runs
those runs this, Impasto included.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.atomic import check_place, write_bytes
from models.checkpoints.style_file import load_style
from models.frame import MARGIN_PX
from models.networks.finer import enlarged, finer_px, reduced
from models.networks.pieces import Whole, shouldered
from models.networks.style_code import COLOUR_NUMBERS, COVARIANCE_FLOOR
from models.networks.universal import STRIDE
from models.news import News, Notice, Progress, UserError
from models.optional import how_to_install
from models.picture_file import read_preview
from models.style_library import resolve
from models.training_news import OnnxExported

if TYPE_CHECKING:
    from models.checkpoints.style_file import StyleCard
    from models.engine import Engine
    from models.universal import Code, Universal

OPSET = 17
ITERATIONS = 24  # of Newton–Schulz; covariances have condition numbers of a few hundred
TRIED = ((96, 128), (135, 101), (240, 180))  # sizes (height, width) at which it is compared, one odd
MOST_DIFFERENCE = 2.0  # in steps of 1/255, between two runtimes


def export_style(engine: Engine, source: str, path: Path) -> Generator[News, None, OnnxExported]:
    """Writes the network at `path`; UserError where it would not paint as the original does."""
    check_place(path)
    yield Progress(0, 3, "reading the style")
    found = resolve(source)
    if found.kind not in ("style", "preset"):
        raise UserError(f"{found.name} is no style of Impasto's. Train a style from it first.")
    style = load_style(found.path)
    if engine.is_adapted(found.path):
        painter = engine.adapted(found.path, style)
    else:
        painter = engine.universal()
        yield Notice(
            f"{found.name} is a code for the universal network, which looks at each photo twice here. As "
            "ONNX it looks once: some photos get a little less of the style."
        )
    code = np.ascontiguousarray(style.tensors["code"][1:2])
    yield Progress(1, 3, "writing the network")
    data = _traced(PaintedStyle(painter, code), style.card)
    yield Progress(2, 3, "comparing it with the original")
    difference = _largest_difference(data, painter, code)
    if difference > MOST_DIFFERENCE:
        raise UserError(
            f"{found.name} was not exported: as ONNX it paints otherwise than here, by up to "
            f"{difference:.0f} of 255. Update torch and onnxruntime, then try again."
        )
    write_bytes(path, data)
    return OnnxExported(path, difference, TRIED)


class PaintedStyle(nn.Module):
    """1×3×h×w in 0…255 → the same, painted at full strength. All that depends on the style alone is fixed."""

    rows: Tensor
    colours: Tensor

    def __init__(self, painter: Universal, code: Code) -> None:
        super().__init__()
        stylist = painter.stylist.cpu()
        self.whole = Whole(stylist.content, stylist.modulator)
        with torch.inference_mode():
            rows = stylist.modulator(torch.from_numpy(code))
        self.register_buffer("rows", rows.clone())
        self.register_buffer("colours", torch.from_numpy(code[:, :COLOUR_NUMBERS].copy()))

    def forward(self, picture: Tensor) -> Tensor:
        image = picture / 255
        height, width = image.shape[2], image.shape[3]
        matrix, shift = self._colour_change(image)
        high, wide = finer_px(height), finer_px(width)
        large = _framed(_framed(enlarged(image, high, wide), 2), 3)
        painted = self.whole(large, matrix[None], shift[None], self.rows)
        inner = painted[:, :, MARGIN_PX : MARGIN_PX + high, MARGIN_PX : MARGIN_PX + wide]
        return shouldered(reduced(inner, height, width)) * 255

    def _colour_change(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """`colour_transform` without eigenvalues, which ONNX has none of."""
        flat = image.flatten(2)[0]
        mean = flat.mean(1)
        centred = flat - mean[:, None]
        root, inverse = _roots(centred @ centred.T / flat.shape[1] + COVARIANCE_FLOOR * torch.eye(3))
        wanted = self.colours[0]
        indices = torch.tensor([[0, 1, 2], [1, 3, 4], [2, 4, 5]])
        covariance = wanted[3:][indices] + COVARIANCE_FLOOR * torch.eye(3)
        matrix = inverse @ _roots(root @ covariance @ root)[0] @ inverse
        return matrix, wanted[:3] - matrix @ mean


def _roots(matrix: Tensor) -> tuple[Tensor, Tensor]:
    """Square root and inverse square root of a positive 3×3 matrix, by coupled Newton–Schulz iteration."""
    size = matrix.diagonal().sum()  # at least the largest eigenvalue
    identity = torch.eye(3)
    y, z = matrix / size, identity
    for _ in range(ITERATIONS):
        step = (3 * identity - z @ y) / 2
        y, z = y @ step, step @ z
    return y * size.sqrt(), z / size.sqrt()


def _framed(image: Tensor, dimension: int) -> Tensor:
    """As `models.frame.Frame`: mirrored at both ends, at the far one up to a multiple of the stride."""
    side = image.shape[dimension]
    far = MARGIN_PX + (STRIDE - side % STRIDE) % STRIDE
    before = image.narrow(dimension, 0, MARGIN_PX).flip(dimension)
    after = image.narrow(dimension, side - far, far).flip(dimension)
    return torch.cat([before, image, after], dimension)


def _traced(network: PaintedStyle, card: StyleCard) -> bytes:
    try:
        import onnx
    except ImportError as error:
        raise UserError(f"ONNX is not installed. Run: {how_to_install('onnx')}") from error
    sizes = {2: "height", 3: "width"}
    with warnings.catch_warnings(), torch.no_grad(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")  # the tracer's, about sizes that are meant to stay open
        torch.onnx.export(
            network.eval(),
            (torch.rand(1, 3, 88, 104) * 255,),
            Path(folder, "style.onnx"),
            dynamo=False,
            input_names=["picture"],
            output_names=["painted"],
            dynamic_axes={"picture": sizes, "painted": sizes},
            opset_version=OPSET,
        )
        model = onnx.load_model_from_string(Path(folder, "style.onnx").read_bytes())
    model.producer_name, model.doc_string = "Impasto", card.name
    for key in ("name", "author", "licence", "origin"):
        entry = model.metadata_props.add()
        entry.key, entry.value = key, str(getattr(card, key))
    onnx.checker.check_model(model)
    data: bytes = model.SerializeToString()
    return data


def _largest_difference(data: bytes, painter: Universal, code: Code) -> float:
    """Between the exported network and the original, on a photograph at several sizes."""
    import onnxruntime

    from models.training.prepare import THUMBNAIL_PHOTO
    from models.universal import Universal

    exactly = Universal(painter.stylist, painter.device, exact=True)  # as the file has it
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    photo, _ = read_preview(THUMBNAIL_PHOTO, 256)
    worst = 0.0
    for height, width in TRIED:
        rgb_hwc: NDArray[Any] = cv2.resize(photo, (width, height), interpolation=cv2.INTER_AREA)
        planes = np.ascontiguousarray(rgb_hwc.transpose(2, 0, 1)[None], np.float32)
        painted = session.run(None, {"picture": planes})[0][0].transpose(1, 2, 0)
        expected = exactly.stylize_array(rgb_hwc, code).astype(np.float32)
        worst = max(worst, float(np.abs(np.rint(painted) - expected).max()))
    return worst
