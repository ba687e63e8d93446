"""A machine with troubles. Run as a script it is the command line on such a machine:

python troubles.py [--nobody] [--most BYTES] [--patience SECONDS] [--loud] VERB ...
"""

from __future__ import annotations

import ctypes
import logging
import os
import resource
import subprocess
import sys
from pathlib import Path

NOBODY = 65534
SET_KEEPCAPS = 8
CAPABILITIES_3 = 0x20080522
DAC_READ_SEARCH = 1 << 2


def become_nobody() -> None:
    """Give up root's right to write everywhere, where this is root; other users have none.

    What root may read stays readable as far as the system lets it: the interpreter and this
    package may lie in a folder of root's own.
    """
    if os.geteuid() != 0:
        return
    system = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    if system:
        system.prctl(SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    if system:
        header = (ctypes.c_uint32 * 2)(CAPABILITIES_3, 0)
        system.capset(header, (ctypes.c_uint32 * 6)(DAC_READ_SEARCH, DAC_READ_SEARCH))


def let_files_grow_to(most: int) -> None:
    """Let no file of this process grow over *most* bytes: to write on is an error, no signal."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def fill_the_disk(process: subprocess.Popen, most: int = 0) -> None:
    """Let no file of *process*, which runs, grow over *most* bytes from now on."""
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def wait_for_a_lock_only(seconds: float) -> None:
    """Let ledgers of this process wait no longer than so for another one that writes."""
    from hailuo_dsl.job.sqlite import SqliteLedger

    SqliteLedger.__init__.__kwdefaults__["patience"] = seconds


def start(place, *words, **troubles) -> subprocess.Popen[str]:
    """Start the command line in *place* with *troubles*: nobody, most, patience, loud."""
    # A loud one also warns of all that Python can warn of.
    python = [sys.executable, *(["-X", "dev"] if troubles.get("loud") else [])]
    options = []
    for name, value in troubles.items():
        options += [f"--{name}"] if value is True else [f"--{name}", value]
    return subprocess.Popen(
        [*python, __file__, *map(str, [*options, *words])],
        cwd=place.folder,
        env=place.environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    """What *process* says until its end; it is killed if that does not come."""
    try:
        stdout, stderr = process.communicate(timeout=60)
    finally:
        process.kill()
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


def call(place, *words, **troubles) -> subprocess.CompletedProcess[str]:
    return end(start(place, *words, **troubles))


def main(words: list[str]) -> None:
    while words[0].startswith("--"):
        match words.pop(0):
            case "--nobody":
                become_nobody()
            case "--most":
                let_files_grow_to(int(words.pop(0)))
            case "--patience":
                wait_for_a_lock_only(float(words.pop(0)))
            case "--loud":
                logging.basicConfig(level=1)
    sys.argv[1:] = words
    from hailuo_dsl.__main__ import main

    main()


if __name__ == "__main__":
    # Not what lies beside this file, but what a command of its own would find.
    sys.path[0] = str(Path.cwd())
    main(sys.argv[1:])
