"""`incamera verify` and `incamera models`."""

import argparse
from dataclasses import asdict

from desktop.casework.vision_model import model_to_load
from desktop.cli.exit_codes import ExitCode
from desktop.cli.session import Session
from desktop.paths import vision_worker_command
from desktop.wire.vision_client import VisionClient


def models(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Show the vision model in use; load it where asked to."""
    request = model_to_load(session.settings)
    shown: dict[str, object] = {
        "is_starter": not session.settings.vision_weights,
        "weights": request.weights_path,
        "projector": request.projector_path,
        "threads": request.threads,
    }
    if arguments.test:
        with VisionClient(vision_worker_command()) as vision:
            shown |= asdict(vision.load(request))
            shown["walls"] = vision.confinement
    if session.output.is_json:
        session.output.document(shown)
        return ExitCode.DONE
    for name, value in shown.items():
        session.output.line(f"{name.replace('_', ' '):18} {value}")
    return ExitCode.DONE
