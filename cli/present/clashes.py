"""Clashes that a draft or a new version makes or cures, in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from cli.present.json import Json
from cli.present.reasons import channel_title
from cli.present.wording import join, say
from model.catalogue import Catalogue
from model.clash import Clash, Clashes, Terms, Way
from model.language import Language
from model.rules.base import name_set
from model.selectors import AllOf, AnyOf, Bound, Not, Origin, Residue, Selector

NAMED_MOST = 5
PAIRED = ("conflict", "only_with")


def clash_words(clash: Clash, language: Language) -> str:
    """What is kept apart, in a sentence. Shape: of long lists the first few names and how many there are."""
    items, others = _names(clash.items, language), _names(clash.others, language)
    key = f"clash.{clash.relation}"
    if clash.relation == "conflict" and clash.items == clash.others:
        key = "clash.within"
    elif not clash.others and clash.relation in ("only_with", "needs"):
        key = "clash.alone" if clash.relation == "only_with" else "clash.needs_nothing"
    text = say(language, key, items=items, others=others, most=clash.terms.most)
    pairs = clash.relation in ("conflict", "only_with") and bool(clash.others) and clash.count > 1
    return text + say(language, "clash.pairs", count=clash.count) if pairs else text


def terms_words(clash: Clash, catalogue: Catalogue, language: Language) -> tuple[str, ...]:
    """On what terms, part by part: how it would be cancelled, when it holds; last what it was before."""
    parts = _terms(clash, clash.terms, catalogue, language)
    if clash.was is None:
        return parts
    glue = "；" if language == "zh" else "; "
    return (*parts, say(language, "clash.was", terms=glue.join(_terms(clash, clash.was, catalogue, language, every=True))))


def _terms(clash: Clash, terms: Terms, catalogue: Catalogue, language: Language, *, every: bool = False) -> tuple[str, ...]:
    lasting = bool(terms.when) and all(_lasts(clash, way, catalogue) for way in terms.when)
    parts = [say(language, "clash.bound" if lasting else f"how.{terms.resolve}")]
    if terms.when:
        ways = say(language, "clash.or").join(_way(clash, way, language) for way in terms.when)
        parts.append(say(language, "clash.when", ways=ways))
    if terms.at is not None:
        channels = join(language, [channel_title(channel, catalogue) for channel in sorted(terms.at)])
        parts.append(say(language, "clash.at", channels=channels))
    for key, day in (("clash.from", terms.valid.since), ("clash.until", terms.valid.until)):
        if day is not None:
            parts.append(say(language, key, day=day))
    if every and terms.most is not None:
        parts.append(say(language, "clash.most", most=terms.most))
    return tuple(parts)


def _way(clash: Clash, way: Way, language: Language) -> str:
    """What must hold of the two holdings, or of the one."""
    told = []
    for key, names, residue in zip(("clash.one", "clash.other"), _sides(clash), way, strict=True):
        if not isinstance(residue, bool):
            key = "clash.it" if not clash.others or clash.relation not in PAIRED else "clash.named" if len(names) == 1 else key
            told.append(say(language, key, what=name_set(residue, language), name=names[0] if names else ""))
    return say(language, "clash.and").join(told)


def _sides(clash: Clash) -> tuple[Sequence[str], Sequence[str]]:
    return clash.items, clash.others


def _lasts(clash: Clash, way: Way, catalogue: Catalogue) -> bool:
    """Whether a holding that is no plan must be bound: then it is there until its term is over, whatever is agreed."""
    if clash.relation not in PAIRED:
        return False
    return any(
        _asks_bound(residue) and all(name in catalogue.items and catalogue.items[name].kind != "plan" for name in names)
        for names, residue in zip(_sides(clash), way, strict=True)
    )


def _asks_bound(residue: Residue | Selector) -> bool:
    match residue:
        case Bound(wanted=wanted):
            return wanted
        case AllOf(parts=parts):
            return any(map(_asks_bound, parts))
        case AnyOf(parts=parts):
            return bool(parts) and all(map(_asks_bound, parts))
        case _:
            return False


def _names(names: Sequence[str], language: Language) -> str:
    shown = join(language, [f"`{name}`" for name in names[:NAMED_MOST]])
    return shown if len(names) <= NAMED_MOST else say(language, "clash.more", names=shown, count=len(names))


def clashes_data(clashes: Clashes, old: Catalogue, new: Catalogue) -> dict[str, Json]:
    """All clashes between two versions. Source: docs/drafts.md."""
    return {
        "new": [clash_data(one, new) for one in clashes.new],
        "changed": [clash_data(one, new) for one in clashes.changed],
        "cured": [clash_data(one, old) for one in clashes.cured],
    }


def clash_data(clash: Clash, catalogue: Catalogue) -> dict[str, Json]:
    """A clash. Source: docs/drafts.md."""
    rule = catalogue.rules.get(clash.rule)
    return {
        "rule": clash.rule,
        "relation": clash.relation,
        "items": list(clash.items),
        "others": list(clash.others),
        "count": clash.count,
        **_terms_data(clash.terms),
        "cite": "" if rule is None else rule.cite,
        "was": None if clash.was is None else _terms_data(clash.was),
    }


def _terms_data(terms: Terms) -> dict[str, Json]:
    since, until = terms.valid.since, terms.valid.until
    ways: list[Json] = [{"item": _asked(one), "other": _asked(other)} for one, other in terms.when]
    return {
        "resolve": terms.resolve,
        "when": ways,
        "most": terms.most,
        "at": None if terms.at is None else sorted(terms.at),
        "valid": {
            "from": None if since is None else since.isoformat(),
            "until": None if until is None else until.isoformat(),
        },
    }


def _asked(residue: Residue | Selector) -> Json:
    """What is asked of a holding, as a file would ask it; None where nothing is."""
    match residue:
        case Bound(wanted=wanted):
            return {"bound": wanted}
        case Origin(names=names):
            return {"origin": list(names)}
        case Not(inner=inner):
            return {"not": _asked(inner)}
        case AllOf(parts=parts):
            return {"all": [_asked(part) for part in parts]}
        case AnyOf(parts=parts):
            return {"any": [_asked(part) for part in parts]}
        case _:
            return None
