"""The simulator: a service that speaks the gateway's wire and shoots animatics.

Takes what the gateway takes, on a loopback port (`serve`) or inside this process (`app`). Yields
tasks and MP4 files. `tasks` keeps rows in one SQLite file, `clips` has `workers` render
beside it.
Promises: a task is on the disk before its id is told; where it stands follows from its row and
the time alone; the same request gives the same clip, which begins on the first frame and ends on
the last one as far as they came as bytes; no URL is ever fetched.
"""
