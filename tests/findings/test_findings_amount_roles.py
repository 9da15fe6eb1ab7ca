"""A rule of a role is tried only where one of its stems stands, and loses nothing by it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.finding import FindingKind
from desktop.domain.page import PageText
from desktop.findings import amount_roles
from desktop.findings.find import find


@pytest.mark.parametrize("rule", amount_roles._COMPILED, ids=lambda rule: rule[0])
@settings(deadline=None)
@given(data=st.data())
def test_whatever_a_rule_matches_holds_one_of_its_stems(rule, data) -> None:
    _, stems, pattern = rule
    label = data.draw(st.from_regex(pattern, fullmatch=True))
    assert any(stem in label for stem in stems)


@pytest.mark.parametrize("text", ["1000", "1000.00", "in 1000 pieces", "room 1000"])
def test_a_bare_number_without_a_cue_is_no_amount(text: str) -> None:
    assert [one for one in find(PageText(text)) if one.kind is FindingKind.AMOUNT] == []
