"""The vision worker: `python -m models.worker`.

It is given two files to load, then pixels and tasks; it gives back answers. It holds no key and
opens no document, reaches no network from its start on, and once its model is loaded it can open no
file. For another model another worker is started.
"""

from desktop.walls.confine import leave_network
from desktop.wire.worker_loop import serve, take_pipes

PROGRAM = "vision"
DEFECT_CODE = "MODEL-00"


def main() -> None:
    """Serve until the app closes the pipe."""
    pipes = take_pipes()
    walls = leave_network()
    # Imported only now: libraries that ask for the network do not get it.
    from models.handler import VisionHandler  # noqa: PLC0415

    handler = VisionHandler(is_confined=True)
    try:
        serve(
            pipes,
            handler,
            program=PROGRAM,
            confinement=walls,
            defect_code=DEFECT_CODE,
            stop=handler.stop,
        )
    finally:
        handler.close()


if __name__ == "__main__":
    main()
