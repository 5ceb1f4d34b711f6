"""The engine.

Answers requests as generators. Cheap to make; torch is imported when a request first needs it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Generator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models import style_library
from models.judging_requests import MeasureFolders, MeasurePairs, WriteJudgement
from models.live_requests import (
    ChangeLive,
    HearLiveEnd,
    ListMicrophones,
    PrepareLive,
    StartLive,
    TakePhoto,
    TakeSnapshot,
)
from models.news import (
    Crop,
    EngineReady,
    Exported,
    GreyPicture,
    News,
    OpenedPicture,
    OpenedStyle,
    Stylized,
    UserError,
)
from models.picture_file import Picture, read_mask, read_picture, read_preview
from models.picture_write import check_writable, free_path, refuse_overwriting, write_picture
from models.requests import (
    Export,
    ListStyles,
    LookAway,
    OpenMask,
    OpenPicture,
    OpenStyle,
    RenderCrop,
    Request,
    SelectRegion,
    Stylize,
    WarmUp,
)

if TYPE_CHECKING:
    from models.checkpoints.style_file import StyleFile
    from models.closeup import Closeup
    from models.devices import Device
    from models.evaluation.service import Judging
    from models.live.looks import Looks
    from models.live.session import Session
    from models.live.snapshot import Scene
    from models.networks.loss_network import LossNetwork, Together
    from models.networks.narrow import NarrowStylist
    from models.refine import Refiner
    from models.style_memory import StyleMemory
    from models.training.service import Trainings
    from models.universal import Universal

WEIGHTS = Path(__file__).parent / "weights"
CLOSEUP_LIMIT = 2  # a painting and the photograph beside it
ADAPTED_LIMIT = 3  # trained styles whose networks stay ready


class Engine:
    """Device, precision and loaded networks; every method that works long is a generator of news."""

    def __init__(self, device: str | None = None, universal: Path | None = None) -> None:
        """`device`: "cuda", "mps" or "cpu"; None chooses the fastest. `universal`: weights of a training."""
        self._wanted = device
        self.weights = universal or WEIGHTS / "universal.safetensors"
        self._refiners: dict[Path | None, Refiner] = {}
        self._adapted: dict[tuple[Path, int], Universal] = {}
        self._closeups: list[Closeup] = []  # the pictures that parts were last asked of
        self._session: Session | None = None  # while something is live
        self._live_end: tuple[News, ...] = ()

    def answer(self, request: Request) -> Generator[News, None, Any]:
        """Steps of the work, then its result; `UserError` for what the user can mend. Closing it cancels."""
        match request:
            case OpenPicture():
                return _open_picture(request)
            case OpenMask():
                return _open_mask(request)
            case SelectRegion():
                return _select_region(request)
            case OpenStyle():
                return _open_style(request)
            case ListStyles():
                return _list_styles(request)
            case Stylize():
                return self._stylize(request)
            case RenderCrop():
                return self._crop(request)
            case LookAway():
                return self._look_away()
            case WarmUp():
                return self._warm_up()
            case PrepareLive():
                return self._prepare_live(request)
            case StartLive():
                return self._start_live(request)
            case ChangeLive():
                return self._change_live(request)
            case TakeSnapshot():
                scene = None if self._session is None else self._session.scene()  # of now, not of its turn
                return _snapshot(scene, request)
            case TakePhoto():
                return self._take_photo(request)
            case HearLiveEnd():
                return self._hear_live_end()
            case ListMicrophones():
                return _list_microphones()
            case MeasurePairs() | MeasureFolders() | WriteJudgement():
                return self._judging.answer(request)
            case _:
                return self._trainings.answer(request)

    @cached_property
    def _trainings(self) -> Trainings:
        from models.training.service import Trainings

        return Trainings(self)

    @cached_property
    def _judging(self) -> Judging:
        from models.evaluation.service import Judging

        return Judging()

    @cached_property
    def device(self) -> Device:
        """What networks run on, and why."""
        from models.devices import choose_device

        return choose_device(self._wanted)

    def universal(self) -> Universal:
        """The universal network, loaded once."""
        return self._universal

    @cached_property
    def _universal(self) -> Universal:
        from models.checkpoints.shipped import load_stylist
        from models.universal import Universal

        return Universal(load_stylist(self.weights), self.device, has_feedback=True)

    def narrow(self) -> NarrowStylist:
        """The shipped network for moving pictures, which takes the codes of the universal one."""
        from models.checkpoints.shipped import load_narrow

        return load_narrow(WEIGHTS / "narrow.safetensors")

    def is_adapted(self, path: Path) -> bool:
        """Whether a style file brings changes of the network, not a code alone."""
        from models.checkpoints.style_file import tensor_names

        return any(name in self.universal().stylist.state_dict() for name in tensor_names(path))

    def adapted(self, path: Path, style: StyleFile) -> Universal:
        """The universal network with the changes of a trained style; the last few are kept."""
        from models.networks.stylist import adapted
        from models.universal import Universal

        key = path, path.stat().st_mtime_ns
        if key not in self._adapted:
            try:
                stylist = adapted(self.universal().stylist, style.tensors)
            except ValueError:
                stylist = None
            if stylist is None or style.card.recipe.get("base_sha256") != self.weights_sha256:
                raise UserError(
                    f"{style.card.name} was trained for another version of Impasto's network. Train it again."
                )
            self._adapted[key] = Universal(stylist, self.device)
            while len(self._adapted) > ADAPTED_LIMIT:
                self._adapted.pop(next(iter(self._adapted)))
        return self._adapted[key]

    @cached_property
    def styles(self) -> StyleMemory:
        """Style pictures that were read lately."""
        from models.style_memory import StyleMemory

        return StyleMemory(self.universal)

    @cached_property
    def weights_sha256(self) -> str:
        """The fingerprint of the universal weights, by which trained styles know what they build on."""
        return hashlib.sha256(self.weights.read_bytes()).hexdigest()

    @cached_property
    def loss_network_sha256(self) -> str:
        """The fingerprint of the loss networks, by which style files know what their matrices are of."""
        from models.checkpoints.judges import refining_judge_sha256

        return refining_judge_sha256()

    def refiner(self, loss_network: Path | None = None) -> Refiner:
        """Refine under the shipped loss networks, or under the user's own VGG-19 file."""
        found = self._refiners.get(loss_network)
        if found is None:
            from models.checkpoints.judges import refining_judge
            from models.losses.vgg19 import load_vgg19
            from models.refine import Refiner

            network = refining_judge() if loss_network is None else load_vgg19(loss_network)
            found = Refiner(network, self.device.torch_device)
            self._refiners = {loss_network: found}
        return found

    def judge(self) -> Together:
        """The networks under which styles are trained."""
        from models.checkpoints.judges import training_judge

        return training_judge()

    def eye(self) -> LossNetwork:
        """The loss network through which games look at pictures."""
        from models.checkpoints.judges import LOSS_NETWORKS
        from models.checkpoints.shipped import load_loss_network

        return load_loss_network(LOSS_NETWORKS[0])

    def _warm_up(self) -> Generator[News, None, EngineReady]:
        yield from ()
        from models.training.processor import prepare_processor

        prepare_processor(None)  # before any thread of torch's is there: it counts for those that come later
        universal = self.universal()
        return EngineReady(str(self.device.torch_device), universal.runtime.name, self.device.reason)

    def _stylize(self, request: Stylize) -> Generator[News, None, Stylized | Exported]:
        from models.arrays import to_bytes
        from models.stylize import render

        if request.export is not None:
            return (yield from self._export(request, request.export))
        begun = time.perf_counter()
        painted, runtime = yield from render(self, read_picture(request.photo), request)
        return Stylized(to_bytes(painted), time.perf_counter() - begun, runtime)

    def _export(self, request: Stylize, export: Export) -> Generator[News, None, Exported]:
        from models.arrays import to_bytes
        from models.effort import Effort
        from models.stylize import render

        self._closeups.clear()  # they are as large as what is needed now
        check_writable(export.path, export.bits)
        refuse_overwriting(request.photo, export.path)
        with Effort() as effort:
            picture = read_picture(request.photo)
            recipe = _recipe(request, picture) if export.with_recipe else ""
            painted, _ = yield from effort.of(render(self, picture, request))
            rgb_hwc = to_bytes(painted, export.bits)
            del painted
            path = free_path(export.path) if export.keeps_others else export.path
            remarks = write_picture(
                *(path, rgb_hwc), alpha_hw=picture.alpha_hw, source=picture, export=export, recipe=recipe
            )
        height, width = rgb_hwc.shape[:2]
        notices = (*picture.remarks, *remarks)
        return Exported(
            *(path, width, height, effort.seconds, notices, effort.megabytes, path.stat().st_size)
        )

    def _crop(self, request: RenderCrop) -> Generator[News, None, Crop]:
        from models.closeup import look_close

        known = next((kept for kept in self._closeups if kept.is_of(request.picture)), None)
        if known is None:
            del self._closeups[: 1 - CLOSEUP_LIMIT]  # before the next one takes its memory
            known = yield from look_close(self, request.picture)
            self._closeups.append(known)
        return known.crop(request)

    def _look_away(self) -> Generator[News, None, None]:
        yield from ()
        self._closeups.clear()

    @cached_property
    def looks(self) -> Looks:
        """Styles as Live needs them."""
        from models.live.looks import Looks

        return Looks(self)

    def _prepare_live(self, request: PrepareLive) -> Generator[News, None, None]:
        from models.live.preparation import prepare

        yield from prepare(lambda: self.looks, request.settings)

    def _start_live(self, request: StartLive) -> Generator[News, None, None]:
        from models.live.session import Session
        from models.live_frames import FrameRing

        if self._session is not None:
            raise UserError(request.where_taken)
        try:
            ring = None if request.ring is None else FrameRing.at(request.ring)
        except FileNotFoundError as error:  # who asked has gone meanwhile
            raise UserError("Nobody looks at the live picture any more. Start Live again.") from error
        self._session = Session(lambda: self.looks, request.settings, ring)
        try:
            yield from self._session.run()
        finally:
            self._live_end = tuple(self._session.last_words())
            self._session = None
            if ring is not None:
                ring.close()

    def _hear_live_end(self) -> Generator[News, None, tuple[News, ...]]:
        yield from ()
        return self._live_end

    def _take_photo(self, request: TakePhoto) -> Generator[News, None, None]:
        from models.live.photograph import take_photo

        session = self._session
        return take_photo(request, None if session is None else session.frame_of(request.camera))

    def _change_live(self, request: ChangeLive) -> Generator[News, None, None]:
        yield from ()
        if self._session is None:
            raise UserError("Live is not running. Start it first.")
        self._session.change(request.settings)


