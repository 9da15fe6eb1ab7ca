"""Errors of the vision model, its files and its answers."""

from desktop.domain.errors.base import InCameraError


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
