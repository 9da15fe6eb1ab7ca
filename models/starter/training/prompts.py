"""What the starter is asked and answers, word for word; the manifest's prompts are written here.

A changed word makes older weights deaf to it: training, export and evaluation take these only.
"""

READ = "Read."
FIELD = "What is the {field}?"
FIELDS = "Extract JSON."
KIND = "What kind of document?"

ABSENT = "none"
UNREADABLE = "unreadable"

FIELD_NAMES = (
    "name",
    "vendor",
    "buyer",
    "number",
    "date",
    "due date",
    "subtotal",
    "tax",
    "total",
    "currency",
    "iban",
    "vat number",
    "phone",
    "address",
    "birth",
    "expiry",
    "party",
    "court",
    "period",
)
"""In the order in which an answer in JSON gives them; fields that are not there are left out."""
