"""Processes that read an archive again: a page that hangs or ends its process costs only its article."""

from __future__ import annotations

import faulthandler
import gc
import multiprocessing
import os
import signal
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple, Self

from newsspider.maintenance.reextract.reread import Outcome, Rereader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

_AHEAD = 4  # batches that wait for each process


class Batch(NamedTuple):
    """Some articles, fronts or other pages of one site, by their ids."""

    kind: Literal["articles", "fronts", "pages"]
    ids: tuple[int, ...]


def outcomes(reader: Rereader, batch: Batch) -> list[Outcome]:
    """What reading a batch came to."""
    match batch.kind:
        case "articles":
            return reader.articles(batch.ids)
        case "fronts":
            return reader.fronts(batch.ids)
        case "pages":
            return reader.pages(batch.ids)


class ReadingPool:
    """Reads batches in processes; one that takes longer than *longest_s* for a page is ended."""

    def __init__(
        self, folder: Path, places: Mapping[str, str], *, processes: int, longest_s: float | None
    ) -> None:
        self._start = partial(
            ProcessPoolExecutor,
            processes,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(folder, dict(places), longest_s),
        )
        self._pool = self._start()
        self._ahead = _AHEAD * processes
        self._under_way: deque[tuple[Batch, Future[list[Outcome]]]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def read(
        self, batches: Iterable[Batch], *, unread: Callable[[Batch], list[Outcome]]
    ) -> Iterator[list[Outcome]]:
        """The outcomes in the order of the batches; *unread* gives those of a page that cannot be read."""
        for batch in batches:
            self._under_way.append((batch, self._submit(batch)))
            if len(self._under_way) >= self._ahead:
                yield from self._next(unread)
        while self._under_way:
            yield from self._next(unread)

    def _submit(self, batch: Batch) -> Future[list[Outcome]]:
        try:
            return self._pool.submit(_read_batch, batch)
        except BrokenProcessPool as error:
            failed: Future[list[Outcome]] = Future()
            failed.set_exception(error)
            return failed

    def _next(self, unread: Callable[[Batch], list[Outcome]]) -> Iterator[list[Outcome]]:
        """The outcomes of the next batch; after a break, one by one those of all that were under way."""
        batch, future = self._under_way.popleft()
        try:
            yield future.result()
        except BrokenProcessPool:
            broken = [(batch, future), *self._under_way]
            self._under_way.clear()
            self._renew()
            for one, ended in broken:
                yield self._one_by_one(one, unread) if ended.exception() else ended.result()

    def _one_by_one(self, batch: Batch, unread: Callable[[Batch], list[Outcome]]) -> list[Outcome]:
        found = []
        for id_ in batch.ids:
            alone = batch._replace(ids=(id_,))
            try:
                found += self._submit(alone).result()
            except BrokenProcessPool:
                self._renew()
                found += unread(alone)
        return found

    def _renew(self) -> None:
        self._pool.shutdown()
        self._pool = self._start()


_reader: Rereader | None = None  # of one process of the pool


def _begin(folder: Path, places: Mapping[str, str], longest_s: float | None) -> None:
    """Make a process of the pool ready; its parent handles an interrupt."""
    global _reader
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_WRONLY)

    def begins_page() -> None:
        """End this process, even if Python itself hangs, unless the next page begins in time."""
        if longest_s is not None:
            faulthandler.dump_traceback_later(longest_s, exit=True, file=nowhere)

    _reader = Rereader(folder, places, on_page=begins_page)
    gc.freeze()  # what is loaded by now is never garbage, and is not looked through again


def _read_batch(batch: Batch) -> list[Outcome]:
    assert _reader is not None
    try:
        return outcomes(_reader, batch)
    finally:
        faulthandler.cancel_dump_traceback_later()
