"""Two plans, or a plan and what the ledger remembers, to what changed between them.

`ask` puts both sides into one shape, `pair` finds which request is which, `fields` and `words` say
what differs, `judge` says what follows from it (what goes stale, what is made anew), `diff` is the
whole of it for two plans; `show` and `data` tell it to people and to programs.
Promises: pure; a plan differs from itself in nothing; what is called reused has the same key.
"""
