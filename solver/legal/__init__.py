"""Legal states (合规状态): what a number may hold at all, and what it never holds.

A legal state is a day, a value of every fact, at most one plan, a set of offers and V-nets, and for each holding whether it
is bound and what its origin is (a plan's is own; of others own, campaign, or another item held), such that

- every standing rule (`conflict`, `only_with`, `needs` and `eligible` when held, `at_most`) is satisfied that is valid that
  day and acts through every channel: it has no `at`, or one that names them all;
- every firm part of what is held is held: brought by the item itself or by a `brings` rule with no `valid`, not removable,
  with no `ends` on the bringing and none on the part.

A reason is a rule's id, or `part:X`: that X is a firm part of what brings it. That a number has one plan is what a plan is,
and no reason. Source: docs/check.md, 合规状态.
"""
