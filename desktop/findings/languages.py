"""Which language a page is written in, by its commonest words."""

_COMMON_WORDS: dict[str, frozenset[str]] = {
    "en": frozenset(
        "the of and to in that is for with by be or not are this which from any shall have has "
        "will you your we our an on at as it".split()
    ),
    "fr": frozenset(
        "le la les des et du un une est que qui dans pour par sur au aux ce cette avec ne pas "
        "sont ou il elle nous vous votre notre leur être l'article".split()
    ),
    "de": frozenset(
        "der die das und den dem des ein eine einer eines ist nicht mit von zu im auf für sich "
        "als auch wird werden oder nach bei sind wir sie ihre zum zur aus".split()
    ),
    "es": frozenset(
        "el la los las de del y en que por con una un para se su al es como no lo sus este "
        "esta será entre".split()
    ),
    "it": frozenset(
        "il lo gli di del della dei delle e che per con una un nel nella è sono non si alla "
        "dal dalla come anche ai al".split()
    ),
    "nl": frozenset(
        "de het een van en in is dat te op voor met zijn niet aan door bij naar ook wordt "
        "worden deze dit uit als of".split()
    ),
    "pl": frozenset(
        "i w na z do się nie jest że o od po przez dla oraz lub jego jak przy ze to są".split()
    ),
}

_LEAST_WORDS = 4
"""Fewer different common words than this say nothing."""


def language_of(text: str) -> str:
    """The language of the text ("en", "fr", "de", "es", "it", "nl", "pl"), or "" where unclear.

    Counts the different common words of each language, and demands a lead: forms and receipts hold
    too few words to tell, and then nothing is better than a guess.
    """
    words = set(text[:6000].lower().split())
    counts = sorted(
        ((len(common & words), language) for language, common in _COMMON_WORDS.items()),
        reverse=True,
    )
    (most, language), (second, _) = counts[0], counts[1]
    return language if most >= _LEAST_WORDS and most > second + 1 else ""
