"""The simulator: a service that speaks the gateway's wire and shoots animatics.

Takes what the gateway takes, on a loopback port (`serve`) or inside this process (`app`), and a
`scenario` of what goes wrong. Yields tasks and MP4 files. `tasks` keeps rows in one SQLite file,
`films` has the clips made beside it. What is asked goes `read` → `deal` (does a fault strike?) →
`tasks` → `tell` → `shapes` → `strike` (what the fault makes of the answer) → the `line`.
Promises: a task is on the disk before its id is told; where it stands follows from its row and
the time alone; the same request gives the same clip, which begins on the first frame and ends on
the last one as far as they came as bytes; no URL is ever fetched; without a scenario it is honest;
what strikes is decided by the scenario's seed and by what is asked, so that it strikes again; what
it was paid for is counted. The page for its users is grammar/SIMULATOR.md.
"""
