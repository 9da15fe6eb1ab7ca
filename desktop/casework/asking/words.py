"""Small words of English, French and German: what a question or an answer holds beside its matter.

All are folded (lower case, no accents), as `desktop.vault.normalise.fold` makes them.
"""

from desktop.findings.months import NUMBER_OF_MONTH
from desktop.vault.normalise import fold, folded_words


def _set(*lists: str) -> frozenset[str]:
    return frozenset(word for words in lists for word in folded_words(words))


NEGATIONS = _set(
    "no not never none neither nor without cannot don doesn didn isn wasn won",
    "non ne pas jamais aucun aucune sans ni rien",
    "nein nicht kein keine keinen keinem keiner keines nie niemals ohne weder",
)

FUNCTION_WORDS = NEGATIONS | _set(
    "a an the this that these those of to in on at by for from with within into under over as"
    " and or but if is are was were be been being am do does did done has have had will would"
    " shall should can could may might must it its he she they them his her their we our you"
    " your i me my there here what which who whom whose when where why how much many long yes"
    " any all some each every about after before between until since per than then so such"
    " please tell give show find say says said stated stand stands written mentioned according"
    " document documents page pages file s t",
    "le la les l un une des du de d au aux ce cet cette ces et ou mais si est sont etait"
    " etaient etre ete a ont avait il elle ils elles on nous vous je tu me se sa son ses leur"
    " leurs notre votre que qui quoi quel quelle quels quelles quand ou comment combien"
    " pourquoi y en dans sur sous par pour avec chez vers depuis jusque entre selon oui tout"
    " tous toute toutes qu c n j m t document documents page pages dit indique donne donner"
    " montre trouve s il plait",
    "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesem"
    " diesen und oder aber wenn ist sind war waren wird wurde wurden werden sein gewesen hat"
    " haben hatte hatten kann können könnte soll sollte muss darf es er sie ihr ihre ihren"
    " ihrem sein seine wir unser ich mein man was welche welcher welches welchen welchem wer"
    " wen wem wessen wann wo woher wohin warum wieso wie viel viele hoch lange ja im in am an"
    " auf aus bei mit nach von vom zu zum zur für über unter durch gegen um als auch noch nur"
    " so sich da dort hier bitte sag nenne zeige finde steht stehen dokument dokumente"
    " dokuments seite seiten laut gemäß bis seit zwischen",
)
"""Words that carry no matter of their own; those of questions among them."""

NUMBER_WORDS = _set(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred"
    " thousand million billion half twice first second third fourth fifth quarter dozen",
    "deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt trente"
    " quarante cinquante soixante cent cents mille millions milliard premier premiere deuxieme"
    " troisieme moitie demi trimestre",
    "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn"
    " sechzehn siebzehn achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig"
    " neunzig hundert tausend million millionen milliarde halb halbe erste ersten zweite zweiten"
    " dritte dritten quartal",
)
"""Numbers and ordinals as words, but for *one*, which French and German write like *a*."""

MONTHS = frozenset(fold(name) for name in NUMBER_OF_MONTH if len(name) > 3) | _set("may mai")

MUST_BE_QUOTED = NUMBER_WORDS | MONTHS


def content_words(text: str) -> list[str]:
    """The folded words of a text that carry its matter, each once, in their order."""
    return list(dict.fromkeys(word for word in folded_words(text) if is_content(word)))


def is_content(folded: str) -> bool:
    """Whether a folded word carries matter: a number, or a longer word that is no small one."""
    return folded not in FUNCTION_WORDS and (len(folded) > 1 or folded.isdigit())
