"""What was noticed of a file as a whole, beyond its pages."""

from dataclasses import dataclass
from enum import StrEnum

MAX_NOTES = 64
"""Of one document; a contract that went round has perhaps a dozen signatures."""

MAX_DETAIL_CHARS = 300
"""Of what a note adds; a name and a time fit, a text does not."""


class NoteKind(StrEnum):
    """What can be noticed of a file."""

    OPENED_WITH_PASSWORD = "opened_with_password"  # noqa: S105 - a name, no secret
    OWNER_RESTRICTED = "owner_restricted"
    SCRIPTS = "scripts"
    XFA_FORM = "xfa_form"
    SIGNED_WHOLE = "signed_whole"
    SIGNED_IN_PART = "signed_in_part"
    EMBEDDED_FILES = "embedded_files"
    ENCRYPTED_MAIL = "encrypted_mail"
    SIGNED_MAIL = "signed_mail"
    REMOTE_CONTENT = "remote_content"
    HIDDEN_TEXT = "hidden_text"
    FOREIGN_BYTES = "foreign_bytes"
    TRACKED_CHANGES = "tracked_changes"
    COMMENTS = "comments"
    HIDDEN_SHEETS = "hidden_sheets"
    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_SLIDES = "hidden_slides"
    SPEAKER_NOTES = "speaker_notes"
    FORMULAS = "formulas"
    STRUCK_OUT = "struck_out"
    DRAWINGS = "drawings"
    MACROS = "macros"
    ENCODING_GUESSED = "encoding_guessed"
    DAMAGED = "damaged"


_SENTENCES = {
    NoteKind.OPENED_WITH_PASSWORD: "Protected by a password; opened with one kept for the matter.",
    NoteKind.OWNER_RESTRICTED: "Its author restricted printing, copying or changing it.",
    NoteKind.SCRIPTS: "It holds JavaScript, which was never run.",
    NoteKind.XFA_FORM: "It is an XFA form: some programs show other pages than those read here.",
    NoteKind.SIGNED_WHOLE: "It carries a signature over the whole file, which was not verified.",
    NoteKind.SIGNED_IN_PART: "It carries a signature over an earlier state only; not verified.",
    NoteKind.EMBEDDED_FILES: "Files are embedded in it; they are documents of their own below it.",
    NoteKind.ENCRYPTED_MAIL: (
        "It is encrypted, or a part of it is, for the key of its recipient. Open it in the program"
        " that holds the key, save it decrypted, and add that."
    ),
    NoteKind.SIGNED_MAIL: "The message carries a signature, which was not verified.",
    NoteKind.REMOTE_CONTENT: "It asks for pictures or pages from elsewhere; none was fetched.",
    NoteKind.HIDDEN_TEXT: "It holds text that its author made invisible; it is marked as such.",
    NoteKind.FOREIGN_BYTES: "It begins or ends with bytes that belong to another kind of file.",
    NoteKind.TRACKED_CHANGES: "It holds tracked changes; what was deleted is read too, and marked.",
    NoteKind.COMMENTS: "It holds comments; they are read and marked as such.",
    NoteKind.HIDDEN_SHEETS: "It holds hidden sheets; they are read and marked as such.",
    NoteKind.HIDDEN_ROWS: "It holds hidden rows or columns; they are read and marked as such.",
    NoteKind.HIDDEN_SLIDES: "It holds hidden slides; they are read and marked as such.",
    NoteKind.SPEAKER_NOTES: "It holds notes for the speaker; they are read and marked as such.",
    NoteKind.FORMULAS: "It holds formulas; they are shown, the values are those last saved.",
    NoteKind.STRUCK_OUT: "It holds words that are struck out; they are read and marked as such.",
    NoteKind.DRAWINGS: "It holds drawings made of lines, such as EMF and WMF; they are not read.",
    NoteKind.MACROS: "It holds macros, which were never run.",
    NoteKind.ENCODING_GUESSED: "It does not say how its letters are encoded; read by a guess as",
    NoteKind.DAMAGED: "It is damaged or doubtful in places; what can be read is read.",
}


@dataclass(frozen=True, slots=True)
class Note:
    """Something noticed.

    Attributes:
        kind: What.
        detail: What the file claims beyond it, such as who signed; "" for nothing.
    """

    kind: NoteKind
    detail: str = ""

    @property
    def sentence(self) -> str:
        """What was noticed, in one sentence."""
        return f"{_SENTENCES[self.kind]} {self.detail}".rstrip()
