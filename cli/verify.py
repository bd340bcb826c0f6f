"""The command `verify`: an answer document is checked by the plain interpreter, without the solver."""

from __future__ import annotations

import json as jsons
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Lang
from cli.present.wording import say
from cli.statuses import NO, YES

if TYPE_CHECKING:
    from model.catalogue import Catalogue
    from model.language import Language
    from model.verify.check import Examined
    from model.verify.claims import Matter, Sentences


def verify(
    answer: Annotated[str, typer.Argument(metavar="ANSWER.json")],
    catalogue: Annotated[str | None, typer.Option("--catalogue", metavar="PATH", help="help.catalogue")] = None,
    draft: Annotated[list[str] | None, typer.Option("--draft", metavar="DRAFT", help="help.draft")] = None,
    subscriber: Annotated[str | None, typer.Option("--subscriber", metavar="FILE", help="help.subscriber")] = None,
    json: Annotated[bool, typer.Option("--json", help="help.json")] = False,
    lang: Annotated[Lang, typer.Option("--lang", help="help.lang")] = Lang.zh,
) -> int:
    """help.verify"""
    from cli.files import existing, read_catalogue, read_subscriber
    from cli.output import write_data, write_text
    from model.errors import BadFile, Place, Problem
    from model.load.texts import read_bytes
    from model.verify.check import verify as check
    from model.verify.document import read_document
    from model.verify.nodes import DOCUMENT_BYTES_MOST

    path = existing(answer, option="ANSWER.json")
    if path.is_dir():
        raise BadFile([Problem(Place(answer), "是一个文件夹", "写出 `solve … --json` 的输出文件")])
    held = read_catalogue(catalogue, drafts=draft or ())
    number = None if subscriber is None else read_subscriber(subscriber, held)
    document = read_document(answer, read_bytes(path, DOCUMENT_BYTES_MOST), held)
    examined = check(document, held, number, sentences=sentences_of(held))
    if json:
        write_data(present_json(examined))
    else:
        write_text(present_text(examined, lang.value))
    return NO if any(one.differences for one in examined) else YES


def sentences_of(catalogue: Catalogue) -> Sentences:
    """The words that the presenters have for a reason, in every language."""
    from cli.present.reasons import block_sentence
    from model.answer import BlockReason

    def sentences(reason: str) -> frozenset[str]:
        languages: tuple[Language, ...] = ("zh", "en")
        return frozenset(block_sentence(BlockReason(reason), catalogue, language) for language in languages)

    return sentences


def present_text(examined: tuple[Examined, ...], language: Language) -> str:
    """One line for each answer, and under it what differs and what was not proved again."""
    lines = []
    for one in examined:
        lines.append(f"{say(language, 'verify.refused' if one.differences else 'verify.verified')}  {_title(one, language)}")
        for each in one.differences:
            wanted, found = _shown(each.wanted), _shown(each.found)
            lines.append("  " + say(language, "verify.difference", path=each.path, wanted=wanted, found=found))
        for claim in one.unproved:
            lines.append("  " + say(language, "verify.unproved", path=claim.path, what=_matter(language, claim.matter)))
    answers = sum(one.path != "answers" for one in examined)
    refused = sum(bool(one.differences) for one in examined)
    lines.append(say(language, "verify.summary", answers=answers, refused=refused))
    return "\n".join(lines) + "\n"


def _title(one: Examined, language: Language) -> str:
    if one.path == "answers":
        return say(language, "verify.list")
    leaving = one.leaving or say(language, "verify.no_plan")
    return f"{one.path}  {leaving} -> {one.to or say(language, 'verify.stays')}  {one.verdict}"


def present_json(examined: tuple[Examined, ...]) -> str:
    """What was found, as data. Shape: same answers, same bytes; ends with a line break."""
    from model.verify.difference import show

    document = {
        "format": "taocan.verify/1",
        "verified": not any(one.differences for one in examined),
        "answers": [
            {
                "path": one.path,
                "from": one.leaving,
                "to": one.to,
                "verdict": one.verdict,
                "verified": not one.differences,
                "differences": [
                    {"path": each.path, "wanted": show(each.wanted), "found": show(each.found)} for each in one.differences
                ],
                "not_proved": [{"path": each.path, "claim": each.matter} for each in one.unproved],
            }
            for one in examined
        ],
    }
    return jsons.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _shown(value: object) -> str:
    from model.verify.difference import show

    return jsons.dumps(show(value), ensure_ascii=False)


def _matter(language: Language, matter: Matter) -> str:
    key = f"verify.{matter}"
    return say(language, key)
