"""What sort of document a page speaks for."""

import pytest

from desktop.domain.document import DocumentKind
from desktop.domain.page import PageText
from desktop.findings.kinds import document_kind, kind_votes

PAGES = {
    DocumentKind.RECEIPT: [
        "CAFE DU PORT\nTicket 0912 12/03/2025\nTable 3 Couverts 2\nTOTAL TTC 24,00 €\n"
        "CB EMV SANS CONTACT\nMERCI DE VOTRE VISITE",
        "BAECKEREI AM MARKT\nBon 4471\nSumme 6,40 EUR\nKartenzahlung girocard\nKundenbeleg\n"
        "TSE Signatur",
        "CORNER SHOP\nReceipt\n2 items\nTotal 4.20\nCash 5.00\nChange 0.80\nThank you",
    ],
    DocumentKind.INVOICE: [
        "INVOICE\nInvoice number 20418\nInvoice date 3 March 2025\nBill to\nQuantity Unit price\n"
        "Total due 1,200.00\nPayment terms 30 days",
        "RECHNUNG\nRechnungsnummer 2025-17\nRechnungsdatum 03.03.2025\nNettobetrag MwSt\nzahlbar",
        "FACTURE\nFacture n° 17\nDate de facture 03/03/2025\nMontant TTC\nÉchéance 02/04/2025",
    ],
    DocumentKind.CONTRACT: [
        "AGREEMENT\nThis Agreement is made between the parties. Whereas the parties wish, now "
        "therefore, in witness whereof. Governing law. Termination.",
        "CONTRAT DE PRESTATION DE SERVICES\nEntre les soussignées, il a été convenu ce qui suit. "
        "Article 1. Le présent contrat prend effet.",
    ],
    DocumentKind.PAYSLIP: [
        "Abrechnung der Brutto-Netto-Bezüge\nLohnabrechnung Februar 2025\nSteuerklasse I\n"
        "Sozialversicherungsnummer\nAuszahlungsbetrag",
        "BULLETIN DE PAIE\nSalaire brut\nNet à payer\nCotisations",
    ],
}


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in PAGES.items() for text in texts]
)
def test_a_page_speaks_for_its_kind(kind, text):
    assert document_kind([kind_votes(PageText(text))]) is kind


def test_a_page_that_says_nothing_is_of_no_kind():
    assert kind_votes(PageText("")) == {}
    assert document_kind([{}]) is DocumentKind.OTHER
    assert document_kind([]) is DocumentKind.OTHER


def test_the_first_page_counts_more_than_an_annex():
    first = {DocumentKind.CONTRACT: 10.0}
    annex = {DocumentKind.INVOICE: 12.0}
    assert document_kind([first, annex]) is DocumentKind.CONTRACT
