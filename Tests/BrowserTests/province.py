"""A province and a school for the browser tests: `script/demo` itself, in a temporary folder and on free ports."""

import csv
import json
import os
import signal
import socket
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OUTPUT = os.path.join(ROOT, ".test-output", "screenshots")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Province:
    """Runs while the tests of a module do; `sign_ins` has the addresses and passwords that the demo printed."""

    def __init__(self):
        os.makedirs(OUTPUT, exist_ok=True)
        self.folder = tempfile.TemporaryDirectory(prefix="lectern-browser-")
        environment = dict(
            os.environ,
            LECTERN_DEMO=self.folder.name,
            LECTERN_DEMO_ORIGIN_PORT=str(free_port()),
            LECTERN_DEMO_EDGE_PORT=str(free_port()),
            LECTERN_DEMO_LESSONS="1",
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
        self.sign_ins = self._wait_for_sign_ins()

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
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.log.close()
        self.folder.cleanup()
