"""National identifiers: how each is written, checked and announced. Data with its check functions.

A rule of form stands alone: the writing is so peculiar, or the check so strong, that no label is
needed. A rule of label holds for numbers that any other number could be; a word in the state's own
language (or English) must announce them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from desktop.findings import without_ssl  # noqa: F401 - stdnum asks for it while it loads

# isort: split
from stdnum import numdb
from stdnum.at import vnr as at_vnr
from stdnum.be import nn as be_nn
from stdnum.bg import egn as bg_egn
from stdnum.cz import rc as cz_rc
from stdnum.de import idnr as de_idnr
from stdnum.dk import cpr as dk_cpr
from stdnum.ee import ik as ee_ik
from stdnum.es import dni as es_dni
from stdnum.es import nie as es_nie
from stdnum.fi import hetu as fi_hetu
from stdnum.fr import nif as fr_nif
from stdnum.fr import nir as fr_nir
from stdnum.gb import nhs as gb_nhs
from stdnum.gb import utr as gb_utr
from stdnum.gr import amka as gr_amka
from stdnum.hr import oib as hr_oib
from stdnum.ie import pps as ie_pps
from stdnum.it import codicefiscale as it_cf
from stdnum.lt import asmens as lt_asmens
from stdnum.lv import pvn as lv_pvn
from stdnum.my import nric as my_nric
from stdnum.nl import bsn as nl_bsn
from stdnum.pl import pesel as pl_pesel
from stdnum.pt import cc as pt_cc
from stdnum.pt import nif as pt_nif
from stdnum.ro import cnp as ro_cnp
from stdnum.se import personnummer as se_pn
from stdnum.si import emso as si_emso
from stdnum.us import ein as us_ein
from stdnum.us import itin as us_itin
from stdnum.us import ssn as us_ssn

Check = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class FormRule:
    """An identifier told by its writing.

    Attributes:
        scheme: Country and name of the standard.
        pattern: How it is written, without what may stand around it.
        check: Whether the check digits and dates hold.
        confidence: Of a number without a label.
    """

    scheme: str
    pattern: str
    check: Check
    confidence: float


@dataclass(frozen=True, slots=True)
class LabelRule:
    """An identifier that a word must announce.

    Attributes:
        words: Lower-case words, each of which announces it.
        pattern: How it is written.
    """

    scheme: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]
    check: Check
    confidence: float = 0.95


for _register in ("my/bp", "us/ein"):
    numdb.get(_register)  # read now: a confined worker can open no file later

_NINO = re.compile(
    r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r" ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\Z"
)
"""Letters that HMRC allows (National Insurance Manual, NIM39110)."""


def _is_nino(number: str) -> bool:
    return _NINO.match(number) is not None


_PENSION_WEIGHTS = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)


def _is_german_pension_number(number: str) -> bool:
    """Check digit of the Versicherungsnummer (VKVV section 2): the letter counts as two digits."""
    compact = re.sub(r"[ ./-]", "", number)
    if len(compact) != 12 or not compact[8].isalpha():
        return False
    digits = compact[:8] + f"{ord(compact[8].upper()) - 64:02d}" + compact[9:11]
    total = sum(
        sum(divmod(int(digit) * weight, 10))
        for digit, weight in zip(digits, _PENSION_WEIGHTS, strict=True)
    )
    return 1 <= int(compact[2:4]) <= 31 and total % 10 == int(compact[11])


def _is_document_number(number: str) -> bool:
    """Passports and cards: at least four digits; each state checks its own way."""
    return sum(character.isdigit() for character in number) >= 4


FORM_RULES: tuple[FormRule, ...] = (
    FormRule(
        "IT Codice fiscale",
        r"[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]",
        it_cf.is_valid,
        0.98,
    ),
    FormRule(
        "FR NIR",
        r"[12] ?[0-9]{2} ?[0-9]{2} ?[0-9][0-9AB] ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}",
        fr_nir.is_valid,
        0.97,
    ),
    FormRule("ES DNI", r"[0-9]{8}[ -]?[A-HJ-NP-TV-Z]", es_dni.is_valid, 0.9),
    FormRule("ES NIE", r"[XYZ][ -]?[0-9]{7}[ -]?[A-HJ-NP-TV-Z]", es_nie.is_valid, 0.92),
    FormRule(
        "BE Rijksregisternummer",
        r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[0-9]{3}\.[0-9]{2}",
        be_nn.is_valid,
        0.97,
    ),
    FormRule(
        "FI Henkilötunnus",
        r"[0-3][0-9][01][0-9]{3}[-+A][0-9]{3}[0-9A-FHJ-NPR-Y]",
        fi_hetu.is_valid,
        0.93,
    ),
    FormRule("CZ/SK Rodné číslo", r"[0-9]{6}/[0-9]{4}", cz_rc.is_valid, 0.9),
    FormRule("MY NRIC", r"[0-9]{6}-[0-9]{2}-[0-9]{4}", my_nric.is_valid, 0.9),
    FormRule(
        "GB NINO",
        r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]",
        _is_nino,
        0.9,
    ),
    FormRule("US ITIN", r"9[0-9]{2}-[5-9][0-9]-[0-9]{4}", us_itin.is_valid, 0.85),
    FormRule("US SSN", r"[0-8][0-9]{2}-[0-9]{2}-[0-9]{4}", us_ssn.is_valid, 0.7),
)


def _written(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9A-Za-z]){pattern}(?![0-9A-Za-z])")


_ELEVEN = _written(r"[0-9]{2}[ ]?[0-9]{3}[ ]?[0-9]{3}[ ]?[0-9]{3}")
_TEN = _written(r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}")
_SIX_FOUR = _written(r"(?:[0-9]{2})?[0-9]{6}[ -+]?[0-9]{4}")
_PLAIN_11 = _written(r"[0-9]{11}")
_PLAIN_13 = _written(r"[0-9]{13}")
_NINE = _written(r"[0-9]{3}[ .-]?[0-9]{2,3}[ .-]?[0-9]{3,4}")
_DOCUMENT = _written(r"[A-Z0-9](?:[A-Z0-9]{5,11}|[0-9]{2,3}[ -][0-9]{3,6})")

LABEL_RULES: tuple[LabelRule, ...] = (
    LabelRule(
        "DE IdNr",
        (
            "identifikationsnummer",
            "idnr",
            "steueridentifikationsnummer",
            "id",
            "idnummer",
            "steuerid",
        ),
        _ELEVEN,
        de_idnr.is_valid,
    ),
    LabelRule(
        "DE Versicherungsnummer",
        (
            "rentenversicherungsnummer",
            "sozialversicherungsnummer",
            "versicherungsnummer",
            "rv",
            "sv",
            "rvnr",
            "svnr",
            "versnr",
        ),
        _written(r"[0-9]{2}[ ]?[0-9]{6}[ ]?[A-Z][ ]?[0-9]{2}[ ]?[0-9]"),
        _is_german_pension_number,
    ),
    LabelRule(
        "AT Versicherungsnummer",
        ("sozialversicherungsnummer", "versicherungsnummer", "svnr", "vsnr", "sv"),
        _written(r"[0-9]{4}[ -/]?[0-9]{6}"),
        at_vnr.is_valid,
    ),
    LabelRule(
        "FR numéro fiscal",
        ("fiscal", "spi"),
        _written(r"[0-3][0-9](?: ?[0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3})"),
        fr_nif.is_valid,
    ),
    LabelRule(
        "NL BSN",
        ("bsn", "burgerservicenummer", "sofinummer"),
        _written(r"[0-9]{3,4}[ .]?[0-9]{2,3}[ .]?[0-9]{2,3}"),
        nl_bsn.is_valid,
    ),
    LabelRule(
        "BE Rijksregisternummer",
        ("rijksregisternummer", "rijksregister", "national", "insz", "niss", "rrn"),
        _PLAIN_11,
        be_nn.is_valid,
    ),
    LabelRule("PL PESEL", ("pesel",), _PLAIN_11, pl_pesel.is_valid),
    LabelRule("RO CNP", ("cnp", "numeric"), _PLAIN_13, ro_cnp.is_valid),
    LabelRule("BG EGN", ("egn", "егн"), _written(r"[0-9]{10}"), bg_egn.is_valid),
    LabelRule("EE Isikukood", ("isikukood", "ik"), _PLAIN_11, ee_ik.is_valid),
    LabelRule("LT Asmens kodas", ("asmens", "kodas"), _PLAIN_11, lt_asmens.is_valid),
    LabelRule(
        "LV Personas kods", ("personas", "kods"), _written(r"[0-9]{6}-?[0-9]{5}"), lv_pvn.is_valid
    ),
    LabelRule("HR OIB", ("oib",), _PLAIN_11, hr_oib.is_valid),
    LabelRule("SI EMŠO", ("emšo", "emso"), _PLAIN_13, si_emso.is_valid),
    LabelRule("GR AMKA", ("amka", "αμκα"), _PLAIN_11, gr_amka.is_valid),
    LabelRule(
        "PT NIF",
        ("nif", "contribuinte"),
        _written(r"[0-9]{3} ?[0-9]{3} ?[0-9]{3}"),
        pt_nif.is_valid,
    ),
    LabelRule(
        "PT Cartão de Cidadão",
        ("cidadão", "cc"),
        _written(r"[0-9]{8} ?[0-9] ?[A-Z]{2}[0-9]"),
        pt_cc.is_valid,
    ),
    LabelRule("SE Personnummer", ("personnummer", "personnr", "pnr"), _SIX_FOUR, se_pn.is_valid),
    LabelRule("DK CPR", ("cpr", "personnummer"), _written(r"[0-9]{6}-?[0-9]{4}"), dk_cpr.is_valid),
    LabelRule(
        "CZ/SK Rodné číslo",
        ("rodné", "rodne", "rč"),
        _written(r"[0-9]{6}/?[0-9]{3,4}"),
        cz_rc.is_valid,
    ),
    LabelRule("IE PPS", ("pps", "ppsn"), _written(r"[0-9]{7} ?[A-W][A-IW]?"), ie_pps.is_valid),
    LabelRule("GB UTR", ("utr", "taxpayer"), _written(r"[0-9]{5} ?[0-9]{5}"), gb_utr.is_valid),
    LabelRule("GB NHS", ("nhs",), _TEN, gb_nhs.is_valid),
    LabelRule(
        "US SSN",
        ("ssn", "social", "security"),
        _written(r"[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{4}"),
        us_ssn.is_valid,
    ),
    LabelRule(
        "US ITIN",
        ("itin", "taxpayer"),
        _written(r"9[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{4}"),
        us_itin.is_valid,
    ),
    LabelRule(
        "US EIN",
        ("ein", "fein", "employer", "irs"),
        _written(r"[0-9]{2}-[0-9]{7}"),
        us_ein.is_valid,
    ),
    LabelRule(
        "MY NRIC",
        ("nric", "mykad", "pengenalan", "kp"),
        _written(r"[0-9]{6}-?[0-9]{2}-?[0-9]{4}"),
        my_nric.is_valid,
    ),
    LabelRule(
        "Passport or identity card",
        (
            "passport",
            "passeport",
            "reisepass",
            "reisepassnummer",
            "passnummer",
            "personalausweis",
            "ausweisnummer",
            "ausweis",
            "pasaporte",
            "passaporto",
            "paspoort",
            "paspoortnummer",
            "paszportu",
        ),
        _DOCUMENT,
        _is_document_number,
        0.8,
    ),
)
