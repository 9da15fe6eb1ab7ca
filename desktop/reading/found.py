"""Stands in until desktop.findings lands."""

try:
    from desktop.findings.find import find, kind_votes
except ImportError:

    def find(text):  # type: ignore
        return ()

    def kind_votes(text):  # type: ignore
        return {}
