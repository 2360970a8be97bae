"""A province and one school in network namespaces of their own, with a narrow line between them, and the programs on it."""

import json
import os
import shutil
import signal
import subprocess
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOOL = os.path.join(ROOT, "Tests/Tools/line")
# A frame of Ethernet for 1448 bytes of a file, with TCP's time stamps.
FRAME, PAYLOAD = 1514, 1448


def run(command, **options):
    """Runs a command to its end and gives its output; fails with what it wrote."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise SystemExit(f"bench: {' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


class Daemon:
    """A program in the background, its output in a file."""

    def __init__(self, command, log, environment=None):
        self.log = open(log, "ab")
        self.process = subprocess.Popen(
            command, stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})}, start_new_session=True,
        )

    def alive(self):
        return self.process.poll() is None

    def end(self, number=signal.SIGTERM):
        if self.alive():
            self.process.send_signal(number)
        self.process.wait(30)
        self.log.close()


class Line:
    """The two namespaces, and what has passed between them."""

    def __init__(self, rate):
        self.name, self.rate = f"lectern-bench-{os.getpid()}", rate

    def __enter__(self):
        run([TOOL, "up", self.name, self.rate])
        self.address = run([TOOL, "address", self.name]).strip()
        return self

    def __exit__(self, *_):
        run([TOOL, "down", self.name])

    def inside(self, side, *command):
        # Not through the tool: a signal must reach the program itself.
        return ["ip", "netns", "exec", f"{self.name}-{side}", *map(str, command)]

    def say(self, word):
        run([TOOL, word, self.name])

    def wire(self):
        """Bytes that the province's end has sent and received, all headers counted."""
        folder = "/sys/class/net/line/statistics"
        text = run(self.inside("origin", "cat", f"{folder}/tx_bytes", f"{folder}/rx_bytes"))
        return tuple(int(number) for number in text.split())


class Wire(threading.Thread):
    """Counts what the province's end has sent, twenty times a second, by the clock of the one who counts."""

    SCRIPT = (
        "import sys,time\n"
        "while True:\n"
        "    with open('/sys/class/net/line/statistics/tx_bytes') as f: n = int(f.read())\n"
        "    print(time.monotonic(), n, flush=True)\n"
        "    time.sleep(0.05)\n"
    )

    def __init__(self, line):
        super().__init__(daemon=True)
        self.samples = []
        self.process = subprocess.Popen(
            line.inside("origin", "python3", "-c", self.SCRIPT), stdout=subprocess.PIPE, text=True
        )

    def __enter__(self):
        self.start()
        while not self.samples:
            time.sleep(0.01)
        return self

    def run(self):
        for text in self.process.stdout:
            moment, count = text.split()
            self.samples.append((float(moment), int(count)))

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.join()

    def sent(self):
        return self.samples[-1][1] - self.samples[0][1]

    def busy(self, start, slack=4_000):
        """When the last byte passed, but for a few documents, and what passed since `start`."""
        samples = [sample for sample in self.samples if sample[0] >= start]
        first, last = samples[0][1], samples[-1][1]
        end = next(moment for moment, count in samples if count >= last - slack)
        return end - start, last - first

    def most(self, seconds):
        """The highest mean rate over any so many seconds, in bytes a second."""
        best, left = 0.0, 0
        for moment, count in self.samples:
            while moment - self.samples[left + 1][0] >= seconds:
                left += 1
            if moment - self.samples[left][0] >= seconds:
                best = max(best, (count - self.samples[left][1]) / (moment - self.samples[left][0]))
        return best


