"""Questions that ask for something the vault already holds, told by words of EN, FR and DE.

A question asks for a field when nothing is left of it but words of the field, small words, kinds of
document and names: *Wie hoch war die Mehrwertsteuer?* does, *Why was the tax not paid?* does not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.casework.asking.words import FUNCTION_WORDS
from desktop.domain.document import DocumentKind
from desktop.domain.finding import FindingKind
from desktop.vault.normalise import fold, folded_words, words

Phrase = tuple[str, ...]
"""Folded words, one after the other."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something that is found on pages and can be asked for.

    Attributes:
        name: In snake_case.
        kind: Of its findings.
        roles: Parts that they play, the best first; (): any part will do.
        phrases: How it is called, as written.
        trained: What a model that was trained for a few fields calls it; "": none knows it.
        is_told_by_kind: Whether the only value of a document that plays no part answers too.
    """

    name: str
    kind: FindingKind
    roles: tuple[str, ...]
    phrases: tuple[str, ...]
    trained: str = ""
    is_told_by_kind: bool = False


def _field(
    name: str,
    kind: FindingKind,
    roles: str,
    phrases: str,
    *,
    trained: str = "",
    is_told_by_kind: bool = False,
) -> Field:
    return Field(
        name,
        kind,
        tuple(roles.split()),
        tuple(phrase.strip() for phrase in phrases.split(",")),
        trained,
        is_told_by_kind,
    )


_AMOUNT, _DATE = FindingKind.AMOUNT, FindingKind.DATE

FIELDS: tuple[Field, ...] = (
    _field(
        "total",
        _AMOUNT,
        "total",
        "total, grand total, total amount, invoice total, invoice amount, amount due, total due,"
        " amount payable, sum, sum total, Gesamtbetrag, Gesamtsumme, Summe, Endbetrag,"
        " Rechnungsbetrag, Rechnungssumme, Zahlbetrag, Betrag, amount, montant, montant total,"
        " total TTC, montant TTC, montant dû, somme, total à payer",
        trained="total",
    ),
    _field(
        "tax",
        _AMOUNT,
        "tax",
        "tax, taxes, VAT, VAT amount, tax amount, sales tax, GST, Steuer, Steuern, Steuerbetrag,"
        " Mehrwertsteuer, MwSt, Umsatzsteuer, USt, TVA, taxe, montant de la TVA, Lohnsteuer",
        trained="tax",
    ),
    _field(
        "net",
        _AMOUNT,
        "net",
        "net amount, net total, net pay, Netto, Nettobetrag, Nettolohn,"
        " total HT, montant HT, hors taxe, net à payer",
    ),
    _field(
        "subtotal",
        _AMOUNT,
        "subtotal",
        "subtotal, Zwischensumme, sous-total",
        trained="subtotal",
    ),
    _field(
        "gross",
        _AMOUNT,
        "gross",
        "gross, gross pay, gross salary, Brutto, Bruttolohn, Bruttogehalt, salaire brut, brut",
    ),
    _field("discount", _AMOUNT, "discount", "discount, Rabatt, Skonto, remise"),
    _field("deposit", _AMOUNT, "deposit", "deposit, Anzahlung, Kaution, acompte, caution"),
    _field("balance", _AMOUNT, "balance", "balance, Saldo, Kontostand, solde"),
    _field("salary", _AMOUNT, "salary", "salary, wage, wages, Gehalt, Lohn, salaire"),
    _field("rent", _AMOUNT, "rent", "rent, Miete, loyer"),
    _field("fee", _AMOUNT, "fee", "fee, fees, Honorar, Gebühr, Gebühren, honoraires, frais"),
    _field(
        "issue_date",
        _DATE,
        "issue_date",
        "date, date of issue, issue date, issued, invoice date, dated, Datum, Ausstellungsdatum,"
        " Rechnungsdatum, ausgestellt, date d'émission, date de facture, date de la facture, émis,"
        " émise",
        trained="date",
        is_told_by_kind=True,
    ),
    _field(
        "due_date",
        _DATE,
        "due_date",
        "due date, payment due, due, payable by, fällig,"
        " Fälligkeit, Fälligkeitsdatum, zahlbar, échéance, date d'échéance",
        trained="due date",
    ),
    _field(
        "expiry_date",
        _DATE,
        "expiry_date",
        "expiry, expiry date, expire, expires, valid until,"
        " gültig bis, Ablaufdatum, läuft ab, expiration, date d'expiration, valable jusqu'au",
        trained="expiry",
    ),
    _field(
        "date_of_birth",
        _DATE,
        "date_of_birth",
        "date of birth, birth date, birthday, born,"
        " Geburtsdatum, Geburtstag, geboren, date de naissance, né, née",
        trained="birth",
    ),
    _field(
        "conclusion",
        _DATE,
        "signature_date effective_date",
        "concluded, entered into, signed, date of signature, signature date, geschlossen,"
        " abgeschlossen, unterzeichnet, unterschrieben, Vertragsdatum, Vertragsschluss, conclu,"
        " conclue, signé, signée, date de signature",
    ),
    _field(
        "effective_date",
        _DATE,
        "effective_date",
        "effective date, effective, commencement date, commence, start date, Vertragsbeginn,"
        " Inkrafttreten, tritt in Kraft, in Kraft, Beginn, date d'effet, entrée en vigueur,"
        " prend effet",
    ),
    _field(
        "iban",
        FindingKind.IBAN,
        "",
        "IBAN, bank account, account number, Bankverbindung,"
        " Kontonummer, compte bancaire, numéro de compte, coordonnées bancaires",
        trained="iban",
    ),
    _field(
        "payment_card",
        FindingKind.PAYMENT_CARD,
        "",
        "card number, credit card, payment card,"
        " Kreditkarte, Kreditkartennummer, Kartennummer, carte bancaire, numéro de carte",
    ),
    _field(
        "email",
        FindingKind.EMAIL,
        "",
        "email, e-mail, mail, email address, e-mail address,"
        " E-Mail-Adresse, Mailadresse, adresse e-mail, adresse électronique, courriel",
    ),
    _field(
        "phone",
        FindingKind.PHONE,
        "",
        "phone, phone number, telephone, telephone number,"
        " Telefon, Telefonnummer, Rufnummer, téléphone, numéro de téléphone",
        trained="phone",
    ),
    _field(
        "address",
        FindingKind.ADDRESS,
        "",
        "address, postal address, Adresse, Anschrift, adresse postale",
        trained="address",
    ),
    _field(
        "vat_id",
        FindingKind.VAT_ID,
        "",
        "VAT number, VAT ID, VAT identification number,"
        " Umsatzsteuer-ID, USt-ID, USt-IdNr, Umsatzsteuer-Identifikationsnummer, numéro de TVA,"
        " TVA intracommunautaire",
        trained="vat number",
    ),
    _field(
        "national_id",
        FindingKind.NATIONAL_ID,
        "",
        "national identifier, identity number,"
        " social security number, tax number, Steuer-ID, Steuernummer, Steueridentifikationsnummer,"
        " Sozialversicherungsnummer, numéro de sécurité sociale",
    ),
    _field(
        "reference",
        FindingKind.REFERENCE,
        "",
        "reference, reference number, invoice number, invoice no, receipt number, contract number,"
        " case number, file number, Referenz, Rechnungsnummer, Vertragsnummer, Aktenzeichen,"
        " Kundennummer, référence, numéro de facture, numéro de contrat, numéro de dossier",
        trained="number",
    ),
    _field(
        "organisation",
        FindingKind.ORGANISATION,
        "",
        "organisation, organisations, organization,"
        " organizations, company, companies, firm, firms, Firma, Firmen, Unternehmen,"
        " Gesellschaft, Gesellschaften, société, sociétés, entreprise, entreprises",
    ),
    _field(
        "person",
        FindingKind.PERSON,
        "",
        "person, persons, people, Personen, personne, personnes",
    ),
)

KIND_WORDS: dict[DocumentKind, str] = {
    DocumentKind.CONTRACT: "contract contracts agreement Vertrag Vertrags Vertrages Verträge"
    " contrat contrats",
    DocumentKind.INVOICE: "invoice invoices bill Rechnung Rechnungen facture factures",
    DocumentKind.RECEIPT: "receipt receipts Quittung Beleg Kassenbon Bon ticket reçu",
    DocumentKind.PAYSLIP: "payslip payslips Lohnabrechnung Gehaltsabrechnung bulletin",
    DocumentKind.BANK_STATEMENT: "statement Kontoauszug Kontoauszüge relevé",
    DocumentKind.IDENTITY_DOCUMENT: "passport Ausweis Personalausweis Reisepass passeport",
    DocumentKind.LETTER: "letter letters Brief Briefe Schreiben lettre lettres courrier",
    DocumentKind.COURT_DOCUMENT: "judgment judgement Urteil Beschluss jugement arrêt",
}
_KIND_OF_WORD = {word: kind for kind, listed in KIND_WORDS.items() for word in folded_words(listed)}
_PHRASES: dict[Phrase, Field] = {
    tuple(folded_words(phrase)): field for field in FIELDS for phrase in field.phrases
}
_LONGEST = max(map(len, _PHRASES))

FIELD_WORDS = frozenset(word for phrase in _PHRASES for word in phrase) | frozenset(_KIND_OF_WORD)
"""Folded words by which fields and kinds of document are called."""

_WANTED_KINDS: tuple[tuple[str, frozenset[FindingKind] | None], ...] = (
    ("how much", frozenset({_AMOUNT})),
    ("wie viel", frozenset({_AMOUNT})),
    ("wieviel", frozenset({_AMOUNT})),
    ("wie hoch", frozenset({_AMOUNT})),
    ("combien", frozenset({_AMOUNT})),
    ("when", frozenset({_DATE})),
    ("wann", frozenset({_DATE})),
    ("a quelle date", frozenset({_DATE})),
    ("quelle date", frozenset({_DATE})),
    ("quand", frozenset({_DATE})),
    ("who", frozenset({FindingKind.PERSON, FindingKind.ORGANISATION})),
    ("wer", frozenset({FindingKind.PERSON, FindingKind.ORGANISATION})),
    ("qui", frozenset({FindingKind.PERSON, FindingKind.ORGANISATION})),
    ("how many", None),
    ("wie viele", None),
    ("why", None),
    ("how long", None),
    ("wie lange", None),
    ("warum", None),
    ("wieso", None),
    ("pourquoi", None),
    ("comment", None),
    ("whether", None),
    ("not", None),
    ("nicht", None),
    ("pas", None),
)
"""How a question begins, and what kinds it can ask for; None: nothing that was found."""


@dataclass(frozen=True, slots=True)
class FieldsAsked:
    """What a question asks for.

    Attributes:
        fields: At least one, in the order of the question.
        document_kinds: Kinds of document that it speaks of.
        names: Words with a capital that stand for themselves: names that its pages must hold.
    """

    fields: tuple[Field, ...]
    document_kinds: tuple[DocumentKind, ...]
    names: tuple[str, ...]


def fields_asked(question: str) -> FieldsAsked | None:
    """What a question asks for, None where it asks for more than fields."""
    tokens = words(question)
    folded = [fold(word) for word, _, _ in tokens]
    fields: list[Field] = []
    kinds: list[DocumentKind] = []
    names: list[str] = []
    at = 0
    while at < len(folded):
        field, length = _field_at(folded, at)
        word = tokens[at][0]
        if field is not None:
            fields.append(field)
        elif folded[at] in _KIND_OF_WORD:
            kinds.append(_KIND_OF_WORD[folded[at]])
        elif at and word[:1].isupper() and folded[at] not in FUNCTION_WORDS:
            names.append(word)
        elif folded[at] not in FUNCTION_WORDS:
            return None
        at += length
    unique = tuple(dict.fromkeys(fields))
    if not unique or not _are_wanted(folded, unique):
        return None
    return FieldsAsked(unique, tuple(dict.fromkeys(kinds)), tuple(names))


def phrases_about(question: str) -> tuple[tuple[str, ...], ...]:
    """What pages about a question speak of: groups of phrases that mean the same.

    A field counts with all its names, any other word that carries matter for itself.
    """
    tokens = words(question)
    folded = [fold(word) for word, _, _ in tokens]
    groups: list[tuple[str, ...]] = []
    at = 0
    while at < len(folded):
        field, length = _field_at(folded, at)
        if field is not None:
            groups.append(field.phrases)
        elif folded[at] not in FUNCTION_WORDS:
            groups.append((tokens[at][0],))
        at += length
    return tuple(dict.fromkeys(groups))


def fields_named(text: str) -> set[Field]:
    """The fields that a text names; of *due date* the due date and not any date."""
    folded = folded_words(text)
    named: set[Field] = set()
    at = 0
    while at < len(folded):
        field, length = _field_at(folded, at)
        if field is not None:
            named.add(field)
        at += length
    return named


def _field_at(folded: Sequence[str], at: int) -> tuple[Field | None, int]:
    """The field with the longest name that begins here, and the length of it; else one word."""
    for length in range(min(_LONGEST, len(folded) - at), 0, -1):
        field = _PHRASES.get(tuple(folded[at : at + length]))
        if field is not None:
            return field, length
    return None, 1


def _are_wanted(folded: Sequence[str], fields: Iterable[Field]) -> bool:
    """Whether the way in which it is asked fits what is asked for."""
    asked = f" {' '.join(folded)} "
    for beginning, kinds in _WANTED_KINDS:
        if f" {beginning} " in asked and (
            kinds is None or any(field.kind not in kinds for field in fields)
        ):
            return False
    return True
