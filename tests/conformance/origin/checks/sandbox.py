"""The sandbox as seen by the judges: its process, its welcome and its control interface."""

import json
import os
import queue
import re
import signal
import subprocess
import threading
import urllib.error
import urllib.request

SCENARIO_URL = "AURORA_ORIGIN_SCENARIO_API_BASE_URL"
INPUTS_URL = "AURORA_ORIGIN_INPUTS_API_BASE_URL"


class SandboxError(RuntimeError):
    """The sandbox did not start, or its control interface refused something."""


class Sandbox:
    """A sandbox of its own for one client: started on entering, stopped on leaving."""

    START_LIMIT = 60.0

    def __init__(self, program, *options, wanted=("AURORA_API_KEY",)):
        self.wanted = wanted
        self.command = [str(program), "sandbox", "serve", "--port", "0", "--quiet", *options]
        self.process = None
        self.root = ""
        self.exports = {}

    def __enter__(self):
        # A group of its own: an interrupt at the keyboard reaches the judge first, which then stops the sandbox.
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        try:
            self._read_welcome()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_):
        self._stop()

    def _stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()

    def _read_welcome(self):
        lines = queue.Queue()

        def pump():
            for line in self.process.stdout:
                lines.put(line)
            lines.put(None)

        threading.Thread(target=pump, daemon=True).start()
        while not (self.root and all(name in self.exports for name in self.wanted)):
            try:
                line = lines.get(timeout=self.START_LIMIT)
            except queue.Empty:
                raise SandboxError(f"no complete welcome within {self.START_LIMIT:.0f} s: {self.command}") from None
            if line is None:
                reason = self.process.stderr.read().strip()
                raise SandboxError(f"the sandbox ended without telling its address and token: {self.command}\n{reason}")
            if found := re.match(r"# The sandbox runs at (http://\S+?);", line):
                self.root = found[1]
            if found := re.match(r"export (\w+)=(\S+)", line):
                self.exports[found[1]] = found[2]
        self.exports.setdefault(SCENARIO_URL, f"{self.root}/scenarioExplr")
        self.exports.setdefault(INPUTS_URL, f"{self.root}/modelInputs")

    @property
    def environment(self):
        """What a shell has after pasting the welcome's `export` lines."""
        return {**os.environ, **self.exports}


class Control:
    """The sandbox's control interface."""

    def __init__(self, root):
        self.base = f"{root}/_sandbox"

    def requests(self):
        """All requests so far, in order of arrival."""
        return self._ask("GET", "requests")

    def clear(self):
        """Forgets the requests so far."""
        self._ask("DELETE", "requests")

    def fault(self, operation, times, **fault):
        """Lets the next answers of an operation fail in the given way."""
        self._ask("POST", "faults", {"operation": operation, "times": times, "fault": fault})

    def set(self, **options):
        """Changes how the sandbox behaves."""
        self._ask("PATCH", "options", options)

    def faults_left(self):
        """The faults that nobody has met yet."""
        return self._ask("GET", "faults")

    def _ask(self, method, what, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.base}/{what}", data=data, method=method)
        # The sandbox is on this machine: no proxy of the environment has a say.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=30) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            reason = error.read().decode(errors="replace")
            raise SandboxError(f"{method} /_sandbox/{what} {body}: {error.code} {reason}") from None
