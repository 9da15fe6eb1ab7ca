"""The page on the format of the databases names every table and column, and no other."""

import re
from pathlib import Path

import pytest

from desktop.vault.changes_of_matter import MATTER_CHANGES
from desktop.vault.changes_of_registry import REGISTRY_CHANGES
from desktop.vault.database import Database
from desktop.vault.keys import DatabaseKey
from desktop.vault.migrations import migrate

PAGE = Path(__file__).parents[2] / "resources" / "docs" / "storage-format-databases.md"
PARTS_OF_FTS5 = ("page_index_data", "page_index_idx", "page_index_docsize", "page_index_config")


def described(title):
    """Tables and their columns as a part of the page lists them."""
    text = PAGE.read_text("utf-8")
    part = text[text.index(f"## {title}") :].split("\n## ")[0]
    tables, name = {}, ""
    for table, column in re.findall(r"^\| (?:`(\w+)`)? ?\| `(\w+)` \|", part, re.MULTILINE):
        name = table or name
        tables.setdefault(name, []).append(column)
    return tables


@pytest.mark.parametrize(
    ("title", "changes"),
    [("registry.db", REGISTRY_CHANGES), ("matters/&lt;id&gt;.db", MATTER_CHANGES)],
)
def test_the_page_on_the_format_names_every_table_and_column(tmp_path, title, changes):
    with Database(tmp_path / "a.db", DatabaseKey(bytes(48)), is_new=True) as database:
        migrate(database, changes)
        with database.unrestricted():
            present = {
                table: [row[1] for row in database.rows(f"PRAGMA table_info({table})")]
                for (table,) in database.rows("SELECT name FROM sqlite_schema WHERE type='table'")
                if not table.startswith("sqlite_") and table not in PARTS_OF_FTS5
            }
    assert described(title) == present


def test_the_page_on_the_format_names_the_version():
    text = PAGE.read_text("utf-8")
    assert f"## registry.db, version {len(REGISTRY_CHANGES)}" in text
    assert f".db, version {len(MATTER_CHANGES)}" in text
