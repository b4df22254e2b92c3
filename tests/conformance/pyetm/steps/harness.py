"""Runs the steps one after the other: a limit on each, what was called, what arrived, what the client warned about."""

import contextlib
import inspect
import io
import logging
import re
import signal
import sys
import traceback
from functools import wraps
from pathlib import Path

STEP_LIMIT = 60.0
HERE = str(Path(__file__).resolve().parent)


class TooLong(BaseException):
    """A step had to be stopped. Not an `Exception`: the client catches those and goes on."""


class Missing(Exception):
    """A step needs what an earlier step should have left."""


class World:
    """What steps leave for later ones."""

    def __getattr__(self, name):
        raise Missing(f"no earlier step has left {name!r}")


@contextlib.contextmanager
def limit(seconds, what):
    """Stops the block after this time, even inside a loop that swallows exceptions."""

    def stop(*_):
        raise TooLong(f"{what} took more than {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Calls:
    """Sees which public members the steps use themselves. The client stays as it is: Python tells about each call."""

    def __init__(self, classes):
        self.wanted = set()
        self.seen = set()
        self.members = {}
        self.touched = []
        for cls in classes:
            for name, code, static in public_members(cls):
                self.wanted.add((cls.__name__, name))
                self.members[code] = (name, cls if static else None)

    def __call__(self, frame, event, result):
        if event not in ("call", "return"):
            return
        name, owner = self.members.get(frame.f_code, (None, None))
        if name is None or frame.f_back is None or not frame.f_back.f_code.co_filename.startswith(HERE):
            return
        if event == "return":
            if not inspect.isclass(result):
                self.touched.append(result)
            return
        owner = owner or frame.f_locals[frame.f_code.co_varnames[0]]
        if not inspect.isclass(owner):
            self.touched.append(owner)
            owner = type(owner)
        # A class below one of the list counts for that one: `FloatInput` is an `Input`.
        for cls in owner.__mro__:
            self.seen.add((cls.__name__, name))

    def mark(self, cls, name):
        """A coroutine runs in the client's own thread, where nobody looks."""
        self.seen.add((cls.__name__, name))

    def uncalled(self):
        return sorted(self.wanted - self.seen)


def public_members(cls):
    """Name and code of every public function and property of the client itself, and whether it is a static one.

    Inherited ones count; those that only the library for models calls, to check a value, do not.
    """
    decorators = getattr(cls, "__pydantic_decorators__", None)
    checks = {*decorators.field_validators, *decorators.model_validators} if decorators else set()
    for name in dir(cls):
        member = inspect.getattr_static(cls, name)
        static = isinstance(member, staticmethod)
        function = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
        if name.startswith("_") or name in checks or not inspect.isfunction(function):
            continue
        if function.__module__.startswith("pyetm"):
            yield name, function.__code__, static


class Remarks(logging.Handler):
    """What the client logs while a step runs, from warnings upwards."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


class Judge:
    """Runs the steps and keeps the score."""

    def __init__(self, control, classes, base):
        self.control = control
        self.base = base
        self.calls = Calls(classes)
        self.world = World()
        self.remarks = Remarks()
        self.failures = []
        self.defects = []
        self.count = 0
        self.requested = 0
        self.known_warnings = {}
        logging.getLogger().addHandler(self.remarks)

    # What a step says beforehand.

    def warns(self, *fragments):
        """The client warns about this, in its log, on the terminal or on an object."""
        self.warnings.extend(fragments)

    def refused(self, operation, status):
        """The sandbox refuses this; anything else that it refuses fails the step."""
        self.refusals.append((operation, status))

    # What a step asks.

    def arrived(self):
        """Operations of the requests of this step so far."""
        return [request["operation"] for request in self.control.requests()]

    def fails(self, kind, fragments, call, *arguments, **named):
        """A call that must raise this kind of error with all the fragments in its message."""
        try:
            result = call(*arguments, **named)
        except kind as error:
            text = " ".join(str(error).split())
            for fragment in fragments:
                assert fragment in text, f"the message lacks {fragment!r}: {text}"
            return
        raise AssertionError(f"{call} should have failed, but returned {result!r:.200}")

    # What happens around a step.

    def run(self, step):
        """Runs a step; afterwards every warning, refusal and route must have been expected."""
        self.warnings, self.refusals = [], []
        self.remarks.lines.clear()
        self.calls.touched.clear()
        self.control.clear()
        self.count += 1
        self.printed = io.StringIO()
        try:
            with limit(STEP_LIMIT, step.__name__), contextlib.redirect_stdout(self.printed):
                sys.setprofile(self.calls)
                try:
                    step(self, self.world)
                finally:
                    sys.setprofile(None)
            self.look_back()
        except (Exception, TooLong) as error:
            self.failures.append(f"{step.__name__}: {describe(error)}")

    def look_back(self):
        requests = self.control.requests()
        self.requested += len(requests)
        unknown = [f"{request['method']} {request['path']}" for request in requests if request["operation"] is None]
        assert not unknown, f"no such route: {unknown}"
        refused = [(request["operation"], request["status"]) for request in requests if request["status"] >= 400]
        assert sorted(refused) == sorted(self.refusals), f"refused: {refused}, expected {self.refusals}"
        left = self.control.faults_left()
        assert not left, f"faults that no request met: {left}"
        told = self.told()
        for fragment in self.warnings:
            assert any(fragment in line for line in told), f"no warning has {fragment!r}: {told}"
        strange = [line for line in told if not any(fragment in line for fragment in self.warnings)]
        assert not strange, f"unexpected warnings: {strange}"

    def told(self):
        """All warnings of the step: logged, printed, or new on an object that it used or was given."""
        printed = re.findall(r"\[(?:INFO|WARNING|ERROR)\] (.*)", self.printed.getvalue())
        found = [*self.remarks.lines, *printed]
        for thing in [*vars(self.world).values(), *self.calls.touched]:
            for warning in getattr(thing, "_warning_collector", None) or ():
                if id(warning) not in self.known_warnings:
                    # Kept alive, so that its identity stays its own.
                    self.known_warnings[id(warning)] = warning
                    found.append(str(warning))
        return found


def defect(number, reason, kind, symptom):
    """Marks a step that asserts what *should* hold, and fails in this way because of a known defect of the client."""

    def mark(step):
        @wraps(step)
        def run(judge, world):
            try:
                step(judge, world)
            except kind as error:
                assert symptom in str(error), f"defect {number} shows in another way: {error}"
                judge.defects.append(number)
                return
            raise AssertionError(f"defect {number} is no longer there, take it from the list: {reason}")

        run.number = number
        return run

    return mark


def describe(error):
    """An error with the line of the steps that it came from."""
    where = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(HERE)]
    steps = [frame for frame in where if not frame.filename.endswith("harness.py")]
    line = f" ({Path((steps or where)[-1].filename).name}: {(steps or where)[-1].line})" if where else ""
    text = " ".join(str(error).split()) or type(error).__name__
    return f"{type(error).__name__}: {text[:900]}{line}"


def equal(found, expected, what):
    """Two values that must be the same."""
    assert found == expected, f"{what}: {found!r:.400}, expected {expected!r:.400}"


def close(found, expected, what):
    """Two numbers that must be the same but for rounding."""
    assert abs(found - expected) <= 1e-6 * max(1.0, abs(expected)), f"{what}: {found!r}, expected {expected!r}"
