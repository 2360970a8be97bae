"""A packaged folder behind an nginx as Debian has it, with the players that the tests play it with."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request

from province import ROOT, free_port

SECONDS = 40
CAPTIONS = {"zh": "第{}句：讲台", "en": "sentence {}: the lectern"}
CUE_SECONDS = 5

NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log warn;
events {{ worker_connections 256; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log {folder}/access.log;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""


class PackagedLesson:
    """A lesson of 40 s with sound and captions in two languages; `site` is where it is served from."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="lectern-playback-")
        os.chmod(self.folder, 0o755)
        self.process = None
        try:
            self.output = os.path.join(self.folder, "www", "lesson")
            self.source = os.path.join(self.folder, "lesson.mp4")
            os.makedirs(os.path.join(self.folder, "www"))
            self._make_source()
            self._package()
            self._add_players()
            self._serve()
        except BaseException:
            self.close()
            raise

    def _make_source(self):
        for language, text in CAPTIONS.items():
            with open(self.captions(language), "w", encoding="utf-8") as file:
                for number in range(SECONDS // CUE_SECONDS):
                    start, end = (f"00:00:{(number + more) * CUE_SECONDS:02},000" for more in (0, 1))
                    file.write(f"{number + 1}\n{start} --> {end}\n{text.format(number + 1)}\n\n")
        run(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"testsrc2=size=1280x720:rate=25:duration={SECONDS}",
            "-f", "lavfi", "-i", f"sine=frequency=440:sample_rate=48000:duration={SECONDS}",
            "-i", self.captions("zh"), "-i", self.captions("en"), "-map", "0", "-map", "1", "-map", "2", "-map", "3",
            "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-pix_fmt", "yuv420p", "-g", "50", "-c:a", "aac",
            "-c:s", "mov_text", "-metadata:s:s:0", "language=zho", "-metadata:s:s:1", "language=eng", self.source,
        )  # fmt: skip

    def captions(self, language):
        return os.path.join(self.folder, f"lesson.{language}.srt")

    def _package(self):
        run(
            os.path.join(ROOT, ".build", "debug", "lectern-origin"),
            "package", self.source, "--output", self.output, "--language", "zh",
        )  # fmt: skip

    def _add_players(self):
        root = os.path.join(self.folder, "www")
        for name in ("hls", "dash"):
            shutil.copy(os.path.join(ROOT, ".tools", name, f"{name}.js"), root)
        for name in ("index.html", "playback.js"):
            shutil.copy(os.path.join(ROOT, "Tests", "BrowserTests", "playback", name), root)

    def _serve(self):
        port = free_port()
        configuration = os.path.join(self.folder, "nginx.conf")
        with open(configuration, "w", encoding="utf-8") as file:
            file.write(NGINX.format(folder=self.folder, port=port))
        self.site = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            ["/usr/sbin/nginx", "-c", configuration, "-e", os.path.join(self.folder, "nginx.log")],
            start_new_session=True,
        )
        end = time.monotonic() + 10
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"{self.site}/lesson/master.m3u8", timeout=2).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("nginx does not answer")

    def text(self, name):
        with open(os.path.join(self.output, name), encoding="utf-8") as file:
            return file.read()

    def close(self):
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)


def run(*arguments):
    """Runs a program to its end; what it says is the error where it fails.

    Returns what it wrote, errors too."""
    result = subprocess.run(
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if result.returncode:
        raise AssertionError(f"{' '.join(arguments)}: {result.stdout[-3000:]}")
    return result.stdout
