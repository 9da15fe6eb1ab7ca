"""E-mail addresses."""

import re
from collections.abc import Iterator

from desktop.domain.finding import FindingKind
from desktop.findings.candidate import Candidate, Proof
from desktop.findings.scan import Scan

_LOCAL_END = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\-\u00a1-\uffff]{1,64}\Z")
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24}")
_LONGEST_LOCAL = 64
"""Characters (RFC 5321, section 4.5.3.1)."""
_OF_A_MESSAGE = re.compile(
    r"(?:message-id|in-reply-to|references|content-id)[ \t]*:\s{0,3}"
    r"(?:<[^<>]{1,256}>\s{0,3}){0,8}<\Z",
    re.IGNORECASE,
)
"""Before what names a message and looks like an address (RFC 5322, section 3.6.4)."""
_LABEL_CHARS = 1_024


def emails(scan: Scan) -> Iterator[Candidate]:
    """Addresses as in RFC 5321, without quoted local parts and address literals."""
    text = scan.text
    at = text.find("@")
    while at >= 0:
        found = _email_around(text, at)
        if found is not None:
            yield found
        at = text.find("@", at + 1)


def _email_around(text: str, at: int) -> Candidate | None:
    domain = _DOMAIN.match(text, at + 1, min(len(text), at + 256))
    local = _LOCAL_END.search(text[max(0, at - _LONGEST_LOCAL) : at]) if domain else None
    if domain is None or local is None:
        return None
    name = local[0].lstrip(".'/=?&|{}`*").rstrip("'")
    if name.startswith("mailto:"):
        name = name[len("mailto:") :]
    if not name or name.endswith(".") or ".." in name:
        return None
    start = at - len(name)
    if text.startswith("<", start - 1) and _OF_A_MESSAGE.search(
        text[max(0, start - _LABEL_CHARS) : start]
    ):
        return None
    mention = text[start : domain.end()]
    return Candidate(FindingKind.EMAIL, start, domain.end(), mention.lower(), 0.98, Proof.PROVEN)
