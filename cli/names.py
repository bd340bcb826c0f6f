"""Words of the command line and what they name. A word that is not known is never guessed: candidates are listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from unicodedata import normalize

from cli.misuse import Misuse
from model.catalogue import Catalogue, WordKind
from model.items import Item

Words = Mapping[str, tuple[WordKind, tuple[str, ...]]]
MOST_CANDIDATES = 8
MOST_ALIKE = 5
LEAST_LIKENESS = 40


def find(words: Words, word: str, *, option: str) -> tuple[WordKind, tuple[str, ...]]:
    """What a word names. Errors: Misuse with candidates if it names nothing."""
    word = normalize("NFC", word).strip()
    found = words.get(word)
    if found is None:
        raise Misuse("broken.unknown", candidates=candidates(word, words), word=word, option=option)
    return found


def one_item(catalogue: Catalogue, words: Words, word: str, *, option: str, instead_of_plan: str = "") -> Item:
    """The one item that a word names.

    Errors: Misuse if it names none or several; or a plan, where `instead_of_plan` names the option for plans.
    """
    _, names = find(words, word, option=option)
    if not names:
        raise Misuse("broken.nothing", word=word, option=option)
    if len(names) > 1:
        raise Misuse("broken.several", candidates=names, several=True, word=word, option=option)
    item = catalogue.items[names[0]]
    if instead_of_plan and item.kind == "plan":
        raise Misuse("broken.plan", word=word, option=option, right=instead_of_plan)
    return item


def plans_of(catalogue: Catalogue, words: Words, word: str, *, option: str) -> tuple[tuple[Item, ...], bool]:
    """The plans that a word names, and whether it is the name or alias of one item. Errors: Misuse if there are none."""
    kind, names = find(words, word, option=option)
    if kind == "item" and len(names) > 1:
        raise Misuse("broken.several", candidates=names, several=True, word=word, option=option)
    plans = tuple(catalogue.items[name] for name in names if catalogue.items[name].kind == "plan")
    if not plans:
        raise Misuse("broken.no_plan", word=word, option=option)
    return plans, kind == "item"


def candidates(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Known words that may have been meant, best first: by prefix, part, pinyin, initials, then likeness.

    Shape: at most MOST_CANDIDATES. Cost: imports pypinyin and rapidfuzz; spells every known word.
    """
    names = sorted({normalize("NFC", name) for name in known}, key=lambda name: (len(name), name))
    asked = normalize("NFC", word).strip().casefold()
    if not asked or not names:
        return tuple(names[:MOST_CANDIDATES])
    folded = {name: name.casefold() for name in names}
    found = [n for n in names if folded[n] == asked]
    found += [n for n in names if folded[n].startswith(asked)]
    found += [n for n in names if asked in folded[n] or (len(folded[n]) > 1 and folded[n] in asked)]
    found += _by_sound(asked, names)
    found += _by_likeness(asked, names)
    return tuple(dict.fromkeys(found))[:MOST_CANDIDATES]


def _spell(text: str) -> tuple[str, str]:
    """The pinyin of a text and its initials, other characters as they are."""
    from pypinyin import lazy_pinyin

    folded = text.casefold()
    syllables = lazy_pinyin(folded)
    return "".join(syllables), "".join(s if s in folded else s[:1] for s in syllables)


def _by_sound(asked: str, names: list[str]) -> list[str]:
    sound, initials = _spell(asked)
    spelt = {name: _spell(name) for name in names}
    same = [n for n in names if spelt[n][0] == sound]
    begin = [n for n in names if spelt[n][0].startswith(sound) or spelt[n][1].startswith(asked)]
    inside = [n for n in names if len(asked) > 1 and (sound in spelt[n][0] or asked in spelt[n][1])]
    alike = [n for n in names if len(initials) > 2 and spelt[n][1] == initials]
    return same + begin + inside + alike


def _by_likeness(asked: str, names: list[str]) -> list[str]:
    from rapidfuzz import fuzz, process

    found = process.extract(
        asked, names, scorer=fuzz.ratio, processor=str.casefold, limit=MOST_ALIKE, score_cutoff=LEAST_LIKENESS
    )
    return [name for name, _, _ in found]
