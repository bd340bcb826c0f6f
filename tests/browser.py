"""A headless Chromium driven over its DevTools pipe: what a page shows, asks for and complains of."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
OPTIONS = (
    *("--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--no-default-browser-check"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"),
    "--remote-debugging-pipe",
)
LAUNCH = """
import os, sys
from fcntl import F_DUPFD, fcntl
read, write = (fcntl(int(end), F_DUPFD, 10) for end in sys.argv[1:3])
os.dup2(read, 3)
os.dup2(write, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Becomes the browser, which reads commands from file 3 and writes to file 4."""
PATIENCE_S = 60


def find_browser() -> str | None:
    """A browser's program: that of TAOCAN_BROWSER, else the first that the system has."""
    named = os.environ.get("TAOCAN_BROWSER")
    return next((found for name in ([named] if named else NAMES) if (found := shutil.which(name))), None)


class Tab:
    """One page, opened at a width. Shape: `requests` and `complaints` are all since it was opened."""

    def __init__(self, pipe: Pipe, session: str) -> None:
        self._pipe, self._session = pipe, session
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of one command."""
        return self._pipe.send(method, parameters, self._session)

    def open(self, path: Path, *, width: int, height: int = 900, media: str = "", scheme: str = "light") -> None:
        """Shows a file. Shape: `media` is `print` or ""; `scheme` is light or dark."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.send("Emulation.setEmulatedMedia", media=media, features=features)
        self.send("Page.navigate", url=path.resolve().as_uri())
        self._pipe.wait_for("Page.loadEventFired", self._session)

    def value(self, expression: str) -> Any:
        """What an expression in the page comes to."""
        got = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in got, got["exceptionDetails"]
        return got["result"].get("value")

    def picture(self, **options: Any) -> bytes:
        """The whole page as PNG."""
        return b64decode(self.send("Page.captureScreenshot", captureBeyondViewport=True, **options)["data"])

    def paper(self) -> bytes:
        """The page as PDF, on the paper that its style sheet asks for."""
        return b64decode(self.send("Page.printToPDF", preferCSSPageSize=True)["data"])

    @property
    def requests(self) -> list[str]:
        """The addresses of all that the page asked for."""
        return [one["params"]["request"]["url"] for one in self._events("Network.requestWillBeSent")]

    @property
    def complaints(self) -> list[str]:
        """What the console shows: messages, exceptions, what the policy stopped."""
        said = self._events("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
        return [json.dumps(one["params"], ensure_ascii=False) for one in said]

    def _events(self, *methods: str) -> list[dict[str, Any]]:
        return [one for one in self._pipe.events if one["method"] in methods and one.get("sessionId") == self._session]


class Pipe:
    """Commands to a browser, and its events. Shape: messages are JSON, each ended by a NUL."""

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read = write, read
        self._left = b""
        self._number = 0
        self.events: list[dict[str, Any]] = []

    def send(self, method: str, parameters: dict[str, Any], session: str = "") -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters, **({"sessionId": session} if session else {})}
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while (got := self._next()).get("id") != self._number:
            self.events.append(got)
        assert "error" not in got, f"{method}: {got['error']}"
        result: dict[str, Any] = got["result"]
        return result

    def wait_for(self, method: str, session: str) -> None:
        while not any(one["method"] == method and one.get("sessionId") == session for one in self.events):
            self.events.append(self._next())

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            ready, _, _ = select.select([self._read], [], [], PATIENCE_S)
            assert ready, f"the browser said nothing for {PATIENCE_S} s"
            got = os.read(self._read, 1 << 16)
            assert got, "the browser ended"
            self._left += got
        message, _, self._left = self._left.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found


@contextmanager
def opened(program: str) -> Iterator[Pipe]:
    """A browser that has just been started, with an empty profile; it ends with the block."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (its_read, write), (read, its_write) = os.pipe(), os.pipe()
        options = [*OPTIONS, f"--user-data-dir={profile}", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        process = subprocess.Popen(
            [sys.executable, "-c", LAUNCH, f"{its_read}", f"{its_write}", program, *options, "about:blank"],
            pass_fds=(its_read, its_write),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(its_read)
        os.close(its_write)
        pipe = Pipe(write, read)
        try:
            yield pipe
        finally:
            with suppress(AssertionError, OSError):
                pipe.send("Browser.close", {})
            process.wait(PATIENCE_S)
            os.close(write)
            os.close(read)


def new_tab(pipe: Pipe) -> Tab:
    """An empty page."""
    target = pipe.send("Target.createTarget", {"url": "about:blank"})["targetId"]
    return Tab(pipe, pipe.send("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"])
