"""What rules say, matter by matter: the ground forms taken apart, so that one rule can be held against another.

A matter is the smallest thing that a rule speaks of: a set of items that it breaks, an act about an item, a holding that
can't be cancelled, a part that comes along. What a rule says of a matter is asked in every situation: every form in which
the items may be held, beside every plan and none, with all facts; whether the items are sold, brought or alive plays no part.
"""
