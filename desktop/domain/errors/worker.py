"""Errors of worker processes."""

from desktop.domain.errors.base import InCameraError


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


class WorkerUnconfinedError(WorkerStartError):
    """A wall around the process is missing, and the settings demand all of them."""

    code = "WORKER-06"
    reason = "Not every wall around a worker process stands on this computer, and all are demanded."
    remedy = (
        "`incamera verify --offline` names what is missing. Use a Linux kernel with Landlock and "
        "seccomp, or let an administrator take `is_full_confinement_demanded` back."
    )
