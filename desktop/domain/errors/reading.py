"""Errors of documents and pages that cannot be read."""

from desktop.domain.errors.base import InCameraError


class ReadingError(InCameraError):
    """A document or page could not be read; raised by a reading worker, crosses as its code."""

    code = "READING-00"
    reason = "The page could not be read."
    remedy = "Look at the page yourself; read it again from its menu."


class DocumentDamagedError(ReadingError):
    """The file's structure cannot be opened."""

    code = "READING-01"
    reason = "The file is damaged and cannot be opened."
    remedy = (
        "Ask the sender for the file again, or open and re-save it in the program that made it."
    )


class PasswordNeededError(ReadingError):
    """Encrypted for a password we were not given."""

    code = "READING-02"
    reason = "The file is protected by a password."
    remedy = "Give its password under Passwords, or with `incamera password add`."


class TooManyPagesError(ReadingError):
    """More pages than the limit."""

    code = "READING-03"
    reason = "The file has more than 10,000 pages."
    remedy = "Split it and add the parts."


class NoPagesError(ReadingError):
    """A file that holds no page at all."""

    code = "READING-04"
    reason = "The file holds no page."
    remedy = "Open it in the program that made it and print it to PDF."


class PageTooLargeError(ReadingError):
    """More pixels than the limit."""

    code = "READING-05"
    reason = "The page has more pixels than can be read safely."
    remedy = "Scan it again at 300 dpi or less."


class PageDamagedError(ReadingError):
    """One page of an otherwise good file cannot be rendered."""

    code = "READING-06"
    reason = "The page is damaged and cannot be shown or read."
    remedy = "Ask the sender for the page again."


class OcrEngineMissingError(ReadingError):
    """The chosen engine is not on this machine."""

    code = "READING-07"
    reason = "The chosen OCR engine is not installed on this workstation."
    remedy = "Choose the built-in engine in Settings, or have Tesseract installed."


class OcrLanguageMissingError(ReadingError):
    """Tesseract has no data for a language that was asked for."""

    code = "READING-08"
    reason = "Tesseract has no data for a chosen language on this workstation."
    remedy = "Choose other languages in Settings, or have the language data installed."


class NoSuchPageError(ReadingError):
    """A page number outside the document."""

    code = "READING-09"
    reason = "The document has no page with that number."
    remedy = "Choose a page from 1 to the number of its pages."


class PartDamagedError(ReadingError):
    """One of the files inside a file cannot be taken out."""

    code = "READING-10"
    reason = "The file inside is damaged and cannot be taken out."
    remedy = "Ask the sender for it by itself."


class PartTooLargeError(ReadingError):
    """One of the files inside a file is larger than the limit, or grows like a bomb."""

    code = "READING-11"
    reason = "The file inside is larger, or packed more tightly, than can be taken out safely."
    remedy = "Take it out by hand if it is trusted, and add it by itself."


class TooManyPartsError(ReadingError):
    """More files inside than the limit."""

    code = "READING-12"
    reason = "The file holds more than 5,000 files."
    remedy = "Unpack or split it and add the parts."


class PackingUnsupportedError(ReadingError):
    """Packed or encrypted in a way that is not read."""

    code = "READING-13"
    reason = "The file is packed or encrypted in a way that cannot be read here."
    remedy = "Unpack it with 7-Zip or the program that made it, and add what comes out."


class NoSuchPartError(ReadingError):
    """A number of a file inside that there is not."""

    code = "READING-14"
    reason = "The document holds no file with that number."
    remedy = "Read the document again."


class UnpackedTooLargeError(ReadingError):
    """An office document that grows like a bomb when it is unpacked."""

    code = "READING-15"
    reason = "Unpacked, the file is larger than can be read safely."
    remedy = "Open it in the program that made it, split it or save it as PDF, and add that."


class OfficeLockedError(ReadingError):
    """An OpenDocument file that is encrypted."""

    code = "READING-16"
    reason = "The office document is protected by a password."
    remedy = "Open it in LibreOffice, save it without a password, and add that."


class MailTooLargeError(ReadingError):
    """A message of more bytes than the limit."""

    code = "READING-17"
    reason = "The message is larger than 128 MiB."
    remedy = "Save its attachments in the mail program and add them, with the message without them."
