"""Clips to a reel.

Takes a plan, the clips that a run yielded and the store that keeps them. Yields one film: the
first take of every shot, in the order of the script.
Promises: the reel appears whole or not at all, and is not written again where nothing changed.
"""
