"""A province and a school for the browser tests: `script/demo` itself, in a temporary folder and on free ports."""

import atexit
import csv
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUTPUT = os.path.join(ROOT, ".test-output", "screenshots")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Program:
    """One of the demo's programs, that a test starts and kills."""

    def __init__(self, name, data, site):
        self.name = name
        self.data = data
        self.site = site
        self.process = None

    def start(self, environment=None, before=()):
        """Starts it and waits until it answers."""
        with open(os.path.join(self.data, "..", f"{self.name}.log"), "a") as log:
            self.process = subprocess.Popen(
                [*before, os.path.join(ROOT, ".build", "debug", f"lectern-{self.name}"), "serve", "--data", self.data]
                + ["--listen", self.site.removeprefix("http://")],
                env=dict(os.environ, **(environment or {})),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                start_new_session=True,
            )
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"{self.site}/health", timeout=2).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError(f"lectern-{self.name} did not start")

    def kill(self):
        """As a power cut does it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()


class Province:
    """`sign_ins` has the addresses and passwords that the demo printed. One serves all the tests of a run, to its end."""

    one = None

    @classmethod
    def shared(cls, lessons=1):
        if cls.one is None:
            cls.one = cls(lessons)
            atexit.register(cls.one.close)
        return cls.one

    def __init__(self, lessons):
        os.makedirs(OUTPUT, exist_ok=True)
        self.folder = tempfile.TemporaryDirectory(prefix="lectern-browser-")
        environment = dict(
            os.environ,
            LECTERN_DEMO=self.folder.name,
            LECTERN_DEMO_ORIGIN_PORT=str(free_port()),
            LECTERN_DEMO_EDGE_PORT=str(free_port()),
            LECTERN_DEMO_LESSONS=str(lessons),
        )
        self.log = open(os.path.join(self.folder.name, "demo.log"), "w+")
        self.process = subprocess.Popen(
            [os.path.join(ROOT, "script", "demo")],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        self.programs = {}
        self.sign_ins = self._wait_for_sign_ins()

    def take_over(self):
        """Ends the demo's script, which ends its programs, and starts them anew: from now on tests may kill them."""
        if self.programs:
            return
        self._end_demo()
        for name in ("origin", "edge"):
            self.programs[name] = Program(name, os.path.join(self.folder.name, name), self.sign_ins[name])
            self.programs[name].start()

    def _wait_for_sign_ins(self):
        path = os.path.join(self.folder.name, "sign-ins.json")
        end = time.monotonic() + 300
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            if os.path.exists(path):
                with open(path) as file:
                    return json.load(file)
            time.sleep(0.2)
        self.log.seek(0)
        text = self.log.read()[-3000:]
        self.close()
        raise RuntimeError(f"the demo did not start:\n{text}")

    def trainees(self):
        """The trainees of the demo's school, each with login and first password."""
        with open(os.path.join(self.folder.name, "passwords.csv"), newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        return [row for row in rows if row["role"] == "trainee" and row["school"] == self.sign_ins["school"]]

    def close(self):
        for program in self.programs.values():
            program.stop()
        self._end_demo()
        self.log.close()
        self.folder.cleanup()

    def _end_demo(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
