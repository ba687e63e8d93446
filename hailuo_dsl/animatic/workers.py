"""Python processes that work for this one, behind the door of `concurrent.futures.Executor`.

`ProcessPoolExecutor` would start its processes by running the author's script once more, and a
script without `if __name__ == "__main__"` would then submit its jobs twice; its processes also
outlive a parent that was killed. These know nothing of the script, and end with their parent.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from hailuo_dsl.ground.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")

BEGIN = (
    "import sys; sys.path[:] = sys.argv[1:]; from hailuo_dsl.animatic.workers import work; work()"
)


class WorkerError(Trouble):
    """A worker process ended before it answered, twice over."""


class Workers(Executor):
    """Up to *count* processes, each started when there is work for it and kept for more.

    What is submitted must be importable by name, and its arguments and result picklable.
    """

    def __init__(self, count: int) -> None:
        self._threads = ThreadPoolExecutor(count, "hailuo-worker")
        self._idle: SimpleQueue[_Worker] = SimpleQueue()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have *fn* called by a worker. One that dies over it is replaced once.

        The future raises what *fn* raises, or WorkerError.
        """
        return self._threads.submit(self._call, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes; what is under way is finished if *wait*."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        with suppress(Empty):
            while True:
                self._idle.get_nowait().close()

    def _ready(self) -> _Worker:
        try:
            return self._idle.get_nowait()
        except Empty:
            return _Worker()

    def _call(self, *work: Any) -> Any:
        for _ in range(2):
            worker = self._ready()
            try:
                result, error = worker.call(work)
            except (EOFError, OSError, pickle.UnpicklingError):
                worker.close()
                continue
            self._idle.put(worker)
            if error is not None:
                raise error
            return result
        raise WorkerError("a worker process was killed, perhaps for want of memory")


class _Worker:
    """One process; its input ends when this process does, and then so does it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", BEGIN, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C in the terminal is its parent's to hear.
            start_new_session=True,
        )

    def call(self, work: tuple[Any, ...]) -> tuple[Any, Exception | None]:
        """The result and the error of *work*, one of them None."""
        jobs, answers = self._process.stdin, self._process.stdout
        if jobs is None or answers is None:
            raise EOFError
        pickle.dump(work, jobs)
        jobs.flush()
        answer: tuple[Any, Exception | None] = pickle.load(answers)  # noqa: S301 - our own process
        return answer

    def close(self) -> None:
        # What a dead one had not read yet cannot be written any more.
        with suppress(BrokenPipeError), self._process:
            pass


def work() -> None:
    """Be a worker: take jobs from the standard input until it ends."""
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # answers stay clean whatever a job prints
    while True:
        try:
            fn, args, kwargs = pickle.load(jobs)  # noqa: S301 - from our parent
        except EOFError:
            return
        pickle.dump(_done(fn, args, kwargs), answers)
        answers.flush()


def _done(
    fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[Any, Exception | None]:
    try:
        return fn(*args, **kwargs), None
    except Exception as error:
        return None, error