def _recipe(request: Stylize, picture: Picture) -> str:
    from models.recipe import recipe_of

    size = {"width_px": picture.width_px, "height_px": picture.height_px, "bits": picture.bits}
    photo = size | {"has_alpha": picture.alpha_hw is not None, "file_format": picture.file_format}
    return recipe_of(request, photo)


def _open_picture(request: OpenPicture) -> Generator[News, None, OpenedPicture]:
    yield from ()
    rgb_hwc, facts = read_preview(request.path, request.preview_px)
    return OpenedPicture(
        request.path,
        rgb_hwc,
        facts.width_px,
        facts.height_px,
        facts.bits,
        facts.has_alpha,
        facts.file_format,
        facts.remarks,
        facts.recipe,
    )


def _open_mask(request: OpenMask) -> Generator[News, None, GreyPicture]:
    from models.select_region import to_grey

    yield from ()
    return GreyPicture(to_grey(read_mask(request.path), request.width_px, request.height_px))


def _select_region(request: SelectRegion) -> Generator[News, None, GreyPicture]:
    from models.select_region import WORKING_PX, select_region, to_grey

    yield from ()
    rgb_hwc, _ = read_preview(request.photo, WORKING_PX)
    region_hw = select_region(rgb_hwc, request.x, request.y)
    return GreyPicture(to_grey(region_hw, request.width_px, request.height_px))


def _open_style(request: OpenStyle) -> Generator[News, None, OpenedStyle]:
    yield from ()
    return style_library.open_style(request.source, request.thumbnail_px)


def _snapshot(scene: Scene | None, request: TakeSnapshot) -> Generator[News, None, Exported]:
    from models.live.snapshot import take_snapshot

    if scene is None:
        raise UserError("There is no live picture to take. Start Live first.")
    return (yield from take_snapshot(scene, request.path))


def _list_microphones() -> Generator[News, None, tuple[str, ...]]:
    from models.live.microphones import microphone_names

    yield from ()
    return microphone_names()


def _list_styles(request: ListStyles) -> Generator[News, None, tuple[OpenedStyle, ...]]:
    yield from ()
    return tuple(style_library.list_styles(request.thumbnail_px))
