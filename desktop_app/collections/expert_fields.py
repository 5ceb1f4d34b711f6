"""What those who know the papers may want otherwise; nothing here needs to be touched."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QWidget

from desktop_app.collections.drafting import Drafting
from desktop_app.runs.learnt_parts import LearntParts
from desktop_app.widgets.choice_box import choice_box, choose
from desktop_app.widgets.form import form_of
from models.games import GAMES, game_of

SIZES_PX = (32, 64, 128, 256)


class ExpertFields(QWidget):
    """Each is a part of the recipe, which stands below as it will be."""

    def __init__(self, drafting: Drafting) -> None:
        super().__init__()
        self._drafting = drafting
        usual = self.tr("as the task has it")
        self.objective = choice_box(
            "expert_objective",
            self.tr("Objective"),
            {usual: None, **{name: name for name in GAMES}},
        )
        self.size_px = choice_box(
            "expert_size", self.tr("Size"), {usual: None, **{f"{px} px": px for px in SIZES_PX}}
        )
        papers: dict[str, object] = {"FastCUT": "fastcut", "CUT": "cut", "CycleGAN": "cycle"}
        self.method = choice_box(
            "expert_method", self.tr("Method"), {self.tr("From the universal network"): None, **papers}
        )
        self.tileable = QCheckBox(self.tr("Swatches go on at their own other edge"))
        self.tileable.setObjectName("expert_tileable")
        self.textbook = QCheckBox(self.tr("The textbook's network (DCGAN)"))
        self.textbook.setObjectName("expert_dcgan")
        self.backbone = QCheckBox(self.tr("Goes on from the universal network"))
        self.backbone.setObjectName("expert_backbone")
        self.backbone.setToolTip(
            self.tr("Paints with what ships, which has seen many styles, instead of the paper's network")
        )
        self.scales = QCheckBox(self.tr("Judged at three sizes"))
        self.scales.setObjectName("expert_scales")
        self.scales.setToolTip(self.tr("Strokes and composition, by a discriminator for each size"))
        self.mirrored = QCheckBox(self.tr("Works are also seen as in a mirror"))
        self.mirrored.setObjectName("expert_flip")
        self.mirrored.setToolTip(self.tr("Not for lettering, nor where left and right differ"))
        self.parts = LearntParts()
        self.parts.chosen.connect(drafting.learn)
        self.recipe = QLineEdit()
        self.recipe.setObjectName("expert_recipe")
        self.recipe.setAccessibleName(self.tr("Recipe, as JSON"))
        self.recipe.setPlaceholderText('{"batch": 8, "game": {"r1": 4}}')
        form = form_of(self)
        form.addRow(self.tr("Objective"), self.objective)
        form.addRow(self.tr("Size"), self.size_px)
        self._method_name = QLabel(self.tr("Method"))
        form.addRow(self._method_name, self.method)
        form.addRow(self.parts)
        form.addRow(self.backbone)
        form.addRow(self.scales)
        form.addRow(self.mirrored)
        form.addRow(self.tileable)
        form.addRow(self.textbook)
        form.addRow(self.tr("Recipe"), self.recipe)
        self.objective.activated.connect(lambda: drafting.choose_game(self.objective.currentData()))
        self.size_px.activated.connect(partial(self._on_box, "size_px", self.size_px))
        self.method.activated.connect(lambda: drafting.choose_method(self.method.currentData()))
        self.tileable.clicked.connect(lambda wanted: drafting.change_recipe("tileable", wanted or None))
        self.mirrored.clicked.connect(
            lambda wanted: drafting.change_recipe("augmentation.flip", None if wanted else False)
        )
        self.textbook.clicked.connect(
            lambda wanted: drafting.change_recipe("generator", "dcgan" if wanted else None)
        )
        self.backbone.clicked.connect(lambda wanted: drafting.change_recipe("backbone", wanted or None))
        self.scales.clicked.connect(lambda wanted: drafting.change_recipe("scales", 3 if wanted else None))
        self.recipe.textEdited.connect(lambda text: drafting.change(recipe=text.strip()))

    def _on_box(self, name: str, box: QComboBox, _index: int) -> None:
        self._drafting.change_recipe(name, box.currentData())

    def show_draft(self) -> None:
        drafting, recipe = self._drafting, self._drafting.recipe
        task = drafting.request.task
        for box, value in (
            (self.objective, game_of(recipe.get("game"))),
            (self.size_px, recipe.get("size_px")),
            (self.method, recipe.get("method")),
        ):
            with QSignalBlocker(box):
                choose(box, value)
        augmentation = recipe.get("augmentation")
        self.mirrored.setChecked(not isinstance(augmentation, dict) or augmentation.get("flip") is not False)
        self.tileable.setChecked(bool(recipe.get("tileable")))
        self.textbook.setChecked(recipe.get("generator") == "dcgan")
        self.backbone.setChecked(bool(recipe.get("backbone")))
        self.scales.setChecked(recipe.get("scales") not in (None, 1))
        is_published = task == "paired" or (task == "unpaired" and bool(recipe.get("method")))
        for choice in (self.backbone, self.scales):
            choice.setVisible(is_published)
        parts = drafting.learnt_parts
        self.parts.setVisible(parts is not None)
        self.parts.show_parts(parts or ())
        self.method.setVisible(task == "unpaired")
        self._method_name.setVisible(task == "unpaired")
        self.tileable.setVisible(task == "imagine")
        self.textbook.setVisible(task == "imagine")
        if self.recipe.text().strip() != drafting.request.recipe:
            self.recipe.setText(drafting.request.recipe)
            self.recipe.setCursorPosition(0)
