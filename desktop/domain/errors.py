"""Errors that a person can act on: a code, one sentence, a remedy; never a word of a document.

Anything that is not an InCameraError is a defect of the program and shown as one.
"""

from typing import ClassVar


class InCameraError(Exception):
    """Root of all errors that are shown to an analyst.

    As a string: sentence, remedy and code on one line.

    Attributes:
        code: Stable name, listed in `resources/docs/errors.md`.
        reason: One sentence saying what happened.
        remedy: What to do now.
    """

    code: ClassVar[str] = "APP-00"
    reason: str = "Something went wrong."
    remedy: str = "Try again; if it happens again, tell your administrator the code."

    def __init__(self, reason: str | None = None, *, remedy: str | None = None) -> None:
        """Take the class's sentence and remedy, or more exact ones."""
        if reason is not None:
            self.reason = reason
        if remedy is not None:
            self.remedy = remedy
        super().__init__(f"{self.reason} {self.remedy} [{self.code}]")


def all_error_classes() -> dict[str, type[InCameraError]]:
    """Every error class by its code."""
    found: dict[str, type[InCameraError]] = {}
    pending: list[type[InCameraError]] = [InCameraError]
    while pending:
        error_class = pending.pop()
        pending.extend(error_class.__subclasses__())
        if "code" in vars(error_class):
            found[error_class.code] = error_class
    return found


class OwnFolderError(InCameraError):
    """A folder of the program's own cannot be made or closed to others."""

    code = "APP-01"
    reason = "In Camera's own folder cannot be made or cannot be closed to other accounts."
    remedy = "Check the rights on your home folder, or name another folder in INCAMERA_HOME."


class OfflineError(InCameraError):
    """Something in the program asked for the network; it was refused."""

    code = "APP-02"
    reason = "A part of In Camera asked for the network and was refused."
    remedy = "Nothing has left this computer; tell your administrator the code."


class IntakeError(InCameraError):
    """A file was not let in."""

    code = "INTAKE-00"
    reason = "The file could not be let in."


class NotAFileError(IntakeError):
    """Folders, links, pipes and devices are not documents."""

    code = "INTAKE-01"
    reason = "This is not an ordinary file."
    remedy = "Drop the document itself, not a link, a device or a pipe."


class FileUnreadableError(IntakeError):
    """The operating system did not hand the bytes over."""

    code = "INTAKE-02"
    reason = "The file could not be read from the disk."
    remedy = "Check that it still exists and that you may open it, then add it again."


class FileEmptyError(IntakeError):
    """Zero bytes."""

    code = "INTAKE-03"
    reason = "The file is empty."
    remedy = "Ask the sender for the file again."


class FileTooLargeError(IntakeError):
    """More bytes than the limit."""

    code = "INTAKE-04"
    reason = "The file is larger than 1 GiB."
    remedy = "Split it and add the parts."


class UnknownKindError(IntakeError):
    """Not a kind of file that can be read."""

    code = "INTAKE-05"
    reason = "This kind of file cannot be read."
    remedy = "Convert it to PDF, TIFF, JPEG or PNG and add that."


class FileChangedError(IntakeError):
    """The file changed while it was being read."""

    code = "INTAKE-06"
    reason = "The file changed while it was being read."
    remedy = "Wait until it is completely saved, then add it again."


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
    remedy = "Save a copy without the password and add that."


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


class WorkerError(InCameraError):
    """Something is wrong with a worker process."""

    code = "WORKER-00"
    reason = "A worker process failed."
    remedy = "The page is marked; read it again from its menu."


class WorkerDiedError(WorkerError):
    """The process ended while it owed an answer."""

    code = "WORKER-01"
    reason = "The worker process died on this page."


class WorkerSilentError(WorkerError):
    """No answer within the time allowed; the process was killed."""

    code = "WORKER-02"
    reason = "The worker process took too long on this page and was stopped."


class WorkerNonsenseError(WorkerError):
    """An answer that breaks the protocol; the process was killed."""

    code = "WORKER-03"
    reason = "The worker process gave an answer that cannot be right and was stopped."


class WorkerStartError(WorkerError):
    """The process could not be started or did not say that it is ready."""

    code = "WORKER-04"
    reason = "A worker process could not be started."
    remedy = "Install In Camera again; if that does not help, tell your administrator the code."


class WorkerCancelledError(WorkerError):
    """The process was stopped because the analyst asked for it. Never shown."""

    code = "WORKER-05"
    reason = "The work was stopped."
    remedy = "Start it again when you want to go on."


class VisionModelError(InCameraError):
    """Something is wrong with the vision model."""

    code = "MODEL-00"
    reason = "The vision model failed."


class ModelFilesError(VisionModelError):
    """Weights or projector are missing or are not what they should be."""

    code = "MODEL-01"
    reason = "The files of the vision model are missing or are not what they should be."
    remedy = "Choose another model in Settings, or import this one again."


class ModelLoadError(VisionModelError):
    """llama.cpp would not load the pair."""

    code = "MODEL-02"
    reason = "The vision model could not be loaded; its two files may not belong together."
    remedy = "Choose another model in Settings, or import this one again."


class RegionTooLargeError(VisionModelError):
    """More pixels than the model can see at native resolution."""

    code = "MODEL-03"
    reason = "The region is larger than the vision model can see at once."
    remedy = "Choose a smaller region."


class AnswerUnusableError(VisionModelError):
    """Cut off, looping, or not in the form that was asked for."""

    code = "MODEL-04"
    reason = "The vision model gave no usable answer."
    remedy = "Ask again about a smaller region, or read it yourself."


