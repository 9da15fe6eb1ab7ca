"""Grammars in llama.cpp's notation (GBNF) for what answers may be."""

import json
from collections.abc import Iterable, Sequence

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


def partial_object_grammar(names: Sequence[str], *, max_value_chars: int, refusal: str = "") -> str:
    """One object with some of these names, in this order, compact; or a word in its place.

    Two rules a name: `first` is what may stand behind the brace, `next` what may follow a member.

    Args:
        names: Any text; escaped here; at least one.
        max_value_chars: Of each value.
        refusal: What may be said instead of an object; "": nothing.
    """
    rules = []
    for at, name in enumerate(names):
        member = f"{_literal(json.dumps(name, ensure_ascii=False) + ':')} text"
        is_last = at == len(names) - 1
        onward = "" if is_last else f" next{at + 1}"
        rules.append(
            f"first{at} ::= ({member})?"
            if is_last
            else f"first{at} ::= {member}{onward} | first{at + 1}"
        )
        if at:
            rules.append(f'next{at} ::= ("," {member})?{onward}')
    instead = f" | {_literal(refusal)}" if refusal else ""
    return "\n".join(
        (
            f'root ::= "{{" first0 "}}"{instead}',
            *rules,
            f'text ::= "\\"" character{{0,{max_value_chars}}} "\\""',
            _CHARACTER,
            "",
        )
    )


def partial_object_skeleton(names: Iterable[str]) -> tuple[str, ...]:
    """What is fixed in such an object: its brace, and each name once it has begun."""
    return ("{", *(json.dumps(name, ensure_ascii=False) + ':"' for name in names))


def choice_grammar(words: Iterable[str]) -> str:
    """One of these words and nothing else."""
    return f"root ::= {' | '.join(map(_literal, words))}\n"


def _literal(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
