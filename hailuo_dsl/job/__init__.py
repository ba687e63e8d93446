"""Plan to clips, durably.

Takes a plan, a service, a ledger and a store. Yields clips by their sha256.
`ledger` writes events and never changes one, `fold` makes a take's state of them, `decide` says
what comes next (pure, the time is an argument), `run` and `hands` do it, `store` keeps the clips.
Promises: a paid call is written down before it is made and again when it answers; a call whose
answer was lost is `unknown` and never sent again by itself, unless sending costs nothing.

A take is one clip of one shot. Its key says which (`plan.key`); its attempts are numbered, and the
ledger lets one attempt be intended once, so that of two runs one asks and the other follows.
Each run holds a lock for as long as it lives: an intention whose run is dead has lost its answer.
"""
