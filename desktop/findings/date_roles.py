"""What part a date plays, told by the words before it and, for signatures, behind it."""

import re

_BEFORE_CHARS = 70

_RULES: tuple[tuple[str, str], ...] = (
    (
        "date_of_birth",
        r"date of birth|\bd\.?o\.?b\b|\bborn(?: on)?\b|birth ?date|geburtsdatum|geburtstag|"
        r"geboren(?: am)?|"
        r"\bgeb\.(?: am)?|date de naissance|\bnée? le\b|fecha de nacimiento|data di nascita|"
        r"geboortedatum|urodzon",
    ),
    (
        "due_date",
        r"due (?:date|on|by)|payment due|payable (?:by|on)|pay by|fällig(?: am)?|fälligkeit|"
        r"zahlbar bis|"
        r"zahlungsziel|échéance|à payer (?:avant|le)|date limite|vervaldatum|scadenza|"
        r"vencimiento",
    ),
    (
        "expiry_date",
        r"expir\w*(?: date)?(?: on)?|valid (?:un)?til|valid thru|date of expiry|gültig bis|"
        r"ablaufdatum|läuft ab|"
        r"expire le|valable jusqu'au|jusqu'au|date d'expiration|geldig tot|scade",
    ),
    (
        "effective_date",
        r"effective (?:date|as of|on|from)?|dated (?:and effective )?as of|"
        r"made (?:and entered into )?"
        r"(?:as of|on|this|effective)|entered into (?:as of|on|this|effective)|"
        r"with effect from|commenc\w+ (?:date|on)|"
        r"as of (?:the|this)|agreement dated|inkrafttreten|in kraft ab|mit wirkung (?:vom|zum|"
        r"ab)|beginnt am|"
        r"vertragsbeginn|entrée en vigueur|à compter du|prend effet|date d'effet",
    ),
    (
        "period",
        r"period(?:e)?(?: from)?|from|between|abrechnungszeitraum|leistungszeitraum|zeitraum|"
        r"période(?: du)?|"
        r"pay period|\bmonat\b|abrechnung für|paie du|mois de|statement period|\bvom\b",
    ),
    (
        "signature_date",
        r"signed(?: on| this)?|date signed|unterzeichnet|unterschrift|signé(?: le)?|"
        r"fait à \w+,? le|executed (?:on|this)|"
        r"in witness whereof[^\n]{0,40}|ort, datum",
    ),
    (
        "issue_date",
        r"invoice date|date of issue|issue date|issued(?: on)?|rechnungsdatum|"
        r"ausstellungsdatum|ausgestellt am|"
        r"date de (?:la )?facture|date d'émission|délivrée? le|bill date|receipt date|"
        r"factuurdatum|data wystawienia|fecha de emisión|date|datum|\bden\b|\ble\b|dated",
    ),
)
_ROLE = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _RULES) + r")(?!\w)",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"[\s:.,;(“\"#*_-]*(?:of|as|on|the|this|is|was|am|der|den|dem|le|du|the|by|at|it|date|"
    r"dated|in|and)?[\s:.,(“\"_-]*"
    r"(?:of|on|the|this|is|le|den|dem|by)?[\s:.,(]*\Z",
    re.IGNORECASE,
)
_DEFINED_BEHIND = re.compile(
    r"[\s,]{0,3}\(?(?:the\s|hereinafter\s)?[\s“\"(']{0,3}(?:the\s)?effective\sdate", re.IGNORECASE
)
_WEAK = frozenset({"from", "between", "date", "datum", "le", "den", "vom", "monat", "dated"})


def date_role(text: str, start: int, end: int) -> str:
    """The role of the date in [start, end), or "".

    The label that ends nearest before the date decides, if no more than a few small words stand
    between.
    """
    if _DEFINED_BEHIND.match(text, end, min(len(text), end + 60)):
        return "effective_date"
    before = text[max(0, start - _BEFORE_CHARS) : start]
    role = ""
    for match in _ROLE.finditer(before):
        gap = before[match.end() :]
        if len(gap) <= 24 and _NEAR.match(gap):
            name = match.lastgroup or ""
            if role and match[0].lower() in _WEAK:
                continue
            role = name
    return role
