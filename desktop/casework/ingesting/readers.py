"""The readers that the settings ask for."""

from desktop.casework.control import Control
from desktop.casework.ingesting.reading_pool import ReadingChoice, ReadingPool, SecondLook
from desktop.paths import reading_worker_command
from desktop.settings import Settings


def reading_pool(
    settings: Settings,
    control: Control,
    *,
    passwords: tuple[str, ...] = (),
    second_look: SecondLook | None = None,
) -> ReadingPool:
    """A pool of as many reading workers as the settings say."""
    return ReadingPool(
        reading_worker_command(settings.ocr_engine),
        readers=settings.readers,
        choice=ReadingChoice(settings.ocr_engine, settings.ocr_languages),
        control=control,
        passwords=passwords,
        second_look=second_look,
    )
