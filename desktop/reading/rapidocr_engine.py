"""The built-in OCR engine: the PP-OCRv6 models of the rapidocr wheel, run by onnxruntime.

Only the model files are taken from the wheel; its Python code, which can download, is never
imported. The models are read into memory before the worker is confined, so nothing is opened later.

onnxruntime's wheels from 1.29 on report to their maker over the network, so an older one is pinned.
Should a newer one get in, the walls refuse it the network, and the variable keeps it from trying
and from writing an identity of the computer into the account's cache. Source:
microsoft/onnxruntime#27379.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.domain.errors import OcrEngineMissingError
from desktop.reading.ocr import SeenPage, SeenWord
from desktop.reading.text_detection import Quads, Run, TextDetection
from desktop.reading.text_recognition import ReadStrip, TextRecognition, strip_of
from desktop.reading.view import RgbArray

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime  # looks at the variable now

_DETECTION_FILE = "PP-OCRv6_det_small.onnx"
_RECOGNITION_FILE = "PP-OCRv6_rec_small.onnx"
_DIRECTION_FILE = "ch_ppocr_mobile_v2.0_cls_mobile.onnx"

_DETECTION_SIDE_PX = 1536
"""Longer side of the image in which text is looked for; strips are cut from the full one."""

_MIN_CONFIDENCE = 0.5
"""A piece read with less certainty is tried upside down, then dropped as not being text."""

_MIN_SIGN_CONFIDENCE = 0.9
"""The same for a piece that is no letter or figure of Europe, such as a dash or a box."""

_DIRECTION_SIZE_PX = (192, 48)
_DIRECTION_SAMPLES = 8
_DIRECTION_CERTAINTY = 0.9
_FEW_REVERSED = 0.25
"""Up to this share of the samples may be called upside down on a page that is upright."""

_STANDING_SHARE = 0.6
"""A page is sideways when this share of its text, by length, stands."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The three models as bytes."""

    detection: bytes
    recognition: bytes
    direction: bytes

    @classmethod
    def of_wheel(cls) -> Self:
        """Read them from the installed rapidocr wheel, without importing it.

        Raises:
            OcrEngineMissingError: The wheel or one of its models is not there.
        """
        spec = find_spec("rapidocr")
        if spec is None or spec.origin is None:
            raise OcrEngineMissingError
        folder = Path(spec.origin).parent / "models"
        try:
            return cls(
                (folder / _DETECTION_FILE).read_bytes(),
                (folder / _RECOGNITION_FILE).read_bytes(),
                (folder / _DIRECTION_FILE).read_bytes(),
            )
        except OSError:
            raise OcrEngineMissingError from None