class Province:
    """An origin with lessons, and a template of a school's folder that has all documents and no lesson yet."""

    def __init__(self, line, options):
        self.line, self.work = line, options.work
        self.origin_program, self.edge_program = options.origin, options.edge
        self.data = os.path.join(self.work, "origin")
        self.template = os.path.join(self.work, "template")
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.template, ignore_errors=True)
        self.daemon = None

    def origin(self, *arguments):
        return run([self.origin_program, *arguments, "--data", self.data])

    def edge(self, data, *arguments):
        return run(self.line.inside("school", self.edge_program, *arguments, "--data", data))

    def found(self, lessons):
        """Publishes lessons and enrols the school, whose prefetch is paused."""
        seeds = os.path.join(ROOT, "seeds")
        for name in sorted(name for name in os.listdir(seeds) if name.endswith(".yaml")):
            self.origin("programme", "import", f"{seeds}/{name}")
        self.origin("roster", "import", f"{seeds}/roster.csv", "--passwords-to", f"{self.data}/passwords.csv")
        for lesson, video in lessons.items():
            self.origin("publish", video, "--lesson", lesson, "--renditions", "source", "--no-pictures")
        self.daemon = Daemon(
            self.line.inside("origin", self.origin_program, "serve", "--data", self.data, "--listen", f"{self.line.address}:8080"),
            f"{self.work}/origin.log",
        )
        until(lambda: os.path.exists(f"{self.data}/control.json"), "the origin listens")
        code = json.loads(self.origin("edge", "invite", "--school", "s001", "--json"))["code"]
        self.edge(self.template, "enrol", "--origin", f"http://{self.line.address}:8080", "--code", code)
        with School(self, self.template) as school:
            school.edge("prefetch", "--pause")
            until(lambda: (school.status().get("catalogue") or {}).get("isStocked"), "the school has all documents", 120)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.daemon:
            self.daemon.end()

    def blob_requests(self):
        """How many requests for blobs the origin has answered."""
        url = f"http://{self.line.address}:8080/metrics"
        text = run(self.line.inside("origin", "curl", "-s", url))
        return sum(
            int(float(row.rsplit(" ", 1)[1])) for row in text.splitlines()
            if row.startswith("lectern_http_requests_total") and "/v1/blobs/" in row
        )


class School:
    """An edge that runs on a folder of its own, with everything enrolled and nothing fetched."""

    def __init__(self, province, data=None, settings=None):
        self.province, self.settings = province, settings or {}
        self.data = data or os.path.join(province.work, "edge")
        if data is None:
            shutil.rmtree(self.data, ignore_errors=True)
            shutil.copytree(province.template, self.data)

    def __enter__(self):
        self.start()
        return self

    def start(self):
        control = f"{self.data}/control.json"
        if os.path.exists(control):
            os.remove(control)
        self.daemon = Daemon(
            self.province.line.inside(
                "school", self.province.edge_program, "serve", "--data", self.data, "--listen", "127.0.0.1:8081"
            ),
            f"{self.province.work}/edge.log",
            {"LECTERN_PREFETCH_RENDITION": "source", **self.settings},
        )
        until(lambda: os.path.exists(control), "the edge listens")

    def __exit__(self, *_):
        self.daemon.end()

    def kill(self):
        self.daemon.end(signal.SIGKILL)

    def edge(self, *arguments):
        return self.province.edge(self.data, *arguments)

    def status(self):
        return json.loads(self.edge("status", "--json"))

    def held(self):
        return self.status()["heldBytes"]

    def memory(self):
        """Resident bytes now, and the most there ever were."""
        with open(f"/proc/{self.pid()}/status") as file:
            rows = dict(row.split(":", 1) for row in file.read().splitlines())
        return tuple(int(rows[key].split()[0]) * 1024 for key in ("VmRSS", "VmHWM"))

    def pid(self):
        # `ip netns exec` becomes the program itself.
        return self.daemon.process.pid

    def fetch(self, path):
        """Seconds to the last byte of what a browser in the lab asks for, and how many bytes came."""
        text = run(self.province.line.inside(
            "school", "curl", "-s", "-S", "--max-time", "300", "-o", "/dev/null", "-w", "%{http_code} %{time_total} %{size_download}", path
        ))
        status, seconds, size = text.split()
        if status != "200":
            raise SystemExit(f"bench: {path}: HTTP {status}")
        return float(seconds), int(size)

    def read(self, path):
        return run(self.province.line.inside("school", "curl", "-s", "-S", "-f", path))

    def media(self, lesson):
        """Addresses of a lesson's segments: {track: [init, first, second, …]}; the picture's first."""
        master = self.edge("lesson-url", lesson).strip()
        base, tracks = master.rsplit("/", 1)[0], {}
        names = [row for row in self.read(master).splitlines() if row and not row.startswith("#")]
        names += [row.split('URI="')[1].split('"')[0] for row in self.read(master).splitlines() if "TYPE=AUDIO" in row]
        for name in names:
            playlist, folder = self.read(f"{base}/{name}"), f"{base}/{name}".rsplit("/", 1)[0]
            init = playlist.split('#EXT-X-MAP:URI="')[1].split('"')[0]
            segments = [row for row in playlist.splitlines() if row and not row.startswith("#")]
            tracks[name] = [f"{folder}/{part}" for part in [init, *segments]]
        return tracks


def until(condition, what, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"bench: not within {seconds} s: {what}")
        time.sleep(0.05)
