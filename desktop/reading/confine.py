"""How tight the walls around a reading worker are: called once it is loaded and warmed up."""

from desktop.walls.confine import compute_only, leave_files
from desktop.walls.limits import Limits

MEMORY_BYTES = 3 << 30
"""Of address space. Warm with the built-in OCR a worker takes about 1 GiB of it, mostly the code of
its libraries; a page of the largest size that is rendered adds 0.2 GiB."""

CPU_S = 4 * 3600
"""Of processor time in a life. A page takes some seconds at most and a life has some thousands;
where a huge scan takes more, a fresh worker reads on at the page at which this one was ended."""


def confine(memory_bytes: int = MEMORY_BYTES) -> tuple[str, ...]:
    """From now on the process computes: it reads its pipe and writes its answers.

    Args:
        memory_bytes: Ceiling on the address space.

    Returns:
        The names of the walls that stand.
    """
    # Threads stay: libde265 starts one for each HEIC picture, and behind these walls a thread
    # reaches no more than the one that started it.
    limits = Limits(memory_bytes=memory_bytes, cpu_s=CPU_S)
    return (*leave_files(limits=limits), *compute_only())
