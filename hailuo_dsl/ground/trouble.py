"""What stops a command and can be put right by whoever called it."""

from __future__ import annotations


class Trouble(Exception):
    """Something the caller can put right; the message is one sentence that says how.

    A face shows the message alone, never a traceback. (A mistake in a script is no trouble but a
    diagnostic; a broken promise of ours is any other exception.)
    """


def disk_words(error: OSError) -> str:
    """What the system says of a file, as one sentence: `out/film.mp4: No space left on device`."""
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}"
