"""Runs the steps one after the other: limits on every call, what was called, what arrived at the sandbox."""

import contextlib
import inspect
import signal
import time
import traceback

CALL_LIMIT = 30.0
SLEEPS_PER_CALL = 40


class TooLong(BaseException):
    """A call had to be stopped. Not an `Exception`: the client's loops catch those and go on."""


class Missing(Exception):
    """A step needs what an earlier step should have left."""


class Sleeps:
    """Stands in for `time.sleep` before the client is imported: remembers the seconds, never waits."""

    def __init__(self):
        self.seconds = []

    def __call__(self, seconds):
        self.seconds.append(seconds)
        if len(self.seconds) > SLEEPS_PER_CALL:
            raise TooLong(f"the client wanted to sleep more than {SLEEPS_PER_CALL} times in one call")


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


class World:
    """What steps leave for later ones."""

    def __init__(self):
        self.ids = {}

    def __getattr__(self, name):
        raise Missing(f"no earlier step has left {name!r}")

    def name_id(self, name, value):
        """Remembers an id that differs from run to run under a name that does not."""
        assert isinstance(value, str) and value, f"{name} is not an id: {value!r}"
        self.ids[name] = value
        return value


class Judge:
    """Calls the client and keeps the score."""

    def __init__(self, control, sleeps):
        self.control = control
        self.sleeps = sleeps
        self.world = World()
        self.called = set()
        self.steps = []
        self.failures = []

    def call(self, target, method, *arguments, **named):
        """Calls a public method of an instance, or a static one of a class, under the limit."""
        owner = target if inspect.isclass(target) else type(target)
        assert not method.startswith("_"), f"{method} is not public"
        self.called.add((owner.__name__, method))
        return self._limited(f"{owner.__name__}.{method}", getattr(target, method), arguments, named)

    def make(self, cls, *arguments, **named):
        """Makes an instance under the limit."""
        self.called.add((cls.__name__, "__init__"))
        return self._limited(cls.__name__, cls, arguments, named)

    def _limited(self, what, function, arguments, named):
        self.sleeps.seconds.clear()
        with limit(CALL_LIMIT, what):
            return function(*arguments, **named)

    def fails(self, kind, fragments, target, method, *arguments, **named):
        """Calls a method that must raise this kind of error with all the fragments in its message."""
        try:
            result = self.call(target, method, *arguments, **named)
        except kind as error:
            text = " ".join(str(error).split())
            for fragment in fragments:
                assert fragment in text, f"{method}: the message lacks {fragment!r}: {text}"
            return
        raise AssertionError(f"{method} should have failed, but returned {result!r:.200}")

    def run(self, name, step):
        """Runs a step and keeps the requests that it caused."""
        self.control.clear()
        begin = time.monotonic()
        try:
            step(self, self.world)
            left = self.control.faults_left()
            assert not left, f"faults that no request met: {left}"
        except (Exception, TooLong) as error:
            self.failures.append(f"{name}: {describe(error)}")
        self.steps.append(
            {"name": name, "seconds": round(time.monotonic() - begin, 3), "requests": self.control.requests()}
        )

    def arrived(self):
        """The requests of the current step so far."""
        return self.control.requests()

    def operations(self):
        """The operations of the current step so far."""
        return [request["operation"] for request in self.arrived()]


def describe(error):
    """An error with the line of the steps that it came from."""
    where = [frame for frame in traceback.extract_tb(error.__traceback__) if "/checks/" in frame.filename]
    steps = [frame for frame in where if not frame.filename.endswith(("harness.py", "shapes.py"))]
    line = f" ({(steps or where)[-1].line})" if where else ""
    text = " ".join(str(error).split()) or type(error).__name__
    return f"{type(error).__name__}: {text[:600]}{line}"


def public_methods(*classes):
    """Every public function of the classes, found by looking at them, and that they can be made."""
    found = set()
    for cls in classes:
        found.add((cls.__name__, "__init__"))
        for name in dir(cls):
            if not name.startswith("_") and callable(getattr(cls, name)):
                found.add((cls.__name__, name))
    return found
