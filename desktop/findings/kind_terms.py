"""Words and phrases that speak for a kind of document, with their weights.

3 names the kind itself ("payslip"), 2 is seldom found elsewhere, 1 is common in the kind but also
met outside it. A term in the heading of a page counts double (see `kinds.py`). Data, not code: a
list a kind, one line a weight and language.
"""

from desktop.domain.document import DocumentKind

_CONTRACT = (
    (
        3,
        "this agreement|non-disclosure agreement|confidentiality agreement|"
        "employment agreement|lease agreement",
    ),
    (
        3,
        "purchase agreement|service agreement|license agreement|loan agreement|employment contract",
    ),
    (
        2,
        "whereas|hereinafter|witnesseth|governing law|severability|in witness whereof|"
        "entire agreement",
    ),
    (2, "the parties hereto|by and between|terms and conditions|hereby agree|this contract"),
    (
        1,
        "agreement|party|parties|termination|confidential information|indemnify|covenant|"
        "hereof|herein|thereof",
    ),
    (
        3,
        "contrat de travail|contrat de bail|contrat de prestation|accord de confidentialité|"
        "le présent contrat",
    ),
    (
        2,
        "entre les soussignés|ci-après|d'une part|d'autre part|il a été convenu|les parties|"
        "droit applicable",
    ),
    (1, "contrat|clause|résiliation|article 1|article 2|préavis|lu et approuvé"),
    (
        3,
        "arbeitsvertrag|mietvertrag|kaufvertrag|dienstvertrag|werkvertrag|"
        "vertraulichkeitsvereinbarung|darlehensvertrag",
    ),
    (
        2,
        "nachfolgend|vertragsparteien|salvatorische klausel|gerichtsstand|dieser vertrag|"
        "dieses vertrages|vertragspartner",
    ),
    (1, "vertrag|vereinbarung|kündigung|laufzeit|§ 1|§ 2|schriftform"),
    (2, "contrato|contratto|overeenkomst|umowa|las partes|le parti|partijen|strony"),
)
_INVOICE = (
    (3, "invoice number|invoice no|invoice date|commercial invoice|invoice to|proforma invoice"),
    (2, "invoice|bill to|payment terms|due date|amount due|purchase order|unit price|remit to"),
    (1, "vat|quantity|description|subtotal|total due|net 30|bank details|sort code"),
    (
        3,
        "rechnungsnummer|rechnungsdatum|rechnung nr|facture n°|numéro de facture|"
        "date de facture|factuurnummer",
    ),
    (
        2,
        "rechnung|facture|factura|fattura|factuur|faktura|zahlbar|leistungszeitraum|"
        "lieferdatum|kundennummer",
    ),
    (
        2,
        "montant ttc|total ttc|total ht|règlement|échéance|rechnungsbetrag|umsatzsteuer|"
        "steuernummer",
    ),
    (
        1,
        "mwst|tva|ust-idnr|nettobetrag|bruttobetrag|einzelpreis|menge|quantité|désignation|"
        "désignations",
    ),
)
_RECEIPT = (
    (
        3,
        "receipt|cash receipt|sales receipt|cash sale|kassenbon|quittung|ticket de caisse|"
        "kassabon|paragon",
    ),
    (
        2,
        "cashier|change due|thank you|goods sold are not|tax invoice|rounding|"
        "please come again|till|cash sales",
    ),
    (
        2,
        "bitte aufbewahren|vielen dank für ihren einkauf|rückgeld|merci de votre visite|rendu|"
        "espèces|tse",
    ),
    (
        2,
        "simplified tax invoice|gst summary|total rounded|tendered|exchange & refund|"
        "exchangeable|refundable",
    ),
    (
        1,
        "cash|change|qty|gst|item|items|total|visa|mastercard|subtotal|member|counter|"
        "terima kasih|sr|amt",
    ),
    # What tills and card terminals print.
    (
        2,
        "ticket|ticket client|sans contact|contactless|kontaktlos|carte bancaire|kartenzahlung|"
        "girocard|debitcard|emv|couverts|serveur|serveuse|bediener|bedienung|kundenbeleg",
    ),
    (1, "kasse|bar|summe|caisse|scontrino|gracias|bon|tva"),
)
_PAYSLIP = (
    (
        3,
        "payslip|pay slip|pay stub|earnings statement|payroll|bulletin de paie|"
        "bulletin de salaire|fiche de paie",
    ),
    (
        3,
        "lohnabrechnung|gehaltsabrechnung|entgeltabrechnung|verdienstabrechnung|nómina|"
        "busta paga|loonstrook",
    ),
    (
        2,
        "gross pay|net pay|year to date|national insurance|tax code|pay period|paye|"
        "withholding|deductions",
    ),
    (
        2,
        "steuerklasse|lohnsteuer|krankenversicherung|rentenversicherung|"
        "arbeitslosenversicherung|pflegeversicherung",
    ),
    (
        2,
        "salaire brut|net à payer|cotisations|urssaf|csg|congés payés|net imposable|sv-brutto|"
        "auszahlungsbetrag",
    ),
    (
        1,
        "salary|employee|employer|personalnummer|arbeitgeber|arbeitnehmer|bruttolohn|"
        "nettolohn|salarié|employeur",
    ),
    (1, "solidaritätszuschlag|kirchensteuer|steuer-id|matricule|prime"),
)
_BANK_STATEMENT = (
    (
        3,
        "bank statement|account statement|statement of account|kontoauszug|relevé de compte|"
        "relevé bancaire",
    ),
    (
        3,
        "extracto de cuenta|estratto conto|rekeningafschrift|wyciąg bankowy|"
        "relevé d'identité bancaire",
    ),
    (
        2,
        "opening balance|closing balance|balance brought forward|balance carried forward|"
        "statement period",
    ),
    (
        2,
        "alter kontostand|neuer kontostand|anfangssaldo|endsaldo|buchungstag|wertstellung|"
        "valuta|buchungstext",
    ),
    (
        2,
        "solde précédent|ancien solde|nouveau solde|date de valeur|solde créditeur|money in|"
        "money out|paid in|paid out",
    ),
    (
        1,
        "iban|bic|debit|credit|balance|withdrawal|deposit|direct debit|standing order|"
        "überweisung|lastschrift",
    ),
    (
        1,
        "virement|prélèvement|débit|crédit|solde|saldo|gutschrift|dauerauftrag|account number|"
        "sort code|swift",
    ),
)
_IDENTITY = (
    (
        3,
        "identity card|passport|driving licence|driver license|driver's license|"
        "residence permit|mykad",
    ),
    (
        3,
        "personalausweis|reisepass|führerschein|aufenthaltstitel|carte nationale d'identité|"
        "carte d'identité",
    ),
    (
        3,
        "passeport|permis de conduire|titre de séjour|carta d'identità|"
        "documento nacional de identidad",
    ),
    (3, "identiteitskaart|paspoort|dowód osobisty|kad pengenalan"),
    (
        2,
        "place of birth|date of expiry|nationality|holder's signature|surname|given names|sex|"
        "p<|idd<<|i<",
    ),
    (
        2,
        "geburtsort|staatsangehörigkeit|gültig bis|augenfarbe|lieu de naissance|nationalité|"
        "prénoms|taille",
    ),
    (
        1,
        "date of birth|date of issue|authority|geburtsdatum|geburtstag|name|vorname|behörde|"
        "né le|née le|signature|height",
    ),
)
_LETTER = (
    (
        3,
        "dear sir|dear madam|dear mr|dear ms|dear mrs|yours sincerely|yours faithfully|"
        "to whom it may concern",
    ),
    (
        3,
        "sehr geehrte|sehr geehrter|mit freundlichen grüßen|mit freundlichem gruß|hochachtungsvoll",
    ),
    (
        3,
        "veuillez agréer|salutations distinguées|je vous prie d'agréer|cordialement|estimado|"
        "distinti saluti",
    ),
    (3, "geachte|met vriendelijke groet|szanowny|szanowni"),
    (
        2,
        "best regards|kind regards|sincerely|dear|ladies and gentlemen|monsieur le|"
        "madame, monsieur|betreff|betrifft",
    ),
    (
        2,
        "re:|objet :|objet:|our reference|your reference|ihr zeichen|unser zeichen|vos réf|"
        "nos réf|enclosure",
    ),
    (1, "anlage|anlagen|pièces jointes|encl|attention|einschreiben|lettre recommandée"),
)
_COURT = (
    (
        3,
        "united states district court|superior court|supreme court|high court|court of appeal|"
        "crown court",
    ),
    (
        3,
        "im namen des volkes|amtsgericht|landgericht|oberlandesgericht|bundesgerichtshof|"
        "arbeitsgericht",
    ),
    (
        3,
        "tribunal judiciaire|tribunal de commerce|cour d'appel|cour de cassation|"
        "conseil de prud'hommes",
    ),
    (3, "au nom du peuple français|tribunal de grande instance|rechtbank|tribunale di|juzgado"),
    (
        2,
        "plaintiff|defendant|petitioner|respondent|v.|vs.|docket|civil action|"
        "it is hereby ordered|case no|affidavit",
    ),
    (
        2,
        "kläger|klägerin|beklagte|beklagter|urteil|beschluss|tatbestand|entscheidungsgründe|"
        "aktenzeichen|az.:",
    ),
    (
        2,
        "demandeur|défendeur|demanderesse|défenderesse|jugement|arrêt|assignation|"
        "par ces motifs|greffe|rg n°",
    ),
    (
        1,
        "court|judge|judgment|order|counsel|motion|gericht|richter|juge|tribunal|huissier|"
        "rechtsanwalt|maître",
    ),
)

_Lines = tuple[tuple[int, str], ...]

TERMS_OF_KIND: dict[DocumentKind, _Lines] = {
    DocumentKind.CONTRACT: _CONTRACT,
    DocumentKind.INVOICE: _INVOICE,
    DocumentKind.RECEIPT: _RECEIPT,
    DocumentKind.PAYSLIP: _PAYSLIP,
    DocumentKind.BANK_STATEMENT: _BANK_STATEMENT,
    DocumentKind.IDENTITY_DOCUMENT: _IDENTITY,
    DocumentKind.LETTER: _LETTER,
    DocumentKind.COURT_DOCUMENT: _COURT,
}
"""Kind -> lines of (weight, terms parted by "|"), all in lower case."""