class QuestionUnknownError(VisionModelError):
    """A field that the model was not made to find."""

    code = "MODEL-05"
    reason = "The vision model cannot be asked for this field."
    remedy = "Choose a larger model in Settings, or look at the page yourself."


class ModelTooLargeError(ModelLoadError):
    """The pair would not fit into the memory that is free."""

    code = "MODEL-06"
    reason = "There is not enough free memory for the vision model."
    remedy = "Close other programs, or choose a smaller model in Settings."


class KeyStoreError(InCameraError):
    """Something is wrong with the keyring of the operating system."""

    code = "KEYS-00"
    reason = "The keyring of this computer could not be used."


class KeyringAbsentError(KeyStoreError):
    """No keyring service answers."""

    code = "KEYS-01"
    reason = "No keyring service is running on this computer."
    remedy = "Log in to a desktop with GNOME Keyring or KWallet, or have one installed."


class KeyringLockedError(KeyStoreError):
    """The keyring is there but locked."""

    code = "KEYS-02"
    reason = "The keyring of this computer is locked."
    remedy = "Unlock it with your login password, then try again."


class KeyringInsecureError(KeyStoreError):
    """The keyring would store the key unencrypted, or is not one chosen for this system."""

    code = "KEYS-03"
    reason = "The keyring of this computer would store the key unprotected."
    remedy = "Give the login keyring a password, then try again."


class KeyringSilentError(KeyStoreError):
    """The keyring did not answer in time."""

    code = "KEYS-04"
    reason = "The keyring of this computer did not answer."
    remedy = "Look for a dialog asking for your password; then try again."


class KeyMissingError(KeyStoreError):
    """The vault is here but its key is not in the keyring."""

    code = "KEYS-05"
    reason = "The key of this vault is not in the keyring of this computer."
    remedy = "Log in to the account with which the vault was made."


class VaultError(InCameraError):
    """Something is wrong with the vault."""

    code = "VAULT-00"
    reason = "The vault could not be used."


class VaultAbsentError(VaultError):
    """There is no vault in this folder yet."""

    code = "VAULT-01"
    reason = "There is no vault here yet."
    remedy = "Start In Camera and set up the vault, or run `incamera vault create`."


class VaultExistsError(VaultError):
    """A vault is already in this folder."""

    code = "VAULT-02"
    reason = "There is already a vault here."
    remedy = "Open it, or choose another folder."


class WrongKeyError(VaultError):
    """The key does not open this file."""

    code = "VAULT-03"
    reason = "The key does not open this vault."
    remedy = "Restore the vault from a backup made on this computer."


class VaultDamagedError(VaultError):
    """A sealed value or page of the database was altered."""

    code = "VAULT-04"
    reason = "Part of the vault was altered or damaged."
    remedy = "Run `incamera verify` to see what is affected, then restore it from a backup."


class VaultTooNewError(VaultError):
    """Made by a newer version."""

    code = "VAULT-05"
    reason = "The vault was made by a newer version of In Camera."
    remedy = "Install that version."


class VaultBusyError(VaultError):
    """Another process holds the write lock."""

    code = "VAULT-06"
    reason = "Another In Camera is writing to the vault."
    remedy = "Close the other window or command, then try again."


class DiskFullError(VaultError):
    """No room left."""

    code = "VAULT-07"
    reason = "The disk is full; nothing that was stored is lost."
    remedy = "Free some space, then go on."


class VaultReadOnlyError(VaultError):
    """The folder cannot be written."""

    code = "VAULT-08"
    reason = "The vault's folder cannot be written."
    remedy = "Check the rights on the folder and that the disk is not write-protected."


class NoSuchMatterError(VaultError):
    """No matter by that name or number."""

    code = "VAULT-09"
    reason = "There is no such matter."
    remedy = "List the matters with `incamera matter list`."


class MatterExistsError(VaultError):
    """Client and matter number are already in use."""

    code = "VAULT-10"
    reason = "There is already a matter with this client and matter number."
    remedy = "Open that matter, or choose another number."


class NoSuchDocumentError(VaultError):
    """No document by that identity."""

    code = "VAULT-11"
    reason = "There is no such document in this matter."
    remedy = "List the documents with `incamera list`."


class NoSuchFindingError(VaultError):
    """No finding by that identity: its page was read again meanwhile."""

    code = "VAULT-12"
    reason = "There is no such finding any more."
    remedy = "Open the page again to see its present findings."


class VaultOnNetworkError(VaultError):
    """The folder lies on another computer, where locks and crashes behave differently."""

    code = "VAULT-13"
    reason = "The vault cannot lie on a network drive."
    remedy = "Choose a folder on a disk of this computer."


class MatterNumberError(VaultError):
    """A matter was to be opened without a number or name, or with one that cannot be kept."""

    code = "VAULT-14"
    reason = "A matter needs a client number, a matter number and a name."
    remedy = "Give all three, each on one line of at most 200 characters."


class VaultDiskError(VaultError):
    """The operating system could not write or read: a quota, a drive taken out, a failing disk."""

    code = "VAULT-15"
    reason = "The disk under the vault did not take or give data; nothing that was stored is lost."
    remedy = "Check that the drive is there and that you may use more of it, then go on."


class QueryError(InCameraError):
    """A search that cannot be understood."""

    code = "SEARCH-01"
    reason = "The search cannot be understood."
    remedy = "Give one or more words; put a phrase in double quotes."


class SettingsError(InCameraError):
    """The settings file is not right."""

    code = "SETTINGS-01"
    reason = "The settings file cannot be understood."
    remedy = "Correct the line named, or delete the file to start from the defaults."


class ExportError(InCameraError):
    """The export could not be written."""

    code = "EXPORT-01"
    reason = "The export could not be written."
    remedy = "Choose a folder that you may write to, with enough space."
