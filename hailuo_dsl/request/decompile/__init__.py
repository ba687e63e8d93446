"""Requests back to a script that compiles to the same requests.

Takes JSON text and the catalogue. Yields the text of a script. Promises: nothing is dropped and
nothing is guessed; a request that no script can say is refused, with its field and the reason.

    text ─ read ─▶ given ─ hold ─▶ asked ─ cast ─▶ units ─ script ─▶ text

`read` knows the shapes of the input, `hold` what a script can say, `cast` names and references,
`prompt` and `frame` how a value is written, `head` which settings rise to the file's head.
Whoever shows a script to an author compiles it first: `hailuo_dsl.studio.decompile` does.
"""
