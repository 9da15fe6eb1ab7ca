"""llama-cpp-python's own multimodal handler in a process of its own: a peer for answers and pace.

    python stock_peer.py WEIGHTS PROJECTOR THREADS

It reads one JSON object a line from stdin (`png` in base64, `question`, `max_tokens`, perhaps
`schema`), and writes one a line to stdout (`text`, `seconds`); the first one says it is ready.
"""

import json
import os
import sys
import time

from llama_cpp import Llama, mtmd_cpp
from llama_cpp import llama_cpp as llama
from llama_cpp.llama_chat_format import MTMDChatHandler


@llama.llama_log_callback
def _ignore(_level, _text, _data):
    pass


def main(weights, projector, threads):
    out = os.fdopen(os.dup(1), "w")  # the handler points 1 and 2 elsewhere while it works
    llama.llama_log_set(_ignore, None)
    mtmd_cpp.mtmd_log_set(_ignore, None)
    mtmd_cpp.mtmd_helper_log_set(_ignore, None)
    model = Llama(
        weights,
        chat_handler=MTMDChatHandler(projector, verbose=False, use_gpu=False),
        n_ctx=2048,
        n_batch=2048,
        n_threads=threads,
        flash_attn=True,
        verbose=False,
    )
    print(json.dumps({"ready": True}), file=out, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        start_s = time.perf_counter()
        text = _answer(model, asked)
        seconds = time.perf_counter() - start_s
        print(json.dumps({"text": text, "seconds": seconds}), file=out, flush=True)
    model.close()


def _answer(model, asked):
    content = [
        {"type": "image_url", "image_url": {"url": "data:image/png;base64," + asked["png"]}},
        {"type": "text", "text": asked["question"]},
    ]
    form = {"type": "json_object", "schema": asked["schema"]} if "schema" in asked else None
    said = model.create_chat_completion(
        [{"role": "user", "content": content}],
        temperature=0,
        repeat_penalty=1.0,
        max_tokens=asked["max_tokens"],
        response_format=form,
    )
    return said["choices"][0]["message"]["content"]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
