"""The starter's tokens: marks, bytes, and one token for each letter beyond ASCII that it prints.

A letter is one token, so an answer has as many tokens as letters and the model learns spelling by
sight. llama.cpp reads it as a byte-level BPE whose only merges join the bytes of one letter; the
pattern that splits text ahead of merging is that of qwen2, which llama.cpp knows by name.
"""

MARKS = ("<pad>", "<s>", "</s>", "[INST]", "[/INST]", "[IMG]", "[IMG_BREAK]", "[IMG_END]")
PAD, START, END, ASK, ANSWER, IMAGE, ROW_END, IMAGE_END = range(len(MARKS))

LETTERS = (
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŒ"
    "ąćęłńśźżĄĆĘŁŃŚŹŻčďěňřšťůžČĎĚŇŘŠŤŮŽ"
    "€£§°·«»–—’‘“”„‚•…№×½¼¢¥±²³µ¿¡ºª"  # noqa: RUF001
)
ASCII = "".join(map(chr, range(33, 127)))
PRINTED = frozenset(ASCII + LETTERS)
"""What the generator prints: fonts that lack a letter of a text do not print that text."""

CHAT_TEMPLATE = (
    "{%- for message in messages -%}{%- if message['role'] == 'assistant' -%}"
    "{{ message['content'] }}</s>{%- else -%}[INST]{%- if message['content'] is string -%}"
    "{{ message['content'] }}{%- else -%}{%- for part in message['content'] -%}"
    "{%- if part['type'] == 'text' -%}{{ part['text'] }}{%- else -%}[IMG]{%- endif -%}"
    "{%- endfor -%}{%- endif -%}[/INST]{%- endif -%}{%- endfor -%}"
)


def _shown_bytes() -> list[str]:
    """How a byte-level vocabulary writes each byte, by GPT-2's table.

    Source: openai/gpt-2, `bytes_to_unicode`: printable bytes stand for themselves, the others are
    counted up from 256.
    """
    shown = {*range(33, 127), *range(161, 173), *range(174, 256)}
    hidden = [byte for byte in range(256) if byte not in shown]
    return [chr(byte) if byte in shown else chr(256 + hidden.index(byte)) for byte in range(256)]


def _joined() -> tuple[list[str], list[str]]:
    """Tokens beyond the bytes, and the merges that make them, in order."""
    tokens: list[str] = []
    merges: list[str] = []
    for letter in LETTERS:
        parts = [_BYTES[byte] for byte in letter.encode()]
        so_far = parts[0]
        for part in parts[1:]:
            merge = f"{so_far} {part}"
            so_far += part
            if merge not in merges:
                merges.append(merge)
            if so_far not in tokens:
                tokens.append(so_far)
    return tokens, merges


_BYTES = _shown_bytes()
_LONGER, MERGES = _joined()
TOKENS = (*MARKS, *_BYTES, *_LONGER)
SIZE = len(TOKENS)

_NUMBER_OF = {token: number for number, token in enumerate(TOKENS)}
_BYTE_OF = {shown: byte for byte, shown in enumerate(_BYTES)}
_LETTER_NUMBERS = {
    letter: _NUMBER_OF["".join(_BYTES[byte] for byte in letter.encode())]
    for letter in (*map(chr, range(128)), *LETTERS)
}


def encoded(text: str) -> list[int]:
    """Token numbers of a text; letters without a token of their own go as bytes."""
    numbers: list[int] = []
    for letter in text:
        number = _LETTER_NUMBERS.get(letter)
        if number is None:
            numbers.extend(len(MARKS) + byte for byte in letter.encode())
        else:
            numbers.append(number)
    return numbers


def decoded(numbers: list[int]) -> str:
    """The text of token numbers up to the end mark; other marks are left out."""
    said = bytearray()
    for number in numbers:
        if number == END:
            break
        if number >= len(MARKS):
            said.extend(_BYTE_OF[shown] for shown in TOKENS[number])
    return said.decode("utf-8", "replace")


def letter_number(letter: str) -> int:
    """The token of one printed letter, or 0 where it has none."""
    return _LETTER_NUMBERS.get(letter, PAD)
