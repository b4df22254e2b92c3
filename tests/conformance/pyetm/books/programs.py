"""The two programs under comparison, each started as a person would: `python -m pyetm`, and `aurora etm`."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

TOKEN = "etm_sandbox-ada-delete"
LIMIT = 180.0


class ProgramError(RuntimeError):
    """A program did not end as it should."""


class Outcome:
    """How a program ended, and what it took."""

    def __init__(self, code, output, errors, seconds, peak):
        self.code, self.output, self.errors, self.seconds, self.peak = code, output, errors, seconds, peak


class Programs:
    """Both programs, with an empty folder to work in."""

    def __init__(self, aurora, work):
        self.aurora = aurora
        self.work = Path(work)

    def environment(self, target):
        """A fresh cache for each run: the client never looks whether a file in its cache is still right.

        And the same order of its sets in each: the client's queries come in such an order.
        """
        caches = self.work / "caches"
        caches.mkdir(exist_ok=True)
        cache = caches / str(len(os.listdir(caches)))
        cache.mkdir()
        settings = {"BASE_URL": target.base, "MY_ETM_URL": target.my, "ETM_API_TOKEN": TOKEN, "TEMP_FOLDER": str(cache)}
        return os.environ | settings | {"PYTHONHASHSEED": "0"}

    def pyetm(self, target, *arguments, code=0):
        """The client's own command line."""
        return self.run([sys.executable, "-m", "pyetm", *arguments], target, code)

    def script(self, target, name, *arguments, code=0):
        """A script of this package that uses the client's classes."""
        return self.run([sys.executable, "-m", f"books.{name}", *arguments], target, code)

    def etm(self, target, *arguments, code=0):
        """Our program."""
        return self.run([self.aurora, "etm", *arguments], target, code)

    def run(self, command, target, code):
        command = [str(item) for item in command]
        with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
            begin = time.monotonic()
            process = subprocess.Popen(
                command,
                env=self.environment(target),
                cwd=self.work,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                start_new_session=True,
            )
            stop = threading.Timer(LIMIT, process.kill)
            stop.start()
            try:
                # Tells what this one child took, and not all so far.
                _, status, used = os.wait4(process.pid, 0)
            finally:
                stop.cancel()
            process.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.monotonic() - begin
            output.seek(0)
            errors.seek(0)
            outcome = Outcome(process.returncode, output.read(), errors.read(), seconds, peak(used))
        if code is not None and outcome.code != code:
            raise ProgramError(
                f"{command} ended with {outcome.code}, not {code} (the limit is {LIMIT:.0f} s):\n{outcome.output}\n{outcome.errors}"
            )
        return outcome


def peak(used):
    """The most memory that a process had, in bytes."""
    return used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
