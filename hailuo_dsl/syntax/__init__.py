"""Text to tree.

Takes a `Source`. Yields a `Script`: every line in its class, with its place in the text.
Promises: never fails; a bad line is one diagnostic and leaves its neighbours alone; comments and
blank lines are kept; nothing here knows what a shot means.
"""
