"""Run before the first line of each built program: `urllib.request` is an empty module there.

segno (through xml.sax.saxutils) and keyring (through jaraco.context) import it for functions that
In Camera never calls. The module itself brings clients of HTTP along, so it is not in a bundle.
"""

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import ModuleType


class _Empty(MetaPathFinder, Loader):
    """Finds one module, when nobody else has found it, and puts nothing into it."""

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return spec_from_loader(fullname, self) if fullname == "urllib.request" else None

    def create_module(self, _spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        pass


sys.meta_path.append(_Empty())
