"""The simulator as the command line serves it, with a scenario."""

import json
import subprocess
import sys
from contextlib import contextmanager

import httpx

SUBMIT = "/v1/video/generations"
HONEST = 'clip = "small"\njob_seconds = 0\n'
KEY = {"Authorization": "Bearer anything"}


@contextmanager
def storm(folder, scenario, *words):
    """An HTTP client of a simulator that plays *scenario*, a TOML text; it ends without complaint.

    Its state is kept in *folder*.
    """
    file = folder / "scenario.toml"
    file.write_text(scenario, encoding="utf-8")
    options = ["--scenario", str(file), "--state", str(folder / "state.sqlite"), *words]
    with subprocess.Popen(
        [sys.executable, "-m", "hailuo_dsl", "simulate", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            url = process.stdout.readline().strip()
            with httpx.Client(base_url=url, headers=KEY, trust_env=False, timeout=30) as http:
                yield http
        finally:
            process.terminate()
            _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, "")


def body(prompt="A pier at dawn.", **metadata):
    """A request without a picture that the simulator could see."""
    return {
        "model": "MiniMax-Hailuo-02",
        "prompt": prompt,
        "duration": 6,
        "metadata": {"first_frame_image": "https://img.example.test/a.png", **metadata},
    }


def submit(http, prompt="A pier at dawn.", **headers):
    """The answer to a submit; headers are named with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return http.post(SUBMIT, json=body(prompt), headers=named)


def query(http, task_id):
    return http.get(f"{SUBMIT}/{task_id}")


def done(http, prompt):
    """The id of a task whose clip is there, where jobs take no time."""
    return submit(http, prompt).json()["task_id"]


def link(http, task_id):
    """The link to the clip of a task that is done."""
    return query(http, task_id).json()["data"]["result_url"]


def stats(http):
    return http.get("/_simulator/stats").json()


def outcome(call, *words, **more):
    """The answer to a call, or the name of the error that the HTTP library makes of its lack."""
    try:
        return call(*words, **more)
    except httpx.TransportError as error:
        return type(error).__name__


def rows(*faults):
    """TOML of fault rows, each a mapping."""
    lines = (
        "".join(f"{key} = {json.dumps(value)}\n" for key, value in fault.items())
        for fault in faults
    )
    return "".join(f"\n[[fault]]\n{it}" for it in lines)
