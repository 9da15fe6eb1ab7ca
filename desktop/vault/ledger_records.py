"""What stands inside a sealed ledger: a MessagePack array that begins with its format's number.

    ledger    1, zlib level 1 of the array: first reader, second reader, SHA-256 of the weights, of
              the projector, build, comparisons
    comparison    start, end, box, resolution (dots an inch), SHA-256 of the crop, what the second
              reader saw, agreement, confidence, prompt, receipt, stretches
    stretch   start, end, what the first reader saw, what the second saw, agreement

Hashes are 32 bytes, empty where there is none; a box is four integers of 1/100 pt; agreements are
the numbers of `schema.AGREEMENTS`. What does not decode to this was not written by this program.
"""

import msgspec

from desktop.domain.geometry import Box
from desktop.domain.ledger import Comparison, Ledger, Stretch
from desktop.vault import schema
from desktop.vault.deflated import deflated, inflated
from desktop.vault.records import (
    FORMAT,
    HUNDREDTHS,
    MAX_CONTENT_BYTES,
    decoded,
    plainly_decoded,
)

_Stretch = tuple[int, int, str, str, int]
_Box = tuple[int, int, int, int]
_Comparison = tuple[int, int, _Box, int, bytes, str, int, float, str, bytes, tuple[_Stretch, ...]]
_Ledger = tuple[str, str, bytes, bytes, str, tuple[_Comparison, ...]]
_Record = tuple[int, bytes]

_encode = msgspec.msgpack.Encoder().encode
_record_decoder = msgspec.msgpack.Decoder(_Record)
_ledger_decoder = msgspec.msgpack.Decoder(_Ledger)


def ledger_record(ledger: Ledger) -> bytes:
    """Encode a ledger."""
    plain: _Ledger = (
        ledger.first_reader,
        ledger.second_reader,
        bytes.fromhex(ledger.weights_sha256),
        bytes.fromhex(ledger.projector_sha256),
        ledger.build,
        tuple(map(_comparison_record, ledger.comparisons)),
    )
    return _encode((FORMAT, deflated(_encode(plain))))


def ledger_of(plain: bytes) -> Ledger:
    """Decode a ledger.

    Raises:
        VaultDamagedError: This program did not write it.
    """
    _, packed = decoded(_record_decoder, plain)
    first, second, weights, projector, build, comparisons = plainly_decoded(
        _ledger_decoder, inflated(packed, MAX_CONTENT_BYTES)
    )
    return Ledger(
        first,
        second,
        weights.hex(),
        projector.hex(),
        build,
        tuple(map(_comparison_of, comparisons)),
    )


def _comparison_record(shown: Comparison) -> _Comparison:
    left, top, right, bottom = (
        round(side * HUNDREDTHS)
        for side in (shown.box.left_pt, shown.box.top_pt, shown.box.right_pt, shown.box.bottom_pt)
    )
    return (
        shown.start,
        shown.end,
        (left, top, right, bottom),
        shown.dpi,
        bytes.fromhex(shown.crop_sha256),
        shown.second,
        schema.AGREEMENTS.number(shown.agreement),
        float(shown.confidence),
        shown.prompt_id,
        bytes.fromhex(shown.receipt),
        tuple(map(_stretch_record, shown.stretches)),
    )


def _comparison_of(record: _Comparison) -> Comparison:
    start, end, sides, dpi, crop, second, agreement, confidence, prompt_id, receipt, rest = record
    return Comparison(
        start=start,
        end=end,
        box=Box(*(side / HUNDREDTHS for side in sides)),
        dpi=dpi,
        crop_sha256=crop.hex(),
        second=second,
        agreement=schema.AGREEMENTS.member(agreement),
        confidence=confidence,
        prompt_id=prompt_id,
        receipt=receipt.hex(),
        stretches=tuple(map(_stretch_of, rest)),
    )


def _stretch_record(stretch: Stretch) -> _Stretch:
    agreement = schema.AGREEMENTS.number(stretch.agreement)
    return (stretch.start, stretch.end, stretch.first, stretch.second, agreement)


def _stretch_of(record: _Stretch) -> Stretch:
    start, end, first, second, agreement = record
    return Stretch(start, end, first, second, schema.AGREEMENTS.member(agreement))
