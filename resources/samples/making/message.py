"""The message with which Meridian's solicitor sends a list of payments to her client."""

from email.message import EmailMessage

from making import story
from making.check_digits import in_groups

NAME = "payments-to-brandt.eml"
ATTACHED = "payments.csv"
_BOUNDARY = "=_in-camera-sample"

_PAYMENTS = (
    ("Halden & Firth Ltd", "Jörg Brandt", "2025-03-18", "€2,750.00", "said to be a commission"),
    ("Meridian Logistics SAS", "Brandt Conseil SARL", "2025-06-30", "€5,600.00", "first months"),
    ("Meridian Logistics SAS", "Brandt Conseil SARL", "2025-09-30", "€5,600.00", "next months"),
    ("Meridian Logistics SAS", "Au Vieux Quai", "2025-10-16", "€80.00", "meal for three"),
)


def make() -> bytes:
    """The whole file."""
    mail = EmailMessage()
    mail["From"] = f"Margaret Okafor <{story.SOLICITORS_MAIL}>"
    mail["To"] = f"Hélène Vasseur <{story.MERIDIAN_MAIL}>"
    mail["Date"] = "Tue, 20 Jan 2026 10:05:00 +0000"
    mail["Subject"] = "Brandt: payments that we know of"
    mail.set_content(
        "Dear Hélène\n\nThe list of payments that we know of is attached. The draft of the "
        "settlement follows once you have told us whether the meal in Lyon is to be paid back.\n\n"
        f"The account that Brandt Conseil SARL named is {in_groups(story.CONSEIL_IBAN, 4)}.\n\n"
        f"Kind regards\nMargaret Okafor\nAshdown Pryce LLP\nTel. {story.SOLICITORS_PHONE}\n",
        cte="8bit",
    )
    rows = (("from", "to", "day", "paid", "for"), *_PAYMENTS)
    listed = "".join(";".join(row) + "\r\n" for row in rows)
    mail.add_attachment(
        listed.encode(), maintype="text", subtype="csv", filename=ATTACHED, cte="base64"
    )
    mail.set_boundary(_BOUNDARY)
    return mail.as_bytes()
