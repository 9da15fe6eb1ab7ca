"""A field can be of every kind that findings have, and of no kind that they used to have."""

from desktop.domain.extraction import FieldType
from desktop.domain.finding import FindingKind


def test_types_of_fields_are_the_kinds_of_findings_and_five_of_their_own():
    kinds, types = {kind.value for kind in FindingKind}, {each.value for each in FieldType}
    assert kinds < types
    assert types - kinds == {"party", "text", "duration", "law", "items"}


def test_every_type_says_which_findings_can_fill_it():
    for each in FieldType:
        if each.value in set(FindingKind):
            assert each.finding_kinds == (FindingKind(each.value),)
    assert FieldType.PARTY.finding_kinds == (FindingKind.ORGANISATION, FindingKind.PERSON)
    assert FieldType.TEXT.finding_kinds == ()
