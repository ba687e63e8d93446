"""Clips to a reel.

Takes a plan, the clips that a run yielded and the store that keeps them. Yields one film: the
takes that the script shows, in its order, trimmed and led over as it says.
Promises: the reel appears whole or not at all, and is not written again where nothing changed.
"""
