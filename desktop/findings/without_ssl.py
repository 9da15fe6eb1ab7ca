"""stdnum without `ssl`: imported before any part of stdnum.

Its module `util` imports `ssl` for clients of web services that are never called here. Nothing of
In Camera speaks TLS, and a bundle has no such module; so `util` gets an empty one while it loads.

WORKAROUND stdnum/util.py, `import ssl` at the top of the file (seen in 2.2).
"""

import importlib
import sys
from types import ModuleType

_NAME = "ssl"

if _NAME not in sys.modules:
    sys.modules[_NAME] = ModuleType(_NAME)
    try:
        importlib.import_module("stdnum.util")
    finally:
        del sys.modules[_NAME]
