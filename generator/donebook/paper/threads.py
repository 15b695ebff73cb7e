"""Several sheets at once: Typst works outside of Python's lock, so threads use all processors."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from donebook.processors import thread_count

T = TypeVar("T")
R = TypeVar("R")


class Threads:
    """Does jobs in the order in which they came, several at once, while the caller goes on."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(thread_count(), "paper")

    def each(self, make: Callable[[T], R], jobs: Iterable[T]) -> Iterator[R]:
        """What is made of each job, in their order; raises what a job raises.

        Jobs that were not begun when nobody waits for them any more, as after Ctrl-C, are dropped:
        Python would do all of them before it ends.
        """
        return _Results([self._pool.submit(make, job) for job in jobs])


class _Results(Iterator[R]):
    def __init__(self, results: Iterable[Future[R]]) -> None:
        self._results = deque(results)

    def __next__(self) -> R:
        if not self._results:
            raise StopIteration
        return self._results.popleft().result()

    def __del__(self) -> None:
        for result in self._results:
            result.cancel()
