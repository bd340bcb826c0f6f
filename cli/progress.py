"""A sign of life on a terminal while something takes longer than a second."""

from __future__ import annotations

from threading import Event, Thread
from types import TracebackType
from typing import TextIO

from cli.present.wording import say
from model.language import Language

DELAY_S, PAUSE_S = 1.0, 0.2
MARKS = "|/-\\"


class Progress:
    """Counts what is done, and shows it on `stream` after a second, if that is a terminal."""

    def __init__(self, total: int, language: Language, stream: TextIO, *, key: str = "progress") -> None:
        self._total, self._language, self._stream, self._key = total, language, stream, key
        self._done = 0
        self._over = Event()
        self._thread = Thread(target=self._show, daemon=True) if stream.isatty() else None

    def step(self, count: int = 1) -> None:
        """So many more are done."""
        self._done += count

    def more(self, count: int) -> None:
        """There are so many more to do than was thought."""
        self._total += count

    def __enter__(self) -> Progress:
        if self._thread is not None:
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _show(self) -> None:
        if self._over.wait(DELAY_S):
            return
        turn = 0
        while True:
            text = say(self._language, self._key, done=self._done, total=self._total)
            self._stream.write(f"\r{MARKS[turn % len(MARKS)]} {text}")
            self._stream.flush()
            if self._over.wait(PAUSE_S):
                break
            turn += 1
        self._stream.write("\r\x1b[K")
        self._stream.flush()
