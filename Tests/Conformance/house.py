"""A province and a school on this machine, with lessons of a few seconds: what conformance tests and benchmarks ask."""

import base64
import hashlib
import hmac
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def run(*command, **options):
    """Runs a command to its end and gives its output; fails with what it wrote."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def until(condition, what, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"not within {seconds} s: {what}")
        time.sleep(0.02)


def video(path, seconds, kilobits=500):
    """A picture at a constant rate with sound; made once."""
    if not os.path.exists(path):
        rate = f"{kilobits}k"
        run(
            "ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=size=320x180:rate=25,noise=alls=20:allf=t:all_seed={seconds}",
            "-f", "lavfi", "-i", "sine=frequency=330:sample_rate=48000", "-t", seconds, "-c:v", "libx264", "-preset", "ultrafast",
            "-b:v", rate, "-minrate", rate, "-maxrate", rate, "-bufsize", rate, "-x264-params", "nal-hrd=cbr:keyint=50:min-keyint=50",
            "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "64k", "-ac", "1", "-movflags", "+faststart", f"{path}.part.mp4",
        )
        os.replace(f"{path}.part.mp4", path)
    return path


class Program:
    """`serve` of one of our programs, in the background; it has begun when it has written control.json."""

    def __init__(self, program, data, settings=None):
        control = f"{data}/control.json"
        if os.path.exists(control):
            os.remove(control)
        self.program, self.data, self.port = program, data, free_port()
        self.log = open(f"{data}/serve.log", "ab")
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [program, "serve", "--data", data, "--listen", f"127.0.0.1:{self.port}"], stdout=self.log, stderr=self.log,
            stdin=subprocess.DEVNULL, env={**os.environ, **(settings or {})}, start_new_session=True,
        )
        try:
            until(lambda: os.path.exists(control) or self.process.poll() is not None, f"{program} listens")
            if self.process.poll() is not None:
                raise SystemExit(f"{program} ended with {self.process.returncode}: see {data}/serve.log")
        except BaseException:
            self.end()
            raise
        self.address = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.address}"

    def call(self, *arguments):
        return run(self.program, *arguments, "--data", self.data)

    def end(self):
        """Returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.log.close()
        return code

    def status(self):
        return json.loads(self.call("status", "--json"))


class House:
    """An origin that has published lessons, and a school's edge that is enrolled, its prefetch paused."""

    def __init__(self, folder, origin, edge):
        self.folder, self.origin_program, self.edge_program = folder, origin, edge
        self.data = {name: os.path.join(folder, name) for name in ("origin", "edge")}
        self.origin = self.edge = None

    def found(self, lessons, settings=None, pictures=True):
        """Publishes `lessons`, {lesson: video}, and enrols the school."""
        for data in self.data.values():
            shutil.rmtree(data, ignore_errors=True)
            os.makedirs(data, mode=0o700)
        origin = lambda *arguments: run(self.origin_program, *arguments, "--data", self.data["origin"])
        seeds = os.path.join(ROOT, "seeds")
        for name in sorted(name for name in os.listdir(seeds) if name.endswith(".yaml")):
            origin("programme", "import", f"{seeds}/{name}")
        origin("roster", "import", f"{seeds}/roster.csv", "--passwords-to", f"{self.data['origin']}/passwords.csv")
        for lesson, path in lessons.items():
            origin("publish", path, "--lesson", lesson, "--renditions", "source", *([] if pictures else ["--no-pictures"]))
        self.origin = Program(self.origin_program, self.data["origin"])
        code = json.loads(origin("edge", "invite", "--school", "s001", "--json"))["code"]
        run(self.edge_program, "enrol", "--origin", self.origin.url, "--code", code, "--data", self.data["edge"])
        self.start_edge(settings)
        self.edge.call("prefetch", "--pause")
        until(lambda: (self.edge.status().get("catalogue") or {}).get("isStocked"), "the school has all documents")

    def start_edge(self, settings=None):
        self.edge = Program(self.edge_program, self.data["edge"], {"LECTERN_PREFETCH_RENDITION": "source", **(settings or {})})

    def play(self, lesson):
        """What a lesson's addresses begin with, without the server's."""
        return self.edge.call("lesson-url", lesson).strip().removeprefix(self.edge.url).removesuffix("/master.m3u8")

    def tracks(self, play):
        """The names of a lesson's picture and sound."""
        master = self.read(f"{play}/master.m3u8")
        picture = next(row for row in master.splitlines() if row and not row.startswith("#"))
        sound = next(row.split('URI="')[1].split('"')[0] for row in master.splitlines() if "TYPE=AUDIO" in row)
        return picture.removesuffix(".m3u8"), sound.removesuffix(".m3u8")

    def segments(self, play, track):
        return [row for row in self.read(f"{play}/{track}.m3u8").splitlines() if row and not row.startswith("#")]

    def open(self, path):
        return urllib.request.urlopen(self.edge.url + path, timeout=120)

    def fetch(self, path):
        with self.open(path) as answer:
            return answer.read()

    def read(self, path):
        return self.fetch(path).decode()

    def hold(self, lesson):
        """Has the school fetch a lesson whole."""
        play = self.play(lesson)
        for track in self.tracks(play):
            self.fetch(f"{play}/{track}.mp4")
        for name in ("poster.jpg", "storyboard.vtt"):
            try:
                self.fetch(f"{play}/{name}")
            except urllib.error.HTTPError:
                pass
        return play

    def expired(self, play):
        """The same addresses, under a token that the edge itself made and that has expired."""
        with open(f"{self.data['edge']}/playback.key", "rb") as file:
            key = file.read()
        text = play.removeprefix("/play/")
        body = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))[:-32].split(b"|")
        body = b"|".join(body[:-1] + [str(int(time.time()) - 1).encode()])
        token = body + hmac.new(key, body, hashlib.sha256).digest()
        return "/play/" + base64.urlsafe_b64encode(token).rstrip(b"=").decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for program in (self.edge, self.origin):
            if program:
                program.end()
