"""What part an amount plays, told by the label on its line or above it.

The rules are tried in order on the label's text; the first that matches wins, so that "total excl.
GST" is a net amount and "total GST" a tax.
"""

import re

_LINE_CHARS = 90
_LABEL_ABOVE_CHARS = 60
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_EARLIER_AMOUNT = re.compile(r"[0-9][.,][0-9]{2}(?![0-9])")

_RULES: tuple[tuple[str, str], ...] = (
    ("change", r"\bchange\b|\bbaki\b|rückgeld|wechselgeld|monnaie rendue|rendu monnaie|à rendre"),
    ("rounding", r"rounding|round(?:ing)? adj|\bpembundaran|rundung|arrondi"),
    ("discount", r"discount|\bdisc\b|rabatt|skonto|remise|savings?\b|sconto|descuento|korting"),
    ("deposit", r"\bdeposit\b|anzahlung|acompte|kaution|\bcaution\b"),
    (
        "net",
        r"total (?:sales )?\(?(?:excl|before)|excl(?:uding|usive|\.)? (?:of )?(?:gst|vat|tax|"
        r"sst)|"
        r"before (?:gst|tax|vat)|hors[ -]taxe|total h\.?t\b|\bmontant h\.?t|\bnetto(?:betrag|"
        r"summe|preis)?\b|"
        r"\bnet (?:amount|pay|salary|wage|price|à payer avant)|net[- ]?à[- ]?payer|"
        r"netto(?:lohn|gehalt|verdienst)|"
        r"auszahlungsbetrag|imponibile|base imponible|nettobetrag",
    ),
    ("subtotal", r"sub[ -]?total|zwischensumme|sous[ -]total|subtotaal|\bsubtotale"),
    (
        "gross",
        r"\bgross\b|bruttolohn|bruttogehalt|gesamtbrutto|salaire brut|\bbrut\b|steuer-?brutto|"
        r"\bbruttobez",
    ),
    (
        "tax",
        r"total (?:gst|tax|vat|sst|service tax)\b|tax total|gst amount|amount of (?:gst|vat|tax)|"
        r"(?<!incl )(?<!incl\. )(?<!inclusive )(?<!of )(?<!with )(?<!including )(?<!plus )"
        r"(?:\bgst|\bsst|\bvat|\btax|\bmwst|\bust\b|umsatzsteuer|mehrwertsteuer|lohnsteuer|"
        r"\bt\.?v\.?a\b|\biva\b|\bbtw\b)"
        r"(?! ?\(?incl)(?! invoice)(?! summary)(?! (?:id|reg|no))",
    ),
    (
        "total",
        r"\btota[l1]\b|grand ?total|nett? ?total|amount (?:due|payable)|balance due|total due|"
        r"to pay\b|"
        r"gesamt(?:betrag|summe|preis)?\b|\bsumme\b|endbetrag|rechnungsbetrag|zu zahlen|"
        r"zahlbetrag|bruttobetrag|"
        r"montant (?:total|ttc|dû|à payer)|total ttc|net à payer|à payer|\btotale\b|"
        r"\btotaal\b|\bimporte\b|"
        r"\brazem\b|do zapłaty|\bjumlah\b|invoice (?:total|amount)|amount payable|"
        r"total amount|net amt\b",
    ),
    (
        "paid",
        r"\bcash\b|tender|\bpaid\b|payment|\bvisa\b|master ?card|\bbar\b|gegeben|espèces|"
        r"\bcb\b|tunai|"
        r"bezahlt|réglé|contanti",
    ),
    ("balance", r"\bbalance\b|\bsaldo\b|kontostand|\bsolde\b"),
    (
        "salary",
        r"\bsalary\b|\bwages?\b|gehalt|\blohn\b|salaire|remuneration|vergütung|rémunération",
    ),
    ("rent", r"\brent\b|\bmiete\b|kaltmiete|\bloyer\b"),
    ("fee", r"\bfees?\b|honorar|honoraires|gebühr|\bfrais\b"),
    ("due", r"\bdue\b|fällig|échéance|\bdû\b|\bdue\b|payable"),
)
_STEMS: dict[str, str] = {
    "change": "change baki geld monnaie rendre",
    "rounding": "round bundar rundung arrondi",
    "discount": "disc rabatt skonto remise saving sconto descuento korting",
    "deposit": "deposit anzahlung acompte kaution caution",
    "net": "total excl before hors montant net auszahl impon",
    "subtotal": "total zwischen totaal",
    "gross": "gross brut",
    "tax": "tax gst sst vat mwst ust steuer tva t.v tv. iva btw",
    "total": "tota amount balance due pay gesamt summe betrag zahlen montant importe razem zapł "
    "jumlah invoice amt",
    "paid": "cash tender pa visa master bar gegeben espèces cb tunai bezahlt réglé contanti",
    "balance": "balance saldo kontostand solde",
    "salary": "salary wage gehalt lohn salaire remun vergütung rémun",
    "rent": "rent miete loyer",
    "fee": "fee honor gebühr frais",
    "due": "due fällig échéance dû payable",
}
"""Of each role: whatever its rule matches holds one of these, and a substring costs far less."""

_COMPILED = tuple(
    (name, tuple(_STEMS[name].split()), re.compile(pattern)) for name, pattern in _RULES
)
_INCLUSIVE = re.compile(
    r"total[^\n]{0,20}(?:incl|after|with|rounded)|incl[^\n]{0,16}(?:gst|vat|tax|sst)|ttc\b|inkl"
)
_OF_ALL = re.compile(r"total|amount|gesamt|montant|amt")
_QUANTITY = re.compile(r"total (?:qty|items?|quantity|no|pcs|units?|points?|saving)")


def amount_role(text: str, start: int) -> tuple[str, float]:
    """The role of the amount that begins at `start`, and how sure it is; ("", 0) where none.

    Looked for on the line before it, behind the last amount if words stand in between; then, for an
    amount that stands alone, at the end of the line above.
    """
    low = max(0, start - _LINE_CHARS)
    before = text[low:start]
    newline = before.rfind("\n")
    line = before[newline + 1 :]
    label = line
    for match in _EARLIER_AMOUNT.finditer(line):
        if _LETTERS.search(line, match.end()):
            label = line[match.end() :]
    role = _role_of(label)
    if role:
        return role, 0.85
    if newline >= 0 and not _LETTERS.search(line) and len(line) < 16:
        above = before[max(0, newline - _LABEL_ABOVE_CHARS) : newline].rstrip("\n")
        above = above[above.rfind("\n") + 1 :]
        if not _EARLIER_AMOUNT.search(above):
            role = _role_of(above)
            return (role, 0.6) if role else ("", 0.0)
    return "", 0.0


def _role_of(label: str) -> str:
    label = label.lower()
    role = _first_role(label) if len(label) > 1 else ""
    if not role or _QUANTITY.search(label):
        return ""
    if _INCLUSIVE.search(label) and _OF_ALL.search(label):
        return "total"
    return role


def _first_role(label: str) -> str:
    """The role of the first rule that matches the lower-case label."""
    for name, stems, pattern in _COMPILED:
        for stem in stems:
            if stem in label:
                if pattern.search(label):
                    return name
                break
    return ""
