"""The OCR engines that this worker was started with."""

from collections.abc import Mapping

from desktop.domain.errors import OcrEngineMissingError
from desktop.domain.page import OcrEngine
from desktop.reading.ocr import Ocr, SeenPage
from desktop.reading.rapidocr_engine import ModelFiles, RapidOcr
from desktop.reading.tesseract_engine import Tesseract
from desktop.reading.view import RgbArray


class Engines:
    """Which engine answers to which name."""

    def __init__(self, engines: Mapping[OcrEngine, Ocr]) -> None:
        self._engines = dict(engines)

    def named(self, engine: OcrEngine) -> Ocr:
        """The engine by its name.

        Raises:
            OcrEngineMissingError: The worker was started without it.
        """
        found = self._engines.get(engine)
        if found is None:
            raise OcrEngineMissingError
        return found


class BuiltInOcr:
    """RapidOcr, built when the first page needs it: pages with a text layer never do.

    The models are held as bytes until then (31 MB); building them takes 0.3 s and opens no file.
    """

    def __init__(self, files: ModelFiles) -> None:
        self._engine: ModelFiles | RapidOcr = files

    def read(self, rgb: RgbArray, languages: tuple[str, ...]) -> SeenPage:
        """Read an image."""
        if isinstance(self._engine, ModelFiles):
            self._engine = RapidOcr(self._engine)
        return self._engine.read(rgb, languages)


def engines_of(engine: OcrEngine) -> Engines:
    """The engine that a worker is started with; the built-in one unless another was chosen.

    Where it is not on this machine there is none: pages with a sound text layer are read all the
    same, and the others say why they are not.
    """
    if engine is OcrEngine.TESSERACT:
        try:
            return Engines({engine: Tesseract()})
        except OcrEngineMissingError:
            return Engines({})
    return Engines({engine: BuiltInOcr(ModelFiles.of_wheel())})
