"""Whether a plan can be entered while some holdings are protected: a relaxation that never says no where a path could go.

A plan can be entered if some set that satisfies the standing rules holds it, what comes with it, and what is protected;
any extras may be there. Only rules that act on all days of the window and through all channels count, and a condition on a
holding counts only where it is sure. Instances that may have come about before are left out, since they may be tolerated: those
among the holdings of the first state, those of what a booked plan brings with what is not the plan, and those without the plan
of rules that have not acted, or of conditions that have not held, since the line began.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

from solver.backend import Backend
from solver.ground.entered import Let, Stopped
from solver.ground.entries import Asking
from solver.ground.items import NOTHING, Items
from solver.ground.lapse import Lapses, Window
from solver.ground.scope import Scope
from solver.ground.settled import Settled
from solver.ground.world import World
from solver.relaxed.breaking import may_break
from solver.relaxed.certain import Certain
from solver.relaxed.extras import Extras, unlike

if TYPE_CHECKING:
    from solver.relaxed.captive import Captive

FEW = 4
"""So few protected holdings are looked at by themselves, rather than all that a number has."""


class Doors(Certain):
    """The plans that can be entered, in one scope, on one line, from one first state.

    Shape: unless it `looks_close` a demand may be broken where something that ends may be there at all.
    """

    def __init__(self, scope: Scope, world: World, window: Window, channels: tuple[str, ...], backend: Backend) -> None:
        super().__init__(scope, world, window)
        self.backend, self._channels = backend, frozenset(channels)
        self.facts = Settled(scope, world, self._channels)
        booked = NOTHING if world.booked is None else self.program.with_parts(world.booked[:1]) - {world.booked[0]}
        self.by_time = booked.difference(self.had)
        """What a booked plan brings in when it begins: beside what was ordered before, whatever that breaks."""
        self.old = self.by_time.union(self.had)
        self._parts: dict[int, tuple[Items, frozenset[str]]] = {}
        self._active = self._few_rules()
        self._like: dict[Items, tuple[int, Items, bool]] = {}
        self._allowing: dict[Items, Items] = {}
        self._asking: dict[Items, bool] = {}
        self._answers: dict[tuple[int, int], tuple[int, ...]] = {}
        self._candidates: dict[tuple[int, int], tuple[list[int], Iterator[int]]] = {}
        self._come: tuple[Items, Items] | None = None
        self.blamed: set[int] = set()
        self.looks_close = True
        self.captives: tuple[Captive, ...] = ()
        key = (window, self._channels, world)
        known = scope.memory.windows.get(key)
        if known is None:
            self.lapses = Lapses(scope.program, world, window)
            known = scope.memory.windows[key] = (self.lapses, scope.memory.sign(self._signed()), self._all_tied())
        self.lapses, self.sign, self._tied = known

    def hold_captive(self, captives: tuple[Captive, ...]) -> None:
        """Takes in of which sets one is always held: no plan is entered beside which none can be."""
        self.captives = captives
        self.sign = self.scope.memory.sign((self.sign, *(one.items for one in captives)))

    def _all_tied(self) -> Items:
        """The first holdings of which some rule says with what they stand."""
        program = self.program
        by_item = (program.pairs, program.beside, program.crowds, program.needs, program.needed_by)
        return frozenset(item for item in self.had if any(entries[item] for entries in by_item))

    # -- entering --------------------------------------------------------------------------------------------------------
    def parts(self, plan: int) -> Items:
        """What is surely held when the plan has just been entered; notes what keeps it from being cancelled before."""
        found = self._parts.get(plan)
        if found is None:
            found = self._parts[plan] = self.scope.noting(lambda: self._bring(plan))
        self.scope.stopped |= found[1]
        return found[0]

    def _bring(self, plan: int, *, surely: bool = True) -> Items:
        """All that surely comes with a plan: its parts, and of parts not held at first what stays with them.

        Shape: unless `surely` what would be if no part of what stays could be cancelled alone.
        """
        found: set[int] = set()
        border = [(plan, True)]
        while border:
            item, arrives = border.pop()
            for carrier in self.program.brings[item]:
                part = carrier.part
                if part in found or part == plan or not self.brings_always(carrier.rule):
                    continue
                lasting = not carrier.removable and item not in self.old and self._never_ends(part)
                if arrives or (lasting and (not surely or self.scope.built_in("part", part))):
                    found.add(part)
                    border.append((part, False))
        return frozenset(found)

    def _never_ends(self, part: int) -> bool:
        """Whether no holding of an item goes by itself: one that was there before is not brought anew, and stays as it is."""
        held = self.had.get(part)
        return part not in self.program.fleeting and (held is None or not held.ends)

    def brings_always(self, rule: int) -> bool:
        """Whether what brings something by a rule (-1: by itself) does so on all days."""
        program = self.program
        return rule < 0 or (program.since[rule] <= self.window.begun and self.window.last <= program.until[rule])

    def enterable(self, plan: int, kept: Items) -> bool:
        """Whether the plan can be entered with `kept` protected; notes the rules that stop it."""
        if self._active is not None and not self.captives and self._is_untouched(plan, kept):
            like = self._like.get(kept)
            if like is not None and like[2]:
                return True
            first, bearing, _ = like or (plan, self._bearing(plan, kept & self._tied), False)
            known = self._enters(first, bearing)
            self._like[kept] = (first, bearing, known)
            return known
        return self._enters(plan, self._bearing(plan, kept & self._tied))

    def enterable_while_met(self, plan: int, kept: Items) -> bool:
        """Whether the plan can be entered with `kept` protected while time has broken no demand of these; notes what stops it."""
        return self._enters(plan, self._bearing(plan, kept & self._tied), while_met=True)

    def _enters(self, plan: int, kept: Items, *, while_met: bool = False) -> bool:
        """Whether the plan can be entered with `kept` protected, of which all bears on it; from memory if it is known."""
        self._kept, scope, plan = kept, self.scope, self.scope.like(plan)
        known = scope.memory.entered(self.sign, plan, while_met)
        stopped = known.stop(kept, scope.only, self._coming)
        if stopped is None:
            asked = scope.arrivals is not None and scope.arrivals.awake
            if known.lets(kept, scope.only, asked=asked, coming=self._coming):
                return True
            against, stops = scope.noting(lambda: self._against(plan, kept, while_met=while_met))
            if against is None:
                known.let.append(Let(kept, scope.only, asked, self._coming_now()))
                scope.stopped |= stops
                return True
            stopped = Stopped(against, stops, scope.only, self._coming_now())
            known.stopped.append(stopped)
        scope.stopped |= stopped.stops
        self.blamed |= stopped.kept
        return False

    def fading(self, kept: Items) -> Iterator[tuple[int, Asking]]:
        """The demands of what is kept that were met at first, and that time may break."""
        self._kept = kept
        for item in sorted(kept & self._tied):
            for asking in self.program.needs[item]:
                if self.is_made(item, asking) and self.met_at_first(item, asking) and self.may_break(item, asking):
                    yield item, asking

    def may_break(self, item: int, asking: Asking) -> bool:
        """Whether time may break a demand that was met: looked at closely where it is asked what may come (`may_break`)."""
        known = self.lapses.may_break(item, asking)
        return may_break(self, item, asking) if known and not self.lapses.lapsing and self._coming() is not None else known

    def whole(self) -> Doors:
        """The doors of all days up to the last of the window, that look less closely at demands."""
        days = Window(self.window.begun, self.window.begun, self.window.last)
        made = Doors(self.scope, self.first, days, tuple(sorted(self._channels)), self.backend)
        made.looks_close = False
        return made

    @cached_property
    def _touched(self) -> Items:
        """The plans of which, or of what may come with which, one of the few rules that act speaks."""
        assert self._active is not None
        return frozenset().union(*map(self.program.plans_touched, self._active))

    def _is_untouched(self, plan: int, kept: Items) -> bool:
        """Whether none of the few rules that act speaks of a plan or what comes with it: such plans are entered alike."""
        return plan not in self._asked_for(kept) and plan not in self._touched

    def _asked_for(self, kept: Items) -> Items:
        """The plans beside which what is kept may be, by the few rules that act."""
        assert self._active is not None
        plans = self._allowing.get(kept)
        if plans is None:
            asked = (asking for item in kept for asking in self.program.beside[item] if asking.rule in self._active)
            plans = self._allowing[kept] = frozenset(one for asking in asked for _, group in asking.groups for one in group)
        return plans

    def entered_alike(self, plans: Items, kept: Items) -> Items:
        """Of some plans those of which none of the few rules that act speaks, where they can be entered with `kept` protected."""
        if self._active is None or self.captives:
            return NOTHING
        untouched = plans.difference(self._touched, self._asked_for(kept))
        return untouched if untouched and self.enterable(min(untouched), kept) else NOTHING

    def _signed(self) -> object:
        """What the window has that can make a difference: two windows with the same sign let the same plans be entered."""
        program, window = self.program, self.window
        begun, first, last = window.begun, window.first, window.last
        rules = tuple(
            (program.since[n] <= first, program.since[n] <= begun, last <= program.until[n]) for n in program.dated_rules
        )
        bonds = tuple(
            (hold.until >= begun, hold.until >= first, hold.until >= last) for hold in self.first.with_plan if hold.until
        )
        sales = tuple(self._sold_in_window(n) for n in program.dated_sales if not program.is_plan[n])
        settled = tuple(len(self.facts.values(fact)) for fact in program.facts)
        return window.waits, rules, bonds, sales, settled, self.lapses.sign()

    def least_extras(self, plan: int, free: Items, kept: Items) -> int:
        """How many items at least must be ordered for needs before the plan can be entered, `free` ones not counted.

        Shape: one where a demand is met, or broken by time, only after one is ordered for it.
        """
        self._kept = kept
        fixed = frozenset((plan,)) | self.parts(plan) | kept
        least = self._least_extras(plan, fixed, free, self.may_break)
        if least:
            return least
        return min(1, self._least_extras(plan, fixed, free, lambda _, asking: self.lapses.may_break_freely(asking, free)))

    def _least_extras(self, plan: int, fixed: Items, free: Items, may_break: Callable[[int, Asking], bool]) -> int:
        open_ = self.open_among(fixed, may_break)
        return Extras(self, plan, fixed).least(open_, free | self.old) if open_ else 0

    def open_demands(self, plan: int, kept: Items) -> tuple[list[tuple[int, Asking]], Items]:
        """The demands that must be met when the plan is entered, and are not by what surely is held then: and that."""
        self._kept = kept
        fixed = frozenset((plan,)) | self.parts(plan) | kept
        return self.open_among(fixed, self.may_break), fixed

    def open_among(self, fixed: Items, may_break: Callable[[int, Asking], bool]) -> list[tuple[int, Asking]]:
        """The demands of what is held, while some holdings are kept, that must be met and that nothing of it meets."""
        demands = self._demands(fixed, fixed - self.old, self._kept, may_break)
        return [(item, asking) for item, asking in demands if not self.met(item, asking, fixed)]

    def _few_rules(self) -> Items | None:
        """The rules that act where only some premises do; None where all do, or where one asks for something to be held."""
        named = self.scope.named
        return None if named is None or any(self.program.rules[rule].body.NAME == "needs" for rule in named) else named

    def _bearing(self, plan: int, kept: Items) -> Items:
        """Of tied holdings of the first state those that can make a difference to entering the plan while they are kept.

        Shape: all of them where something is ordered for what is kept: any may keep that away.
        """
        more = self._asking.get(kept)
        if more is None:
            more = self._asking[kept] = any(self._asks_for_more(item, kept) for item in kept)
        if more or self.captives:
            return kept
        found = self.scope.memory.bears.get((self.sign, plan))
        if found is None:
            arriving = frozenset((plan,)) | self._bring(plan, surely=False)
            if any(self.program.needs[item] for item in arriving):
                found = self._tied
            elif len(kept) < FEW:
                return frozenset(item for item in kept if self._bears_on(item, arriving))
            else:
                found = frozenset(item for item in self._tied if self._bears_on(item, arriving))
            self.scope.memory.bears[self.sign, plan] = found
        return kept & found

    def _asks_for_more(self, item: int, kept: Items) -> bool:
        """Whether a holding has a demand that nothing which is kept meets."""
        return any(kept.isdisjoint(self.answers(item, asking)) for asking in self.program.needs[item])

    def _bears_on(self, item: int, arriving: Items) -> bool:
        program = self.program
        if program.beside[item] or program.needs[item]:
            return True
        if not all(pair.other.keys().isdisjoint(arriving) for pair in program.pairs[item]):
            return True
        return not all(crowd.of.keys().isdisjoint(arriving) for crowd in program.crowds[item])

    def _against(self, plan: int, kept: Items, *, while_met: bool = False) -> Items | None:
        """What of the holdings that are kept keeps the plan from being entered, by itself; None if it can be entered."""
        fixed = frozenset((plan,)) | self.parts(plan) | kept
        broken = tuple(self._broken(plan, fixed))
        if broken:
            self.scope.stop({rule for rule, _ in broken})
            return min((kept.intersection(items) for _, items in broken), key=len)

        def may_be_broken(item: int, asking: Asking) -> bool:
            return not (while_met and item in kept) and self.may_break(item, asking)

        open_ = self.open_among(fixed, may_be_broken)
        open_ += [(plan, one.asking) for one in self.captives if not self.met(plan, one.asking, fixed)]
        if not open_ or Extras(self, plan, fixed).some_set(open_):
            return None
        self.scope.stopped.update(*(one.premises for one in self.captives))
        return kept

    def _broken(self, plan: int, fixed: Items) -> Iterator[tuple[int, Iterable[int]]]:
        """The rules that a set which surely is held breaks, each with the items that do."""
        for item in sorted(fixed - self.old):
            beside = fixed if item == plan else fixed - self.by_time
            for pair in self.program.pairs[item]:
                other = self.clash(pair, item, beside, plan)
                if other is not None:
                    yield pair.rule, (item, other)
            arrives = item == plan
            for rule, residue, fit in self.program.fits[item]:
                if self.always(rule, new=arrives) and self.sure(residue, item, new=arrives):
                    if self.facts.fails(fit.tests):
                        yield rule, (item,)
            for crowd in self.program.crowds[item]:
                arrives = self.sure(crowd.of.get(plan), plan, new=True)
                if self.always(crowd.rule, new=arrives) and self.sure(crowd.of.get(item), item, new=arrives):
                    members = [other for other in beside if self.sure(crowd.of.get(other), other, new=arrives)]
                    if len(members) > crowd.n:
                        yield crowd.rule, members
        for item in sorted(fixed):
            for asking in self.program.beside[item]:
                if self.always(asking.rule, new=True) and self.stands_alone(item, asking, plan):
                    yield asking.rule, (item,)

    def _demands(
        self, fixed: Items, new: Items, kept: Items, may_break: Callable[[int, Asking], bool]
    ) -> list[tuple[int, Asking]]:
        """The demands that must be met when the plan is entered: those of holdings only where time may not break them."""
        found = []
        for item in sorted(fixed):
            for asking in self.program.needs[item]:
                if not self.is_made(item, asking) or (not self.program.is_plan[item] and may_break(item, asking)):
                    continue
                if item in new or (item in kept and self.met_at_first(item, asking)):
                    found.append((item, asking))
        return found

    def met(self, item: int, asking: Asking, fixed: Items) -> bool:
        """Whether something that is surely held may meet a demand."""
        return any(other != item and other in fixed for other in self.answers(item, asking))

    def answers(self, item: int, asking: Asking) -> tuple[int, ...]:
        """The items that may meet a demand."""
        known = self._answers.get((item, id(asking)))
        if known is not None:
            return known
        found: set[int] = set()
        for residue, answers in asking.groups:
            if self.possible(residue, item):
                found.update(other for other, asked in answers.items() if other != item and self.possible(asked, other))
        ordered = tuple(sorted(found))
        if all(asked is True for residue, answers in asking.groups for asked in (residue, *answers.values())):
            self._answers[item, id(asking)] = ordered
        return ordered

    def candidates(self, item: int, asking: Asking) -> Iterator[int]:
        """Of the items that may meet a demand those that are worth trying (`unlike`), picked as they are asked for."""
        key = (item, id(asking))
        known = self._candidates.get(key)
        if known is None:
            apart = self.old if self.scope.asked is None else self.old | self.scope.asked
            known = ([], unlike(self.answers(item, asking), apart, self.scope.alike))
            if key in self._answers:
                self._candidates[key] = known
        picked, rest = known
        for number in count():
            if number == len(picked):
                more = next(rest, None)
                if more is None:
                    return
                picked.append(more)
            yield picked[number]

    def can_be_there(self, item: int) -> bool:
        """Whether an item may ever be held: at first, by order, or brought by something."""
        if item in self.had:
            return True
        coming = self._coming()
        if coming is not None and item not in coming:
            return False
        if self.program.carriers[item]:
            return True
        if self.program.items[item].withdrawn or not self._sold_in_window(item):
            return not self.scope.built_in("sold", item)
        return True

    def _coming_now(self) -> Items | None:
        """What may come where only some premises act; None where all do, and where it is not asked."""
        return None if self.scope.only is None else self._coming()

    def _coming(self) -> Items | None:
        """What may come on a path that keeps what is kept, None where that is not known, or not asked yet."""
        arrivals = self.scope.arrivals
        if arrivals is None or not arrivals.awake:
            return None
        if self._come is None or self._come[0] is not self._kept:
            self._come = (self._kept, arrivals.beside(self._kept))
        return self._come[1]

    def _sold_in_window(self, item: int) -> bool:
        last = self.program.items[item].sold_until
        until = self.window.last if last is None else last.toordinal()
        return self.program.sold_from[item] <= self.window.last and until >= self.window.begun
