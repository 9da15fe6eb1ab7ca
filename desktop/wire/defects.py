"""Where a defect happened, told without a word that could come from a document.

One line a frame, outermost first, then the class of the error:

    ! module:line in function
    ! ClassName

Messages and values of variables may quote a document; these lines cannot.
"""

import traceback

MAX_FRAMES = 30
MAX_CAUSES = 5


def places_of(error: BaseException) -> list[str]:
    """Where an error came from, behind what caused it: the innermost frames of each, its class."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and len(chain) < MAX_CAUSES:
        chain.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    lines: list[str] = []
    for link in reversed(chain):
        for frame, line in list(traceback.walk_tb(link.__traceback__))[-MAX_FRAMES:]:
            module = frame.f_globals.get("__name__", "")
            lines.append(f"! {module}:{line} in {frame.f_code.co_qualname}")
        lines.append(f"! {type(link).__name__}")
    return lines