class RapidOcr:
    """Finds lines, brings the page upright, reads the lines."""

    def __init__(self, files: ModelFiles) -> None:
        detection = _session(files.detection)
        recognition = _session(files.recognition)
        direction = _session(files.direction)
        self._detection = TextDetection(_run(detection), _DETECTION_SIDE_PX)
        self._recognition = TextRecognition(_run(recognition), _characters(recognition))
        self._direction = _run(direction)

    def read(self, rgb: RgbArray, languages: tuple[str, ...] = ()) -> SeenPage:  # noqa: ARG002
        """Read an image; the models know the languages of Europe and more without being told."""
        quads = self._detection.find(rgb)
        turn_deg = self._turn(rgb, quads)
        if turn_deg:
            rgb = np.ascontiguousarray(np.rot90(rgb, -(turn_deg // 90)))
            quads = self._detection.find(rgb)
        strips = [strip_of(rgb, quad) for quad in quads]
        read = self._recognition.read(strips)
        self._read_upside_down(strips, read)
        kept = [(quad, strip) for quad, strip in zip(quads, read, strict=True) if _is_text(strip)]
        lines = tuple(_words_of_strip(quad, strip) for quad, strip in kept)
        return SeenPage(turn_deg, _skew_deg([quad for quad, _ in kept]), lines)

    def _turn(self, rgb: RgbArray, quads: Quads) -> int:
        """The clockwise turn that brings the page upright, judged by its longest lines."""
        if not len(quads):
            return 0
        widths = np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1)
        heights = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
        lengths = np.maximum(widths, heights)
        stands = heights >= 1.5 * widths
        is_sideways = lengths[stands].sum() > _STANDING_SHARE * lengths.sum()
        alike = np.flatnonzero(stands == is_sideways)
        longest = alike[np.argsort(-lengths[alike])][:_DIRECTION_SAMPLES]
        is_reversed = self._is_upside_down([strip_of(rgb, quads[index]) for index in longest])
        if is_sideways:
            return 270 if not is_reversed else 90
        return 180 if is_reversed else 0

    def _is_upside_down(self, strips: Sequence[RgbArray]) -> bool:
        """Whether the strips read better upside down.

        Only where the direction model is certain of some of them are they read both ways: on faint
        print it errs, and a page that is wrongly turned is lost.
        """
        planes = np.zeros(
            (len(strips), 3, _DIRECTION_SIZE_PX[1], _DIRECTION_SIZE_PX[0]), np.float32
        )
        for row, strip in enumerate(strips):
            part = strip[:, : _DIRECTION_SIZE_PX[0]]
            levels = cv2.dnn.blobFromImage(
                part, scalefactor=1 / 127.5, mean=(127.5, 127.5, 127.5), swapRB=True
            )
            planes[row, :, :, : part.shape[1]] = levels[0]
        upright, reversed_ = self._direction(planes).T
        certain = np.maximum(upright, reversed_) > _DIRECTION_CERTAINTY
        votes_reversed = int((certain & (reversed_ > upright)).sum())
        if votes_reversed <= _FEW_REVERSED * int(certain.sum()):
            return False
        turned = [np.ascontiguousarray(strip[::-1, ::-1]) for strip in strips]
        return self._letters_read(turned) > self._letters_read(strips)

    def _letters_read(self, strips: Sequence[RgbArray]) -> float:
        read = self._recognition.read(strips)
        return sum(strip.confidence * len(strip.text) for strip in read)

    def _read_upside_down(self, strips: Sequence[RgbArray], read: list[ReadStrip]) -> None:
        """Give pieces that made no sense a second chance, turned."""
        doubtful = [index for index, strip in enumerate(read) if strip.confidence < _MIN_CONFIDENCE]
        turned = [np.ascontiguousarray(strips[index][::-1, ::-1]) for index in doubtful]
        for index, strip in zip(doubtful, self._recognition.read(turned), strict=True):
            if strip.confidence > max(_MIN_CONFIDENCE, read[index].confidence):
                read[index] = strip


def _is_text(strip: ReadStrip) -> bool:
    """Rules, corners and patterns are read as lone signs, with little certainty."""
    if strip.text.isascii() and any(char.isalnum() for char in strip.text):
        return strip.confidence >= _MIN_CONFIDENCE
    has_letters = sum(char.isalnum() for char in strip.text) > 1
    least = _MIN_CONFIDENCE if has_letters else _MIN_SIGN_CONFIDENCE
    return strip.confidence >= least and bool(strip.text.strip())


def _words_of_strip(quad: NDArray[np.float32], strip: ReadStrip) -> tuple[SeenWord, ...]:
    """Split a piece of a line at its spaces and place the words between its corners."""
    words: list[SeenWord] = []
    start = 0
    text = strip.text
    while start < len(text):
        if text[start].isspace():
            start += 1
            continue
        end = start
        while end < len(text) and not text[end].isspace():
            end += 1
        words.append(_word(quad, strip, start, end))
        start = end
    return tuple(words)


def _word(quad: NDArray[np.float32], strip: ReadStrip, start: int, end: int) -> SeenWord:
    places = strip.places
    half = 0.5 * (places[-1] - places[0]) / max(1, len(places) - 1)
    begin = 0.0 if start == 0 else max(places[start] - half, places[start - 1])
    finish = 1.0 if end == len(places) else min(places[end - 1] + half, places[end])
    top_left, top_right, bottom_right, bottom_left = quad
    width = float(np.hypot(*(top_right - top_left)))
    height = float(np.hypot(*(bottom_left - top_left)))
    if height >= 1.5 * width:
        top_left, top_right, bottom_right, bottom_left = (
            top_right,
            bottom_right,
            bottom_left,
            top_left,
        )
    corners = np.stack(
        (
            top_left + (top_right - top_left) * begin,
            top_left + (top_right - top_left) * finish,
            bottom_left + (bottom_right - bottom_left) * begin,
            bottom_left + (bottom_right - bottom_left) * finish,
        )
    )
    left, top = corners.min(axis=0).tolist()
    right, bottom = corners.max(axis=0).tolist()
    confidences = strip.confidences[start:end]
    confidence = sum(confidences) / len(confidences)
    return SeenWord(strip.text[start:end], left, top, right, bottom, min(1.0, confidence))


def _skew_deg(quads: Sequence[NDArray[np.float32]]) -> float:
    """Median lean of the wide pieces, clockwise."""
    leans = []
    for quad in quads:
        across = quad[1] - quad[0]
        down = quad[3] - quad[0]
        if np.hypot(*across) > 4 * np.hypot(*down):
            leans.append(float(np.degrees(np.arctan2(across[1], across[0]))))
    return float(np.median(leans)) if leans else 0.0


def _session(model: bytes) -> onnxruntime.InferenceSession:
    """A session that gives back, after each run, the memory that the run took.

    Pages differ in size: what is kept for one fits no other, and grows to 0.95 GB a worker on real
    receipts. Given back it is 0.45 GB, for a twentieth more time; there is a worker for each core.
    """
    options = onnxruntime.SessionOptions()
    options.enable_mem_pattern = False
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(
        model, sess_options=options, providers=["CPUExecutionProvider"]
    )


def _run(session: onnxruntime.InferenceSession) -> Run:
    given = session.get_inputs()[0].name
    options = onnxruntime.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")

    def run(planes: NDArray[np.float32]) -> NDArray[np.float32]:
        (result,) = session.run(None, {given: planes}, options)
        return np.asarray(result, np.float32)

    return run


def _characters(session: onnxruntime.InferenceSession) -> list[str]:
    listed = session.get_modelmeta().custom_metadata_map["character"]
    return ["", *listed.splitlines(), " "]
