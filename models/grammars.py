"""Grammars in llama.cpp's notation (GBNF) for the JSON that answers may be."""

import json
from collections.abc import Iterable

_CHARACTER = r"""character ::= [^"\\\x00-\x1F\x7F] | "\\" (["\\/bfnrt] | "u" hex hex hex hex)
hex ::= [0-9a-fA-F]"""


def object_grammar(
    names: Iterable[str],
    *,
    max_value_chars: int,
    colon: str = ":",
    comma: str = ",",
    may_be_null: bool = False,
) -> str:
    """One object with these names, in this order, each with a bounded text.

    Compact by default: written with spaces the same record takes half as many tokens more.

    Args:
        names: Any text; escaped here.
        max_value_chars: Of each value.
        colon: Between name and value.
        comma: Between members.
        may_be_null: Whether a value may be null.
    """
    members = f" {_literal(comma)} ".join(
        f"{_literal(json.dumps(name, ensure_ascii=False) + colon)} value" for name in names
    )
    null = ' | "null"' if may_be_null else ""
    return (
        f'root ::= "{{" {members} "}}"\n'
        f"value ::= text{null}\n"
        f'text ::= "\\"" character{{0,{max_value_chars}}} "\\""\n'
        f"{_CHARACTER}\n"
    )


def object_skeleton(names: Iterable[str], *, colon: str = ":", comma: str = ",") -> tuple[str, ...]:
    """What is fixed in such an object: the parts before, between and behind its values."""
    written = [json.dumps(name, ensure_ascii=False) + colon + '"' for name in names]
    return ("{" + written[0], *(f'"{comma}{name}' for name in written[1:]), '"}')


def _literal(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
