"""Where In Camera keeps its files, finds its own parts, and starts its workers.

`INCAMERA_HOME` puts data, settings and logs into one folder: for a stick, a test, a second vault.
"""

import os
import sys
from pathlib import Path

import platformdirs

from desktop.domain.errors import OwnFolderError
from desktop.domain.page import OcrEngine

HOME_VARIABLE = "INCAMERA_HOME"
PROGRAM = "in-camera"

_SOURCE_ROOT = Path(__file__).resolve().parents[1]


def data_folder() -> Path:
    """Where vaults lie; made, and open to this account only.

    Raises:
        OwnFolderError: It cannot be made.
    """
    home = _chosen_home()
    return _private(home or Path(platformdirs.user_data_dir(PROGRAM, appauthor=False)))


def config_folder() -> Path:
    """Where the settings lie; made, and open to this account only.

    Raises:
        OwnFolderError: It cannot be made.
    """
    home = _chosen_home()
    return _private(home or Path(platformdirs.user_config_dir(PROGRAM, appauthor=False)))


def log_folder() -> Path:
    """Where logs lie; made, and open to this account only.

    Raises:
        OwnFolderError: It cannot be made.
    """
    home = _chosen_home()
    if home is not None:
        return _private(home / "logs")
    return _private(Path(platformdirs.user_log_dir(PROGRAM, appauthor=False)))


def vault_folder() -> Path:
    """The folder of the vault, which need not exist: this account's own, or one that it chose.

    Raises:
        OwnFolderError: What was chosen cannot be read.
    """
    try:
        chosen = chosen_vault_file().read_text("utf-8").strip()
    except FileNotFoundError:
        chosen = ""
    except (OSError, UnicodeDecodeError):
        raise OwnFolderError("What says where the vault lies cannot be read.") from None
    return Path(chosen) if chosen else data_folder() / "vault"


def chosen_vault_file() -> Path:
    """One line, the folder of a vault elsewhere, such as one that accounts share."""
    return data_folder() / "vault-folder"


def models_folder() -> Path:
    """Models that were brought to this workstation; it need not exist."""
    return data_folder() / "models"


def model_decisions_file() -> Path:
    """Who decided to use models in spite of their licences; it need not exist."""
    return config_folder() / "model-decisions.jsonl"


def settings_file() -> Path:
    """The settings, which need not exist."""
    return config_folder() / "settings.toml"


def window_file() -> Path:
    """How the window was left, which need not exist."""
    return config_folder() / "window.json"


def resources_folder() -> Path:
    """Icons, styles and documents that come with the program."""
    return _parts_folder() / "resources"


def schemas_folder() -> Path:
    """The extraction schemas that come with the program."""
    return resources_folder() / "schemas"


def own_schemas_folder() -> Path:
    """The firm's own extraction schemas; it need not exist."""
    return config_folder() / "schemas"


def starter_model_folder() -> Path:
    """The vision model that comes with the program: weights, projector, manifest."""
    return _parts_folder() / "models" / "starter"


def reading_worker_command(engine: OcrEngine = OcrEngine.RAPIDOCR) -> tuple[str, ...]:
    """What starts a reading worker.

    Args:
        engine: The worker is told at its start, because Tesseract is a program of its own: around a
            worker that may start it the walls stand a little wider.
    """
    command = _worker_command("incamera-reading-worker", "desktop.reading.worker")
    return command if engine is OcrEngine.RAPIDOCR else (*command, engine.value)


def viewing_worker_command() -> tuple[str, ...]:
    """What starts a reading worker that draws pages and reads none."""
    return (*reading_worker_command(), "--view")


def vision_worker_command() -> tuple[str, ...]:
    """What starts a vision worker."""
    return _worker_command("incamera-vision-worker", "models.worker")


def command_line_command() -> tuple[str, ...]:
    """What starts the command line, which lies beside the window's program in a bundle."""
    if not _is_bundle():
        return (sys.executable, "-m", "desktop.cli.main")
    return (str(_bundle_folder() / _file_of("incamera")),)


def keyring_helper_command() -> tuple[str, ...]:
    """What starts the helper that talks to the keyring, so that nothing can bend its imports.

    From source it is started by its file and in isolated mode. In a bundle it lies beside this
    program, since it needs the same libraries.
    """
    if not _is_bundle():
        return (sys.executable, "-I", str(_SOURCE_ROOT / "desktop" / "vault" / "keyring_helper.py"))
    return (str(_bundle_folder() / _file_of("incamera-keyring-helper")),)


def _worker_command(program: str, module: str) -> tuple[str, ...]:
    """From source the interpreter itself, in a bundle a program in a folder beside this one's."""
    if not _is_bundle():
        return (sys.executable, "-m", module)
    return (str(_bundle_folder().parent / program / _file_of(program)),)


def _is_bundle() -> bool:
    return getattr(sys, "frozen", False)


def _bundle_folder() -> Path:
    return Path(sys.executable).resolve().parent


def _file_of(program: str) -> str:
    return f"{program}.exe" if sys.platform == "win32" else program


def _parts_folder() -> Path:
    """The source tree, or the folder into which a bundle unpacks its parts."""
    return Path(getattr(sys, "_MEIPASS", _SOURCE_ROOT))


def _chosen_home() -> Path | None:
    chosen = os.environ.get(HOME_VARIABLE, "")
    return Path(chosen).absolute() if chosen else None


def _private(folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077 and sys.platform != "win32":
            folder.chmod(0o700)
    except OSError:
        raise OwnFolderError from None
    return folder
