"""llama.cpp's libraries: opened once, quiet, and named exactly."""

import ctypes
import functools
import logging
import os

import llama_cpp as binding
from llama_cpp import llama_cpp as llama
from llama_cpp import mtmd_cpp as mtmd

_log = logging.getLogger(__name__)

_LEVELS = {3: logging.WARNING, 4: logging.ERROR}
"""Of ggml's log levels only these pass on. Below them mtmd writes out prompts."""


@llama.llama_log_callback  # type: ignore[untyped-decorator]
def _pass_on(level: int, text: bytes, _data: object) -> None:
    if level in _LEVELS and text:
        _log.log(_LEVELS[level], "llama.cpp: %s", text.decode("utf-8", "replace").strip())


@functools.cache
def open_library() -> str:
    """Start llama.cpp's back end once a process.

    Returns:
        Which build answers: the binding's version, llama.cpp's commit, and the instructions of this
        processor that it uses. Rounding, and so an answer, can differ between two of these.
    """
    # Without it an assertion starts a debugger to print a trace.
    os.environ.setdefault("GGML_NO_BACKTRACE", "1")
    llama.llama_log_set(_pass_on, ctypes.c_void_p(0))
    mtmd.mtmd_log_set(_pass_on, ctypes.c_void_p(0))
    mtmd.mtmd_helper_log_set(_pass_on, ctypes.c_void_p(0))
    llama.llama_backend_init()
    return f"llama-cpp-python {binding.__version__}, llama.cpp {_commit()}, {_instructions()}"


def has_gpu() -> bool:
    """Whether this build of llama.cpp computes on a graphics card."""
    return bool(llama.llama_supports_gpu_offload())


def is_repacking_slow() -> bool:
    """Whether repacked weights are slower here than plain ones.

    They are on AVX-512 VNNI, where plain K-quants have kernels that repacking goes round: 1.9 times
    slower to take in a prompt, 7 % faster to answer, ten times slower to load (measured, 3 B model,
    Q4_K_M). On ARM they are twice as fast.
    """
    return "AVX512_VNNI" in _instructions()


def _commit() -> str:
    try:
        function = llama._lib.ggml_commit  # noqa: SLF001 - the binding has no name for it
    except AttributeError:
        return "of an unknown commit"
    function.restype = ctypes.c_char_p
    return str(function().decode("ascii", "replace"))


@functools.cache
def _instructions() -> str:
    said = llama.llama_print_system_info().decode("ascii", "replace")
    parts = said.replace("CPU :", "").split("|")
    return " ".join(part.split("=")[0].strip() for part in parts if part.strip().endswith("= 1"))
