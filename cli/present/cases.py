"""Cases that were run, for people: what differs, and how many passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cli.cases.judge import FileJudged, Judged
from cli.output import Look
from cli.present.wording import join, say
from model.case import LOOKS, Difference, Value
from model.language import Language

RED, GREEN, PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[0m"
OF_CASE = {"exit": "test.exit", "answers": "test.answers", "stderr": "test.error_text"}
FRAGMENTS = ("says", "stderr")


def present_cases(files: Sequence[FileJudged], language: Language, look: Look) -> str:
    """One line for each file, below it what differs in each case that fails, and the sum.

    Shape: `-` stands before what was expected and `+` before what came; colour only repeats it.
    """
    lines = []
    for file in files:
        lines.append(say(language, "test.file", file=file.path, total=len(file.cases), failed=len(file.failed)))
        for judged in file.failed:
            failed = say(language, "test.failed")
            head = f"  {failed}  {judged.case.name}  ({judged.case.place})"
            lines.append(_coloured(head, RED, look))
            lines += (f"    {_tinted(line, look)}" for line in told(judged, language))
    total, wrong = sum(len(file.cases) for file in files), sum(len(file.failed) for file in files)
    summary = say(language, "test.summary", files=len(files), total=total, passed=total - wrong, failed=wrong)
    return "\n".join([*lines, _coloured(summary, RED if wrong else GREEN, look)]) + "\n"


def told(judged: Judged, language: Language) -> Iterator[str]:
    """What differs in a case, line by line."""
    for one in judged.differences:
        yield _title(one, language)
        yield from (f"  {line}" for line in _compared(one, language))
    if judged.outcome.answers is None:
        lines = judged.outcome.stderr.strip().splitlines()
        yield from (say(language, "test.stderr", text=line) for line in lines)


def _title(one: Difference, language: Language) -> str:
    part, dot, last = one.key.rpartition(".")
    key = part + dot + (say(language, OF_CASE[last]) if last in OF_CASE else last)
    if one.about is None:
        return key
    leaving, to = one.about
    return say(
        language,
        "test.about",
        leaving=leaving or say(language, "test.any" if one.key == "answers" else "test.no_plan"),
        to=to or say(language, "test.stays"),
        what=key,
    )


def _compared(one: Difference, language: Language) -> Iterator[str]:
    if one.key.removeprefix("instead.") in FRAGMENTS:
        yield say(language, "test.lacks", value=shown(one.wanted, language))
        return
    yield say(language, "test.wanted", value=shown(one.wanted, language))
    yield say(language, "test.found", value=shown(one.found, language))
    wanted, found = _names(one.wanted), _names(one.found)
    form = LOOKS[one.key][0] if one.key in LOOKS else ""
    if form in ("set", "losses") and one.key != "blocked_by" and (len(wanted) > 1 or len(found) > 1):
        for key, left, right in (("test.missing", wanted, found), ("test.extra", found, wanted)):
            rest = [name for name in left if name not in right]
            if rest:
                yield "  " + say(language, key, value=join(language, rest))


def _names(value: Value) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, tuple | Mapping) else ()


def shown(value: Value, language: Language) -> str:
    """A value as one line."""
    match value:
        case None | ():
            return say(language, "test.none")
        case bool():
            return "true" if value else "false"
        case Mapping():
            pairs = [f"{name}: {one if isinstance(one, str) else _listed(one, language)}" for name, one in value.items()]
            return ("；" if language == "zh" else "; ").join(pairs) or say(language, "test.none")
        case tuple():
            return join(language, [one if isinstance(one, str) else "{" + join(language, one) + "}" for one in value])
        case _:
            return str(value)


def _listed(names: Sequence[str], language: Language) -> str:
    return join(language, tuple(names)) or say(language, "test.none")


def _tinted(line: str, look: Look) -> str:
    mark = line.strip()[:2]
    return _coloured(line, RED, look) if mark == "- " else _coloured(line, GREEN, look) if mark == "+ " else line


def _coloured(text: str, colour: str, look: Look) -> str:
    return f"{colour}{text}{PLAIN}" if look.bold else text
