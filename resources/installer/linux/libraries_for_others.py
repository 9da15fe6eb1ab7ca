"""Run before the first line of each built program: what it starts finds the system's own libraries.

PyInstaller's start sets LD_LIBRARY_PATH to the folder of the program and keeps the former one
beside it. The program needs it no more by now; strace, a file manager or a mail program that is
started from it would load libraries that were not made for them.
"""

import os

_former = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
os.environ.pop("LD_LIBRARY_PATH", None)
if _former:
    os.environ["LD_LIBRARY_PATH"] = _former
