"""Run the command and see what it took: a small process that is no copy of the tests'.

(`ru_maxrss` of a child begins with what its parent had, so the parent has to be small.)
"""

import json
import os
import resource
import sys

SECONDS = 30
MEMORY = 4_000_000_000

child = os.fork()
if not child:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for name, stream in (("out.txt", 1), ("err.txt", 2)):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT), stream)
    os.execv(sys.argv[1], sys.argv[1:])
_, status, used = os.wait4(child, 0)
sys.stdout.write(
    json.dumps(
        {
            "cpu": used.ru_utime + used.ru_stime,
            "mb": used.ru_maxrss / 1024,
            "code": os.waitstatus_to_exitcode(status),
        }
    )
)
