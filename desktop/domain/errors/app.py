"""Errors of the program itself: its folders, settings, questions and exports."""

from desktop.domain.errors.base import InCameraError


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


class QueryError(InCameraError):
    """A search that cannot be understood."""

    code = "SEARCH-01"
    reason = "The search cannot be understood."
    remedy = "Give one or more words; put a phrase in double quotes."

    def __init__(
        self,
        reason: str | None = None,
        *,
        remedy: str | None = None,
        place: tuple[int, int] | None = None,
    ) -> None:
        """Take more exact sentences, and the characters [start, end) of the search meant."""
        self.place = place
        if place is not None and reason is not None:
            reason = f"At character {place[0] + 1}: {reason}"
        super().__init__(reason, remedy=remedy)


class SavedSearchNameError(InCameraError):
    """A search was to be kept under no name, or one that cannot be kept."""

    code = "SEARCH-02"
    reason = "A saved search needs a name."
    remedy = "Give it a name of at most 80 characters on one line."


class NoSuchSavedSearchError(InCameraError):
    """No saved search by that name."""

    code = "SEARCH-03"
    reason = "There is no saved search of this name in this matter."
    remedy = "List the saved searches with `incamera search --saved`."


class TermsError(InCameraError):
    """A list of search terms cannot be used."""

    code = "SEARCH-04"
    reason = "The list of search terms cannot be used."
    remedy = "Give a CSV file in UTF-8 with one term a row and, if wanted, a label behind it."


class SettingsError(InCameraError):
    """The settings file is not right."""

    code = "SETTINGS-01"
    reason = "The settings file cannot be understood."
    remedy = "Correct the line named, or delete the file to start from the defaults."


class CorrectionError(InCameraError):
    """A value that a person gave is no value of its kind."""

    code = "REVIEW-01"
    reason = "This cannot be a value of this kind."
    remedy = "Write it as it stands on the page, every figure of it."


class NoSecondReadingError(InCameraError):
    """The other reading was to be taken, and there is none."""

    code = "REVIEW-02"
    reason = "The second reader saw nothing here that could be taken."
    remedy = "Look at the page, then accept, correct or reject what the first reader saw."


class ExportError(InCameraError):
    """The export could not be written."""

    code = "EXPORT-01"
    reason = "The export could not be written."
    remedy = "Choose a folder that you may write to, with enough space."
