"""A pair of weights and projector that llama.cpp has loaded."""

import ctypes
import math
import threading
import time

from llama_cpp import llama_cpp as llama
from llama_cpp import mtmd_cpp as mtmd

from desktop.domain.errors import ModelLoadError
from models.engine.library import is_repacking_slow, open_library
from models.families import LINEAR_PROJECTORS, PLANAR_PROJECTORS
from models.files import PairFiles

BATCH_TOKENS = 2048
MICRO_BATCH_TOKENS = 512
"""Prefill gains nothing beyond it on a processor, and the work buffers grow with it."""

EVERY_NODES = 64
"""While a picture is seen, the wish to stop is looked at after each so many steps of the graph; a
step of the largest projectors takes about a millisecond."""

WATCHED_BYTES = 64 << 20
"""Smaller files take a step faster than anyone could stop them, and llama.cpp asks about the wish
to stop at each node of its graph: with the starter 78 times a token, 6 % of its time (measured)."""

_PLANAR_POSITIONS = frozenset({llama.LLAMA_ROPE_TYPE_MROPE, llama.LLAMA_ROPE_TYPE_IMROPE})


class LoadedPair:
    """Handles of llama.cpp for one pair; `close` frees them.

    Everything but `stop` belongs to one thread.

    Args:
        files: Already checked.
        threads: For language and sight alike.
        image_min_tokens: Limits for a picture; -1: what the projector says.
        image_max_tokens: The same.
    """

    def __init__(
        self, files: PairFiles, *, threads: int, image_min_tokens: int, image_max_tokens: int
    ) -> None:
        self.build = open_library()
        self.files = files
        self._stop = threading.Event()
        self._end_s = math.inf
        # ctypes must not drop these while llama.cpp can call them.
        self._on_step = llama.ggml_abort_callback(lambda _data: self.is_stopping)
        self._on_node = llama.ggml_backend_sched_eval_callback(self._watch_node)
        self._nodes = 0
        self.model: int | None = None
        self.context: int | None = None
        self.vision: int | None = None
        try:
            self._load_weights()
            self._load_projector(threads, image_min_tokens, image_max_tokens)
            self._make_context(threads)
        except ModelLoadError:
            self.close()
            raise

    def close(self) -> None:
        """Free what llama.cpp holds; twice is once."""
        if self.vision is not None:
            mtmd.mtmd_free(self.vision)
        if self.context is not None:
            llama.llama_free(self.context)
        if self.model is not None:
            llama.llama_model_free(self.model)
        self.vision = self.context = self.model = None

    def stop(self) -> None:
        """End the step of the network that runs now; safe from any thread."""
        self._stop.set()

    def begin(self, max_seconds: float) -> None:
        """Forget an earlier wish to stop; from now on steps run for so long."""
        self._stop.clear()
        self._end_s = time.monotonic() + max_seconds

    @property
    def is_stopping(self) -> bool:
        """Whether `stop` was called, or the time is up, since `begin`."""
        return self._stop.is_set() or time.monotonic() > self._end_s

    @property
    def memory(self) -> int:
        """Handle of the key-value cache."""
        handle: int = llama.llama_get_memory(self.context)
        return handle

    @property
    def can_go_back(self) -> bool:
        """Whether tokens that were taken in can be forgotten one by one (recurrent ones cannot)."""
        is_recurrent = llama.llama_model_is_recurrent(self.model)
        return not (is_recurrent or llama.llama_model_is_hybrid(self.model))

    def _load_weights(self) -> None:
        params = llama.llama_model_default_params()
        params.use_extra_bufts = not is_repacking_slow()
        self.model = llama.llama_model_load_from_file(_name(self.files.weights_path), params)
        if not self.model:
            raise ModelLoadError
        self.vocab: int = llama.llama_model_get_vocab(self.model)
        self.vocab_tokens: int = llama.llama_vocab_n_tokens(self.vocab)
        self.embedding_width: int = llama.llama_model_n_embd_inp(self.model)
        self.parameters: int = llama.llama_model_n_params(self.model)

    def _load_projector(self, threads: int, image_min_tokens: int, image_max_tokens: int) -> None:
        params = mtmd.mtmd_context_params_default()
        params.use_gpu = bool(llama.llama_supports_gpu_offload())
        params.print_timings = False
        params.warmup = False
        params.n_threads = threads
        params.flash_attn_type = llama.LLAMA_FLASH_ATTN_TYPE_AUTO
        params.image_min_tokens = image_min_tokens
        params.image_max_tokens = image_max_tokens
        if self.files.projector.file_bytes >= WATCHED_BYTES and not params.use_gpu:
            params.cb_eval = self._on_node
        path = _name(self.files.projector_path)
        self.vision = mtmd.mtmd_init_from_file(path, self.model, params)
        if not self.vision or not mtmd.mtmd_support_vision(self.vision):
            raise ModelLoadError
        is_planar = llama.llama_model_rope_type(self.model) in _PLANAR_POSITIONS
        if self.files.projector_type in (LINEAR_PROJECTORS if is_planar else PLANAR_PROJECTORS):
            raise ModelLoadError("The two files of the vision model do not belong together.")

    def _make_context(self, threads: int) -> None:
        params = llama.llama_context_default_params()
        params.n_ctx = self.files.context_tokens
        params.n_batch = min(BATCH_TOKENS, self.files.context_tokens)
        params.n_ubatch = min(MICRO_BATCH_TOKENS, params.n_batch)
        if mtmd.mtmd_decode_use_non_causal(self.vision, None):
            # Each image token looks at all others: a whole picture must fit one step.
            params.n_ubatch = params.n_batch
        params.n_threads = params.n_threads_batch = threads
        params.flash_attn_type = llama.LLAMA_FLASH_ATTN_TYPE_AUTO
        # Going back to the end of a picture needs the keys behind the sliding window.
        params.swa_full = True
        params.no_perf = True
        self.context = llama.llama_init_from_model(self.model, params)
        if not self.context:
            raise ModelLoadError
        if self.files.weights.file_bytes >= WATCHED_BYTES:
            llama.llama_set_abort_callback(self.context, self._on_step, ctypes.c_void_p(0))
        self.batch_tokens: int = params.n_batch
        self.context_tokens: int = llama.llama_n_ctx(self.context)

    def _watch_node(self, _tensor: object, asks: bool, _data: object) -> bool:  # noqa: FBT001
        if asks:
            self._nodes += 1
            return self._nodes % EVERY_NODES == 0
        return not self.is_stopping


def _name(path: object) -> bytes:
    return str(path).encode("utf-8")
