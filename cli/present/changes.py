"""What a path changes: what is lost and why, what leaves, comes and stays, what it costs before and after."""

from __future__ import annotations

from decimal import Decimal

from cli.present.page import Page
from cli.present.voice import Voice
from model.answer import Answer, Loss
from model.catalogue import Catalogue


def put_losses(page: Page, answer: Answer, voice: Voice) -> None:
    """The section of what is cancelled, each with how, why, and whether it can be had back."""
    if not answer.cancel:
        return
    page.heading(voice.say("head.cancel"))
    for loss in answer.cancel:
        page.line(voice.say("cancel", item=voice.item(loss.item), how=voice.say(f"how.{loss.how}")))
        _put_reasons(page, loss, voice)
        if loss.regain:
            page.line(voice.say("regain", channels=voice.channels(loss.regain)), 2)


def _put_reasons(page: Page, loss: Loss, voice: Voice) -> None:
    if not loss.because:
        page.line(voice.say("because.wish"), 2)
    for reason in loss.because:
        page.line(voice.reason(reason), 2, mark=voice.say("label.because"))


def put_moves(page: Page, answer: Answer, voice: Voice) -> None:
    """The sections of what leaves, ends, comes and stays."""
    for key, names in (("head.leaves", answer.leaves), ("head.ended", answer.ended)):
        if names:
            page.heading(voice.say(key))
            page.line(voice.items(names))
    if answer.gains:
        page.heading(voice.say("head.gains"))
        for gain in answer.gains:
            by = voice.items(gain.because)
            item = voice.item(gain.item)
            page.line(voice.say("gain", item=item, by=by) if by else item)
    if answer.keeps:
        page.heading(voice.say("head.keeps"))
        page.line(voice.items(answer.keeps))


def put_costs(page: Page, answer: Answer, voice: Voice) -> None:
    """The section of fees and benefits, before and after."""
    before, after = answer.before, answer.after
    benefits = list(dict.fromkeys((*before.benefits, *after.benefits)))
    if not (before.fee_fen or after.fee_fen or benefits):
        return
    page.heading(voice.say("head.costs"))
    if before.fee_fen or after.fee_fen:
        page.line(voice.say("fee", before=voice.money(before.fee_fen), after=voice.money(after.fee_fen)))
        plans = dict.fromkeys((answer.leaving, answer.to or answer.leaving))
        unknown = [plan for plan in plans if not fee_known(plan, voice.catalogue)]
        if unknown:
            page.line(voice.say("fee.unknown", items=voice.items(plan for plan in unknown if plan is not None)))
    for name in benefits:
        was, becomes = (_amount(side.benefits.get(name)) for side in (before, after))
        page.line(voice.say("benefit.same" if was == becomes else "benefit", name=name, before=was, after=becomes))


def _amount(amount: Decimal | None) -> str:
    return "0" if amount is None else f"{amount.normalize():f}"


def fee_known(plan: str | None, catalogue: Catalogue) -> bool:
    """Whether the catalogue tells the plan's fee; no plan costs nothing."""
    return plan is None or catalogue.items[plan].monthly_fen is not None
