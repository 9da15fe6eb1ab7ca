"""Errors of models that are brought from outside, and of their licences."""

from desktop.domain.errors.vision import VisionModelError


class BundleError(VisionModelError):
    """Something is wrong with a model that is imported, kept or chosen."""

    code = "BUNDLE-00"
    reason = "The model could not be taken."
    remedy = "Try again; if it happens again, tell your administrator the code."


class NoSuchModelError(BundleError):
    """No model by that name among those imported."""

    code = "BUNDLE-01"
    reason = "There is no such model on this workstation."
    remedy = "List the models with `incamera model list`."


class NoPairError(BundleError):
    """Nothing that could be weights and projector of one model."""

    code = "BUNDLE-02"
    reason = "No pair of model files was found there."
    remedy = "Name the folder that holds a model's two GGUF files: weights and projector."


class SeveralPairsError(BundleError):
    """More than one pair: which is meant cannot be told."""

    code = "BUNDLE-03"
    reason = "Several pairs of model files are there."
    remedy = "Name the folder of one model, or the two files themselves."


class ModelSpaceError(BundleError):
    """The disk has no room for the two files."""

    code = "BUNDLE-04"
    reason = "There is not enough room on the disk for this model."
    remedy = "Free some space, or remove a model that is not used."


class ModelCopyError(BundleError):
    """The operating system did not hand the bytes over, or the file changed meanwhile."""

    code = "BUNDLE-05"
    reason = "The model's files could not be copied; nothing of them was kept."
    remedy = "Check that the stick is in and the files are whole, then import them again."


class ModelsBusyError(BundleError):
    """Another process is importing or removing."""

    code = "BUNDLE-06"
    reason = "Another In Camera is importing or removing a model."
    remedy = "Wait until it is done, then try again."


class LicenceGateError(BundleError):
    """Licence or territory do not allow the model without a recorded decision."""

    code = "BUNDLE-07"
    reason = "The licence of this model does not allow it here, or is not known."
    remedy = "Have someone who may decide it record why, with `incamera model use --override`."


class ModelNotReadyError(BundleError):
    """The model has not passed its test."""

    code = "BUNDLE-08"
    reason = "This model has not passed its test on this workstation."
    remedy = "Test it with `incamera model test`, or choose another one."


class SelfTestFailedError(BundleError):
    """The model runs but does not read the test page."""

    code = "BUNDLE-09"
    reason = "The model runs, but did not read what stands on the test page."
    remedy = "Import it again from its publisher's files, or choose another model."


class ModelInUseError(BundleError):
    """The settings name the model that is to be removed."""

    code = "BUNDLE-10"
    reason = "This model is the one in use."
    remedy = "Choose another one first, then remove it."


class ModelUnsupportedError(BundleError):
    """The engine has no way to run this kind of model."""

    code = "BUNDLE-11"
    reason = "This kind of model cannot be run by the engine that is built in."
    remedy = "Choose a model that the catalogue lists as open."
