"""Who acts, as the operating system says."""

import getpass
import os


def account_name() -> str:
    """Name of the account that runs this process; "" where the system tells none.

    On POSIX the account database is asked by the process's own number: `getpass.getuser` would
    believe an environment variable.
    """
    try:
        if os.name == "posix":
            import pwd  # noqa: PLC0415 - only there on POSIX

            return pwd.getpwuid(os.getuid()).pw_name
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
