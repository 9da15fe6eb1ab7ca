"""Tags are keyed, the same for the same word, and other in every index and matter."""

import hmac
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.finding import FindingKind
from desktop.vault.blind_index import PageTokenTags
from desktop.vault.finding_tags import BUCKETS, FindingTagger, value_text
from desktop.vault.keyed_hash import keyed_hash
from desktop.vault.keys import IndexKey
from desktop.vault.labels import Label
from desktop.vault.normalise import fold, lookup_tokens, words
from tests.vault import by_hand

KEY, OTHER_KEY = IndexKey(bytes(range(32))), IndexKey(bytes(range(1, 33)))
WORDS = st.text(min_size=1, max_size=12)
TEXT = "Der Ver-\ntrag mit Müller & Söhne über 1.234,50 EUR"


def key_by_hand(label, *names):
    context = b"".join(map(by_hand.field, names))
    return by_hand.derived(KEY.reveal(), str(label), context)


@given(st.binary(max_size=64), st.binary(max_size=200))
def test_a_keyed_hash_is_that_of_the_standard_library(key, text):
    assert keyed_hash(key)(text) == hmac.digest(key, text, "sha256")


def test_a_key_longer_than_a_block_is_refused():
    with pytest.raises(ValueError, match="longer than a block"):
        keyed_hash(bytes(65))


# ------------------------------------------------------------------ pages


def test_a_page_tag_has_its_known_answer(known):
    assert PageTokenTags(KEY).tag(known["tags"]["page_word"]) == known["tags"]["page_tag"]


@given(WORDS)
def test_a_page_tag_is_forty_bits_of_an_hmac(word):
    key = key_by_hand(Label.INDEX_PAGE_TOKEN)
    assert PageTokenTags(KEY).tag(word) == by_hand.page_tag(key, fold(word))


def test_the_tags_of_a_page_stand_in_reading_order_one_a_word():
    tags = PageTokenTags(KEY)
    assert tags.tags(lookup_tokens(TEXT)) == [tags.tag(word) for word, _, _ in words(TEXT)]


def test_page_tags_are_plain_words_to_sqlite():
    for tag in PageTokenTags(KEY).tags(lookup_tokens(TEXT)):
        assert len(tag) == 8
        assert set(tag) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_a_word_and_its_folded_form_share_their_tag():
    tags = PageTokenTags(KEY)
    assert tags.tag("MÜLLER") == tags.tag("muller") == tags.tag("mu\u0308ller")


def test_words_are_forgotten_when_asked():
    tags = PageTokenTags(KEY)
    before = tags.tags(lookup_tokens(TEXT))
    assert tags._tag.cache_info().currsize > 0
    tags.forget()
    assert tags._tag.cache_info().currsize == 0
    assert tags.tags(lookup_tokens(TEXT)) == before


def test_half_a_character_is_tagged_like_any_other():
    """Text layers hold lone surrogates; they must not stop a page from being stored."""
    assert PageTokenTags(KEY).tags(lookup_tokens("a\ud800b"))
    assert FindingTagger(KEY).of_value("\ud800").bucket < BUCKETS


# ------------------------------------------------------------------ findings


def test_tags_of_findings_have_their_known_answers(known):
    tags, tagger = known["tags"], FindingTagger(KEY)
    value, word = tagger.of_value(tags["value"]), tagger.of_word(tags["word"])
    assert (value.bucket, value.check.hex()) == (tags["value_bucket"], tags["value_check"])
    assert (word.bucket, word.check.hex()) == (tags["word_bucket"], tags["word_check"])


@given(WORDS)
def test_a_tag_of_a_finding_is_forty_bits_of_an_hmac(word):
    tagger = FindingTagger(KEY)
    for tag, label, name, first in (
        (tagger.of_value(word), Label.INDEX_VALUE, "whole", 0),
        (tagger.of_word(word), Label.INDEX_TOKEN, "word", BUCKETS),
    ):
        number = by_hand.bucket(key_by_hand(label, "finding", "value", name), word, 40)
        assert tag.bucket - first == number >> 32
        assert int.from_bytes(tag.check, "big") == number & 0xFFFFFFFF


def test_every_bucket_holds_its_share():
    """25,600 different values lie about a hundred to a bucket."""
    tagger = FindingTagger(KEY)
    counts = Counter(tagger.of_value(f"value {number}").bucket for number in range(25_600))
    assert len(counts) == BUCKETS
    assert min(counts.values()) > 60
    assert max(counts.values()) < 150


@pytest.mark.parametrize("text", ["DE89 3704 0044 0532 0130 00", "de89-3704-0044-0532-0130-00"])
def test_an_identifier_is_found_however_it_is_grouped(known, text):
    assert value_text(FindingKind.IBAN, text) == known["tags"]["value"]


# ------------------------------------------------------------------ other keys, other tags


def test_the_same_word_has_other_tags_in_other_indexes_and_matters():
    one, other = FindingTagger(KEY), FindingTagger(OTHER_KEY)
    made = [
        tag.check for tagger in (one, other) for tag in (tagger.of_value("x"), tagger.of_word("x"))
    ]
    assert len(set(made)) == len(made)
    assert PageTokenTags(KEY).tag("brandt") != PageTokenTags(OTHER_KEY).tag("brandt")
