"""Plan to clips, durably.

Takes a plan, a service, a ledger and a store. Yields clips by their sha256.
`ledger` writes events and never changes one, `fold` makes a take's state of them, `decide` says
what comes next (pure, the time is an argument), `run` does it.
Promises: a paid call is written down before it is made and again when it answers; a call whose
answer was lost is `unknown` and never sent again by itself.
"""
