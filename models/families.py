"""Families of open models: which halves go together, picture sizes, and what they read by.

Facts are from the source of llama.cpp that llama-cpp-python 0.3.36 carries (tools/mtmd/clip.cpp).
"""

from dataclasses import dataclass

from models.gguf_header import GgufHeader

PLANAR_PROJECTORS = frozenset(
    {"qwen2vl_merger", "qwen2.5vl_merger", "qwen3vl_merger", "glm4v", "paddleocr"}
)
LINEAR_PROJECTORS = frozenset(
    {"idefics3", "pixtral", "lightonocr", "gemma3", "internvl", "llama4", "mlp", "ldp", "ldpv2"}
)
"""Whether a projector was trained with a language part that gives the tokens of a picture rows and
columns (M-RoPE), or with one that counts them; other projectors are taken on trust."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Models that are asked and shown pictures in the same way.

    Attributes:
        name: As the catalogue has it.
        projectors: Types by which it is recognised.
        title: Part of the weights' own name that it must have as well; "": any.
        image_min_tokens: Fewest for a picture; -1: what the projector says.
        image_max_tokens: Most; -1: the same.
        read_prompt: The sentence that it was trained to read text by; "": it takes instructions.
    """

    name: str
    projectors: frozenset[str]
    title: str = ""
    image_min_tokens: int = -1
    image_max_tokens: int = -1
    read_prompt: str = ""


QWEN_IMAGE_TOKENS = 1536
"""An A4 page has about 109 dpi then; llama.cpp's own limit of 4,096 costs three times as long."""

PIXTRAL_IMAGE_TOKENS = 2944
"""The native size; llama.cpp's own limit of 1,024 would leave 52 dpi of an A4 page."""

FAMILIES = (
    Family(
        name="granite-docling",
        projectors=frozenset({"idefics3"}),
        title="granite docling",
        read_prompt="Convert this page to docling.",
    ),
    Family(
        name="glm-ocr",
        projectors=frozenset({"glm4v"}),
        title="glm ocr",
        read_prompt="Text Recognition:",
    ),
    Family(name="smolvlm", projectors=frozenset({"idefics3"})),
    Family(
        name="qwen3-vl",
        projectors=frozenset({"qwen3vl_merger"}),
        image_max_tokens=QWEN_IMAGE_TOKENS,
    ),
    Family(
        name="qwen2.5-vl",
        projectors=frozenset({"qwen2vl_merger", "qwen2.5vl_merger"}),
        image_max_tokens=QWEN_IMAGE_TOKENS,
    ),
    Family(
        name="pixtral",
        projectors=frozenset({"pixtral"}),
        image_max_tokens=PIXTRAL_IMAGE_TOKENS,
    ),
    Family(
        name="lightonocr",
        projectors=frozenset({"lightonocr"}),
        image_max_tokens=PIXTRAL_IMAGE_TOKENS,
    ),
    Family(name="gemma-3", projectors=frozenset({"gemma3"})),
)
"""The more exact ones first."""


def family_of(projector_type: str, title: str) -> Family | None:
    """The family of a model, None where it is of no known one.

    Args:
        projector_type: As llama.cpp names it.
        title: The weights' own name, in any spelling.
    """
    plain = " ".join(title.lower().replace("-", " ").replace("_", " ").split())
    for family in FAMILIES:
        if projector_type in family.projectors and family.title in plain:
            return family
    return None


def is_planar(weights: GgufHeader) -> bool:
    """Whether a language part gives the tokens of a picture rows and columns."""
    architecture = weights.text("general.architecture")
    return f"{architecture}.rope.dimension_sections" in weights.list_lengths
