"""The sound of a word by French rules, so that *Dupont* and *Dupond*, *Renault* and *Reno* meet.

Ordered rewritings after those of Phonex, which joins silent letters, nasal vowels and the many
ways to write *o*, *é*, *k* and *s*. Left out is what makes Phonex coarse for names: it takes *b*,
*f* and *v*, and *d*, *p* and *t*, for one another. Added are silent ends (*-ault*, *-d*, *-t*,
*-x*) and silent consonants within (*Lefebvre*, *Baptiste*). In the code, `1` is *an*, `4` *in*,
`5` *on*, `U` *ou*, `C` *ch*, `N` *gn*.

Words come folded (`desktop.vault.normalise`): *é* is *e* and *ç* is *c*. Each rule is applied to a
text of many words, one a line: a fifth of what each word by itself takes. So no rule may look
beyond the end of a line.

Source: F. Brouard, L'art des Soundex, 2001 (Phonex).
"""

import re

_NO_VOWEL_BEHIND = "(?![aeiounm])"
_RULES = tuple(
    (re.compile(pattern, re.MULTILINE), sound)
    for pattern, sound in (
        ("[^a-z\\n]+", ""),
        ("(?<![csp])h", ""),
        ("ph", "f"),
        ("y", "i"),
        ("w", "v"),
        ("(?:e?au)[ltdsxp]*$|ot[sx]?$|o[dstxp]+$", "o"),
        ("e?au", "o"),
        ("(?<=..)(?:er|ez|et|es|ets)$", "e"),
        ("(?<=...)[dtsxz]+$", ""),
        ("bv", "v"),
        ("pt", "t"),
        ("ti(?=on|en|el)", "si"),
        ("sch|ch|sh", "C"),
        ("gn", "N"),
        ("sc(?=[ei])|c(?=[ei])", "s"),
        ("qu?|c?k|c", "k"),
        ("gu(?=[ei])", "G"),
        ("ge(?=[aou])|g(?=[ei])", "j"),
        ("G", "g"),
        ("x", "ks"),
        (f"ie[nm]{_NO_VOWEL_BEHIND}", "i4"),
        (f"(?:ai|ei|oi|i|u)[nm]{_NO_VOWEL_BEHIND}", "4"),
        (f"[ae][nm]{_NO_VOWEL_BEHIND}", "1"),
        (f"o[nm]{_NO_VOWEL_BEHIND}", "5"),
        ("oeu|oe|eu", "e"),
        ("ou", "U"),
        ("oi", "Ua"),
        ("ai|ei", "e"),
        ("(?<=[aeiouU145])s(?=[aeiouU145])", "z"),
        (r"(.)\1+", r"\1"),
        (r"(?<=.[^aeiou\n])e$", ""),
    )
)


def french_codes(lines: str) -> list[str]:
    """The sounds of folded words, one a line; "" for one without Latin letters."""
    for pattern, sound in _RULES:
        lines = pattern.sub(sound, lines)
    return lines.split("\n")
