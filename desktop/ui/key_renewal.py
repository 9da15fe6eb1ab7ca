"""New keys for everything, on the page of keys: begun, shown, paused, stopped and given up."""

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.bridge.renewing import Renewing
from desktop.domain.errors import WaysLostError
from desktop.domain.rotation import RenewalPhase, RenewalProgress, RotationGivenUp
from desktop.ui.banner import Banner
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_S

STEPS = 1_000


class KeyRenewal(QWidget):
    """What is said about new keys, how far they have come, and four buttons.

    Args:
        renewing: Does it.
        banner: Says what came of it.
        parent: Owner.
    """

    def __init__(self, renewing: Renewing, banner: Banner, parent: QWidget | None = None) -> None:
        """Show what is being done already: it may have begun with the window."""
        super().__init__(parent)
        self._renewing = renewing
        self._banner = banner
        self.words = PlainLabel("", self, kind="caption", is_wrapped=True)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(self.tr("How far the new keys have come"))
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.renew_button = TextButton(self.tr("&New keys for everything…"), self)
        self.give_up_button = TextButton(self.tr("Gi&ve up…"), self)
        self.pause_button = TextButton("", self)
        self.stop_button = TextButton(self.tr("S&top"), self)
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self.renew_button)
        buttons.addWidget(self.give_up_button)
        buttons.addStretch(1)
        buttons.addWidget(self.pause_button)
        buttons.addWidget(self.stop_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self.words)
        layout.addWidget(self.bar)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        renewing = self._renewing
        self.renew_button.clicked.connect(self._on_renew)
        self.give_up_button.clicked.connect(self._on_give_up)
        self.pause_button.clicked.connect(renewing.toggle_pause)
        self.stop_button.clicked.connect(renewing.stop)
        renewing.told.connect(self._show)
        renewing.waiting_known.connect(self._show)
        renewing.busy_changed.connect(self._show)
        renewing.pause_changed.connect(self._show)
        renewing.given_up.connect(self._on_given_up)
        renewing.came_to_end.connect(self._on_end)
        renewing.failed.connect(self._on_failed)

    # ------------------------------------------------------------------ what is told

    def _show(self, _told: object = None) -> None:
        renewing, now = self._renewing, self._renewing.latest
        is_busy = renewing.is_busy
        self.bar.setVisible(is_busy)
        self.pause_button.setVisible(is_busy)
        self.stop_button.setVisible(is_busy)
        self.renew_button.setEnabled(not is_busy)
        self.give_up_button.setVisible(bool(renewing.waiting) and not is_busy)
        self.pause_button.setText(self.tr("G&o on") if renewing.is_paused else self.tr("Pa&use"))
        self.renew_button.setText(
            self.tr("&Go on with new keys")
            if renewing.waiting and not is_busy
            else self.tr("&New keys for everything…")
        )
        if now is not None:
            self.bar.setValue(_share(now))
        self.words.setText(self._sentence(now))

    def _sentence(self, now: RenewalProgress | None) -> str:
        if not self._renewing.is_busy:
            if self._renewing.waiting:
                return self.tr(
                    "New keys were begun and stopped: {0} still wait. They go on at the next start,"
                    " or here."
                ).format(self._renewing.waiting)
            return self.tr(
                "The vault and each matter can get new keys while you work, as after a computer"
                " was lost. Each way in above opens the vault afterwards as before."
            )
        if now is None:
            return self.tr("New keys are about to be made…")
        what = (
            self.tr("the vault itself") if not now.name else self.tr("matter {0}").format(now.name)
        )
        count = self.tr("{0} of {1} have new keys").format(now.keys_done, now.keys_total)
        if self._renewing.is_paused:
            return self.tr("Paused at {0}. {1}.").format(what, count)
        return self.tr("New keys for {0}. {1}.").format(what, count)

    def _on_given_up(self, given_up: RotationGivenUp) -> None:
        if given_up.left:
            self._banner.show_error(given_up.left[0].error)
        else:
            self._banner.show_note(
                self.tr("New keys were given up."),
                self.tr("What has new keys already keeps them, all else the keys that it had."),
            )

    def _on_end(self, last: RenewalProgress) -> None:
        if last.left:
            names = ", ".join(each.name or self.tr("the vault") for each in last.left)
            self._banner.show_error(last.left[0].error)
            self.words.setText(self.tr("These keep their keys for now: {0}.").format(names))
        elif last.keys_total and last.keys_done == last.keys_total:
            self._banner.show_note(
                self.tr("Everything has new keys."),
                self.tr("Make a backup: older ones open with the ways in of their time."),
            )

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, WaysLostError) and ConfirmDialog.ask(
            self,
            self.tr("Lose ways into the vault?"),
            f"{error.reason} "
            + self.tr("Make them once more first, or they will not open the vault any more."),
            self.tr("Lose them"),
        ):
            self._renewing.renew_all(may_lose_ways=True)
        else:
            self._banner.show_error(error)

    # ------------------------------------------------------------------ what a person does

    def _on_renew(self) -> None:
        self._banner.hide()
        if self._renewing.waiting:
            self._renewing.go_on()
        elif ConfirmDialog.ask(
            self,
            self.tr("New keys for everything?"),
            self.tr(
                "The vault and every matter get new keys in the background; you can go on working."
                " It needs room on the disk for a second file of the largest matter. Codes for"
                " receiving matters and invitations that were handed out are void afterwards."
            ),
            self.tr("Begin"),
        ):
            self._renewing.renew_all()

    def _on_give_up(self) -> None:
        self._banner.hide()
        if ConfirmDialog.ask(
            self,
            self.tr("Give up new keys?"),
            self.tr(
                "What has no new keys yet keeps the keys that it has, {0} in all; what was copied"
                " for it is deleted. If the rotation was begun because somebody could have had a"
                " key, go on with it instead."
            ).format(self._renewing.waiting),
            self.tr("Give up"),
        ):
            self._renewing.give_up()


def _share(now: RenewalProgress) -> int:
    """How much of everything is done, in steps of the bar."""
    if now.phase is RenewalPhase.DONE:
        return STEPS * now.keys_done // max(1, now.keys_total)
    part = now.done / max(1, now.total)
    return int(STEPS * (now.keys_done + part) / max(1, now.keys_total))
