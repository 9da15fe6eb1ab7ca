"""How tight the walls around a reading worker are: called once it is loaded and warmed up."""

from desktop.walls.confine import compute_only, leave_files

MEMORY_BYTES = 3 << 30
"""Of address space. Warm with the built-in OCR a worker takes about 1 GiB of it, mostly the code of
its libraries; a page of the largest size that is rendered adds 0.2 GiB."""


def confine(memory_bytes: int = MEMORY_BYTES) -> tuple[str, ...]:
    """From now on the process computes: it reads its pipe and writes its answers.

    Args:
        memory_bytes: Ceiling on the address space.

    Returns:
        The names of the walls that stand.
    """
    return (*leave_files(memory_bytes=memory_bytes), *compute_only())
