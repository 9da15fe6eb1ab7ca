"""Tags are keyed, short, the same for the same word, and teach as little as they were made to."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.vault.blind_index import (
    PREFIX_CHARACTERS,
    UNIQUE_VALUE_BITS,
    VALUE_BITS,
    PageTokenTags,
    prefix_tag,
    prefix_tags,
    token_tag,
    token_tags,
    value_tag,
)
from desktop.vault.keys import IndexKey
from desktop.vault.labels import Label
from desktop.vault.normalise import fold, words
from tests.vault import by_hand

KEY, OTHER_KEY = IndexKey(bytes(range(32))), IndexKey(bytes(range(1, 33)))
CELL = ("finding", "value", "person")
CONTEXT = b"".join(map(by_hand.field, CELL))
WORDS = st.text(min_size=1, max_size=12)


def key_by_hand(label, context=CONTEXT):
    return by_hand.derived(KEY.reveal(), str(label), context)


# ------------------------------------------------------------------ known answers


def test_tags_have_their_known_answers(known):
    tags = known["tags"]
    place = ("finding", "value", "iban")
    assert value_tag(KEY, *place, tags["iban"]) == tags["iban_8"]
    assert value_tag(KEY, *place, tags["iban"], bits=UNIQUE_VALUE_BITS) == tags["iban_12"]
    assert PageTokenTags(KEY).tag(tags["page_word"]) == tags["page_tag"]


@given(WORDS, st.integers(1, 32))
def test_a_tag_is_the_beginning_of_an_hmac(word, bits):
    assert value_tag(KEY, *CELL, word, bits=bits) == by_hand.bucket(
        key_by_hand(Label.INDEX_VALUE), word, bits
    )
    assert token_tag(KEY, *CELL, word, bits=bits) == by_hand.bucket(
        key_by_hand(Label.INDEX_TOKEN), word, bits
    )
    if len(word) >= PREFIX_CHARACTERS:
        assert prefix_tag(KEY, *CELL, word, bits=bits) == by_hand.bucket(
            key_by_hand(Label.INDEX_PREFIX), word[:PREFIX_CHARACTERS], bits
        )


@given(WORDS)
def test_a_page_tag_is_forty_bits_of_an_hmac(word):
    key = key_by_hand(Label.INDEX_PAGE_TOKEN, b"")
    assert PageTokenTags(KEY).tag(word) == by_hand.page_tag(key, fold(word))


# ------------------------------------------------------------------ what a tag depends on


def test_the_same_word_has_other_tags_in_other_columns_kinds_indexes_and_matters():
    made = [
        value_tag(KEY, *CELL, "Brandt", bits=32),
        value_tag(OTHER_KEY, *CELL, "Brandt", bits=32),
        value_tag(KEY, "finding", "value", "organisation", "Brandt", bits=32),
        value_tag(KEY, "finding", "mention", "person", "Brandt", bits=32),
        value_tag(KEY, "page", "value", "person", "Brandt", bits=32),
        token_tag(KEY, *CELL, "Brandt", bits=32),
        prefix_tag(KEY, *CELL, "Brandt", bits=32),
    ]
    assert len(set(made)) == len(made)
    assert PageTokenTags(KEY).tag("brandt") != PageTokenTags(OTHER_KEY).tag("brandt")


@pytest.mark.parametrize("bits", [0, -1, 33])
def test_a_tag_of_no_size_or_too_great_a_size_is_refused(bits):
    with pytest.raises(ValueError, match="1 to 32 bits"):
        value_tag(KEY, *CELL, "Brandt", bits=bits)


@pytest.mark.parametrize("word", ["", "a", "ab"])
def test_a_prefix_too_short_has_no_tag(word):
    with pytest.raises(ValueError, match="characters"):
        prefix_tag(KEY, *CELL, word)
    assert len(prefix_tags(KEY, *CELL, [word])) == 2, "only made-up ones"


def test_prefixes_meet_where_words_begin_alike():
    assert prefix_tag(KEY, *CELL, "brandt") == prefix_tag(KEY, *CELL, "brauer")
    assert prefix_tag(KEY, *CELL, "bra") == prefix_tag(KEY, *CELL, "brandt")


# ------------------------------------------------------------------ what the number of tags teaches


@given(st.lists(WORDS, max_size=30))
def test_all_words_of_a_value_are_found_among_tags_whose_number_is_blurred(tokens):
    tags = token_tags(KEY, *CELL, tokens)
    assert {token_tag(KEY, *CELL, token) for token in tokens} <= set(tags)
    assert list(tags) == sorted(set(tags))
    assert len(tags) in (2, 4) or len(tags) % 8 == 0
    prefixes = prefix_tags(KEY, *CELL, tokens)
    long_enough = [token for token in tokens if len(token) >= PREFIX_CHARACTERS]
    assert {prefix_tag(KEY, *CELL, token) for token in long_enough} <= set(prefixes)
    assert len(prefixes) in (2, 4) or len(prefixes) % 8 == 0


def test_made_up_tags_differ_from_value_to_value():
    assert len({token_tags(KEY, *CELL, ["brandt"]) for _ in range(50)}) > 20


def test_more_words_than_buckets_fill_all_buckets():
    tokens = [f"word {number}" for number in range(200)]
    assert token_tags(KEY, *CELL, tokens, bits=2) == (0, 1, 2, 3)


def test_every_bucket_holds_its_share():
    """Of 8 bits, so that 25,600 different values lie about a hundred to a bucket."""
    counts = Counter(value_tag(KEY, *CELL, f"value {number}") for number in range(25_600))
    assert len(counts) == 1 << VALUE_BITS
    assert min(counts.values()) > 60
    assert max(counts.values()) < 150


# ------------------------------------------------------------------ pages


TEXT = "Der Ver-\ntrag mit Müller & Söhne über 1.234,50 EUR"


def test_the_tags_of_a_page_stand_in_reading_order_one_a_word():
    tags = PageTokenTags(KEY)
    found = tags.tagged_words(TEXT)
    assert [(start, end) for _, start, end in found] == [
        (start, end) for _, start, end in words(TEXT)
    ]
    assert [tag for tag, _, _ in found] == tags.tags(TEXT)
    assert tags.tags(TEXT) == [tags.tag(word) for word, _, _ in words(TEXT)]


def test_page_tags_are_plain_words_to_sqlite():
    for tag in PageTokenTags(KEY).tags(TEXT):
        assert len(tag) == 8
        assert set(tag) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_a_word_and_its_folded_form_share_their_tag():
    tags = PageTokenTags(KEY)
    assert tags.tag("MÜLLER") == tags.tag("muller") == tags.tag("mu\u0308ller")


def test_words_are_forgotten_when_asked():
    tags = PageTokenTags(KEY)
    before = tags.tags(TEXT)
    assert tags._tag.cache_info().currsize > 0
    tags.forget()
    assert tags._tag.cache_info().currsize == 0
    assert tags.tags(TEXT) == before


def test_half_a_character_is_tagged_like_any_other():
    """Text layers hold lone surrogates; they must not stop a page from being stored."""
    assert PageTokenTags(KEY).tags("a\ud800b")
    assert value_tag(KEY, *CELL, "\ud800") >= 0
