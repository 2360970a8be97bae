"""The plain MP4 file of a lesson plays and seeks in Chromium and in Firefox, served with ranges as an edge serves them."""

import http.server
import os
import re
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browsers import Chromium, Firefox  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.join(ROOT, ".build", "debug", "lectern-origin")
PAGE = b"<!doctype html><title>lesson</title><video src='lesson.mp4' preload='metadata' muted></video>"
SECONDS = 40
# Each second has its own grey: what is shown tells where the player is, whatever it says itself.
PICTURE = f"color=black:size=320x180:rate=25:duration={SECONDS},geq=lum='16+5*floor(T)':cb=128:cr=128"
SHOWN_SECOND = """
(() => {
  const video = document.querySelector('video');
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 8;
  const context = canvas.getContext('2d');
  context.drawImage(video, 0, 0, 8, 8);
  const grey = context.getImageData(4, 4, 1, 1).data[0];
  return Math.round(grey * 219 / 255 / 5);
})()
"""

folder = None
server = None


class Site(http.server.BaseHTTPRequestHandler):
    """A page and the file, with ranges (RFC 9110, section 14)."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/":
            return self._answer(200, PAGE, "text/html")
        with open(os.path.join(folder.name, "out", "lesson.mp4"), "rb") as file:
            data = file.read()
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not asked:
            return self._answer(200, data, "video/mp4")
        first = int(asked.group(1))
        last = min(int(asked.group(2) or len(data)), len(data) - 1)
        return self._answer(206, data[first:last + 1], "video/mp4", f"bytes {first}-{last}/{len(data)}")

    def _answer(self, status, data, kind, content_range=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Accept-Ranges", "bytes")
        if content_range:
            self.send_header("Content-Range", content_range)
        self.end_headers()
        try:
            self.wfile.write(data)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *arguments):
        pass


def setUpModule():
    global folder, server
    folder = tempfile.TemporaryDirectory(prefix="lectern-progressive-")
    source = os.path.join(folder.name, "source.mp4")
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", PICTURE, "-itsoffset", "0.7", "-f", "lavfi"]
        + ["-i", f"sine=frequency=440:sample_rate=48000:duration={SECONDS - 1}", "-c:v", "libx264", "-preset", "veryfast"]
        + ["-pix_fmt", "yuv420p", "-g", "50", "-bf", "3", "-c:a", "aac", "-b:a", "48k", source],
        check=True,
    )
    output = os.path.join(folder.name, "out")
    subprocess.run([PROGRAM, "package", source, "--output", output, "--progressive"], check=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def tearDownModule():
    server.shutdown()
    server.server_close()
    folder.cleanup()


class Playing:
    browser = None

    @classmethod
    def setUpClass(cls):
        cls.page = cls.browser()
        cls.page.open(f"http://127.0.0.1:{server.server_address[1]}/")
        cls.page.wait_for("document.querySelector('video').readyState >= 1")

    @classmethod
    def tearDownClass(cls):
        cls.page.close()

    def test_it_is_as_long_as_the_lesson(self):
        self.assertAlmostEqual(self.page.run("document.querySelector('video').duration"), SECONDS, delta=0.1)

    def test_it_plays_on_from_its_start(self):
        self.page.run("document.querySelector('video').play().then(() => true)")
        self.page.wait_for("document.querySelector('video').currentTime > 1.5")
        self.page.run("document.querySelector('video').pause()")
        self.assertIsNone(self.page.run("document.querySelector('video').error"))

    def test_it_shows_the_picture_that_was_asked_for(self):
        for second in [33, 4, 18.9, 12.04]:
            self.page.run(f"document.querySelector('video').currentTime = {second}")
            self.page.wait_for(
                "!document.querySelector('video').seeking && document.querySelector('video').readyState >= 2"
            )
            self.assertEqual(self.page.run(SHOWN_SECOND), int(second), f"asked for {second} s")


class InChromium(Playing, unittest.TestCase):
    browser = Chromium


class InFirefox(Playing, unittest.TestCase):
    browser = Firefox


if __name__ == "__main__":
    unittest.main()
