"""What services answer, read the way the client reads it."""

import json

from hailuo_dsl.api.decode import decode_query, decode_submit
from tests.api.loopback import WIRE

TASK = "task_0123456789abcdefghijABCDEFGHIJ01"
CLIP = "https://cdn.example.test/v/1.mp4"


def wire(name):
    """The body of the example that is numbered *name*."""
    (path,) = WIRE.glob(f"{name}-*.json")
    return path.read_bytes()


def told(**body):
    return json.dumps(body).encode()


def submit(status, body, **headers):
    return decode_submit(status, {k.replace("_", "-"): v for k, v in headers.items()}, body)


def query(status, body, **headers):
    return decode_query(status, {k.replace("_", "-"): v for k, v in headers.items()}, body)
