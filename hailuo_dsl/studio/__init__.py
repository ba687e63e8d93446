"""The studio: the only place where the floors are wired to the world.

`film` reads a script into a compiled `Film`; `shoot` is plan to reel on one page; `preview` makes
animatics without jobs; `loop` is the one thread on which everything asynchronous runs, and the
door through which the command line, scripts and notebooks wait for it.
What only a run needs is imported when it runs, so that checking a script starts at once.
"""
