"""What stands inside the sealed records of holds, of retention and of disposals.

MessagePack arrays: the format's number, 1, and one map by the names of the class, maps inside it
likewise; times as MessagePack timestamps.

    record             class
    hold, release      `Hold` without its release, `Release` (`desktop.domain.keeping`)
    rule, closing      `RetentionRule`, `Closing`; nothing where it was lifted or opened again
    disposal           `Certificate` (`desktop.domain.disposal`), and the traces looked for after it

What does not decode to these was not written by this program.
"""

import msgspec

from desktop.domain.disposal import Certificate
from desktop.domain.keeping import Closing, Hold, Release, RetentionRule
from desktop.vault.records import FORMAT, decoded

_HoldRecord = tuple[int, Hold]
_ReleaseRecord = tuple[int, Release]
_RuleRecord = tuple[int, RetentionRule | None]
_ClosingRecord = tuple[int, Closing | None]
_DisposalRecord = tuple[int, Certificate, list[bytes]]

_encode = msgspec.msgpack.Encoder().encode
_hold_decoder = msgspec.msgpack.Decoder(_HoldRecord)
_release_decoder = msgspec.msgpack.Decoder(_ReleaseRecord)
_rule_decoder = msgspec.msgpack.Decoder(_RuleRecord)
_closing_decoder = msgspec.msgpack.Decoder(_ClosingRecord)
_disposal_decoder = msgspec.msgpack.Decoder(_DisposalRecord)


def hold_record(hold: Hold) -> bytes:
    """Encode a hold as it was placed."""
    return _encode((FORMAT, hold))


def hold_of(plain: bytes) -> Hold:
    """Decode a hold as it was placed."""
    hold: Hold
    _, hold = decoded(_hold_decoder, plain)
    return hold


def release_record(release: Release) -> bytes:
    """Encode the release of a hold."""
    return _encode((FORMAT, release))


def release_of(plain: bytes) -> Release:
    """Decode the release of a hold."""
    release: Release
    _, release = decoded(_release_decoder, plain)
    return release


def rule_record(rule: RetentionRule | None) -> bytes:
    """Encode a rule, or that it was lifted."""
    return _encode((FORMAT, rule))


def rule_of(plain: bytes) -> RetentionRule | None:
    """Decode a rule; None where it was lifted."""
    rule: RetentionRule | None
    _, rule = decoded(_rule_decoder, plain)
    return rule


def closing_record(closing: Closing | None) -> bytes:
    """Encode that a matter was closed, or opened again."""
    return _encode((FORMAT, closing))


def closing_of(plain: bytes) -> Closing | None:
    """Decode that a matter was closed; None where it was opened again."""
    closing: Closing | None
    _, closing = decoded(_closing_decoder, plain)
    return closing


def disposal_record(certificate: Certificate, traces: frozenset[bytes]) -> bytes:
    """Encode a disposal and what is looked for once it is done."""
    return _encode((FORMAT, certificate, sorted(traces)))


def disposal_of(plain: bytes) -> tuple[Certificate, frozenset[bytes]]:
    """Decode a disposal and what is looked for once it is done."""
    _, certificate, traces = decoded(_disposal_decoder, plain)
    return certificate, frozenset(traces)
