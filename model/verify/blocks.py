"""Blocks: why a line has no path, as far as it can be checked without a search; and answers without a path."""

from __future__ import annotations

from model.answer import Answer, Assumed, Block
from model.days import add_months
from model.rules.eligible import Eligible
from model.verify.account import charge, in_sequence
from model.verify.claims import ORDER, Checked, Question, Unproved, check_reason, cut_of
from model.verify.difference import Difference, compare


def check_above(question: Question, answer: Answer, path: str) -> Checked:
    """Whether there is one block for each line that was refuted above the verdict's."""
    lines = ORDER if question.query.channel is not None else ("reachable", "later")
    wanted = tuple(line for line in lines if line in lines[: lines.index(answer.verdict)]) if answer.verdict in lines else ()
    said = tuple(block.line for block in answer.above)
    if said != wanted:
        yield Difference(f"{path}.above", wanted, said)
    for place, block in enumerate(answer.above):
        yield from check_block(question, block, f"{path}.above[{place}]")


def check_block(question: Question, block: Block, path: str) -> Checked:
    """Whether a block's premises are in the catalogue, in its words, with the items and facts that they speak of."""
    rules = question.catalogue.rules
    items: set[str] = set()
    facts: list[str] = []
    for place, reason in enumerate(block.because):
        here = f"{path}.because[{place}]"
        yield from check_reason(question, reason.rule, f"{here}.rule")
        says = question.sentences(reason.rule)
        if says and reason.says not in says:
            yield Difference(f"{here}.says", min(says), reason.says)
        rule = rules.get(reason.rule)
        cite = "" if rule is None else rule.cite
        yield from compare(reason.cite, cite, f"{here}.cite")
        if rule is None:
            items.add(reason.rule.partition(":")[2])
        else:
            facts += [*rule.guards.facts, *(rule.body.facts if isinstance(rule.body, Eligible) else ())]
    yield from compare(block.items, in_sequence(question.law, items), f"{path}.items")
    yield from compare(block.facts, tuple(dict.fromkeys(facts)), f"{path}.facts")
    if len({reason.rule for reason in block.because}) < len(block.because):
        yield Difference(f"{path}.because", "each premise once", tuple(reason.rule for reason in block.because))
    query = question.query
    cut = cut_of(
        question,
        block.line,
        frozenset(),
        tuple(reason.rule for reason in block.because),
        add_months(query.on, query.horizon_months),
    )
    if (
        not cut.unmet(query.goal.drop)
        and not cut.never_come(query.goal.add)
        and (query.goal.to is None or query.goal.to in cut.reached())
    ):
        yield Unproved(path, "block")


def check_pathless(question: Question, answer: Answer, path: str) -> Checked:
    """An answer without a path: nothing happens, and where it is blocked there is a block."""
    held = charge(question.catalogue, question.first)
    empty = Answer(question.first.plan_name, question.query.goal.to, answer.verdict, held, held)
    bare = Answer(
        answer.leaving, answer.to, answer.verdict, answer.before, answer.after, answer.cancel, answer.leaves, answer.ended,
        answer.gains, answer.keeps, answer.steps, answer.minimal, answer.ties, answer.instead, None,
        () if answer.verdict == "undecided" else answer.above, (),
        answer.warnings,
    )  # fmt: skip
    yield from compare(bare, empty, path)
    if answer.verdict == "undecided":
        for place, block in enumerate(answer.above):
            yield from check_block(question, block, f"{path}.above[{place}]")
        yield from compare(answer.blocked, None, f"{path}.blocked")
        yield from compare(answer.assuming, (), f"{path}.assuming")
        yield Unproved(f"{path}.verdict", "undecided")
    elif answer.blocked is None:
        yield Difference(f"{path}.blocked", "a block", None)
    else:
        yield from check_block(question, answer.blocked, f"{path}.blocked")
        yield from compare(answer.assuming, _unknown(question, answer.blocked), f"{path}.assuming")


def _unknown(question: Question, block: Block) -> tuple[Assumed, ...]:
    """The facts that the rules of a block read and that are not known."""
    found = []
    for fact in question.catalogue.facts:
        if fact in question.first.facts:
            continue
        reading = []
        for reason in block.because:
            rule = question.catalogue.rules.get(reason.rule)
            if rule is not None and (fact in rule.guards.facts or (isinstance(rule.body, Eligible) and fact in rule.body.facts)):
                reading.append(rule.id)
        if reading:
            found.append(Assumed(fact, tuple(reading)))
    return tuple(found)
