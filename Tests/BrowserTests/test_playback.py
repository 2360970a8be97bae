"""A packaged folder behind a plain web server, played by hls.js, a browser itself and ffmpeg."""

import os
import re
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browsers import Chromium, Firefox  # noqa: E402
from packaged import SECONDS, PackagedLesson, run  # noqa: E402

lesson = None


def setUpModule():
    global lesson
    lesson = PackagedLesson()


def tearDownModule():
    lesson.close()


class Playback:
    """What has to hold in each browser."""

    browser = None

    @classmethod
    def setUpClass(cls):
        cls.page = cls.browser()

    @classmethod
    def tearDownClass(cls):
        cls.page.close()

    def start(self, player, path):
        """Opens the test's page with a player, and plays the first seconds."""
        self.page.open(f"{lesson.site}/?player={player}&url=/lesson/{path}")
        self.page.wait_for("document.body.dataset.ready", 30)
        self.page.run("playback.play()")
        self.advance(2)

    def advance(self, seconds):
        self.assertTrue(self.page.run(f"playback.advance({seconds})"), self.page.run("[playback.state(), playback.problems]"))

    def state(self):
        return self.page.run("playback.state()")

    def seek_everywhere(self, places=(25, 3, 33)):
        for place in places:
            self.page.run(f"playback.seek({place})")
            self.advance(2)
            self.assertLess(abs(self.state()["time"] - place - 2), 2)

    def check_whole(self):
        """All is well so far: length, sound, and nothing that the player complained of."""
        self.assertLess(abs(self.state()["duration"] - SECONDS), 0.2)
        self.assertTrue(self.page.run("playback.hasDecodedSound()"), "no sound")
        # Copied sound keeps its priming, so the picture starts a little after it; in Firefox hls.js says that it stepped in.
        start = "seeking from 0 to 0.1"
        self.assertEqual([one for one in self.page.run("playback.problems") if start not in one], [])
        self.assertEqual(self.page.run("playback.stalls"), [])

    def check_renditions(self):
        """Each rendition with a picture is played, and its picture has its size."""
        renditions = self.page.run("playback.renditions()")
        pictures = [index for index, one in enumerate(renditions) if one["height"]]
        self.assertGreaterEqual(len(pictures), 3, renditions)
        for index in pictures + pictures[:1]:
            self.page.run(f"playback.choose({index})")
            self.page.wait_for(f"playback.state().height === {renditions[index]['height']}", 30)
            self.assertEqual(self.state()["width"], renditions[index]["width"])
            self.advance(1)

    def test_hls_js_plays_every_rendition_and_every_place(self):
        self.start("hls", "master.m3u8")
        self.check_renditions()
        self.seek_everywhere()
        self.check_whole()

    def test_hls_js_plays_the_sound_alone(self):
        # hls.js offers no rendition without a picture beside others: a page names its playlist.
        lines = lesson.text("master.m3u8").splitlines()
        alone = [
            playlist
            for information, playlist in zip(lines, lines[1:])
            if information.startswith("#EXT-X-STREAM-INF") and "RESOLUTION" not in information
        ]
        self.assertEqual(len(alone), 1, lines)
        self.start("hls", alone[0])
        self.seek_everywhere()
        self.assertEqual(self.state()["height"], 0)
        self.check_whole()


class ChromiumPlayback(Playback, unittest.TestCase):
    browser = Chromium

    def test_chromium_plays_the_playlist_without_any_player(self):
        self.start("file", "master.m3u8")
        self.seek_everywhere()
        self.check_whole()


class FirefoxPlayback(Playback, unittest.TestCase):
    browser = Firefox


class OtherPlayers(unittest.TestCase):
    def test_ffmpeg_reads_the_playlist_and_finds_every_frame(self):
        said = run(
            "ffmpeg", "-v", "error", "-xerror", "-nostdin", "-i", f"{lesson.site}/lesson/master.m3u8",
            "-map", "0:v", "-map", "0:a", "-f", "framecrc", "-",
        )  # fmt: skip
        frames = re.findall(r"^(\d+),", said, re.MULTILINE)
        counts = [frames.count(str(stream)) for stream in sorted(set(map(int, frames)))]
        self.assertEqual(counts.count(25 * SECONDS), 3, counts)
        sounds = [count for count in counts if count != 25 * SECONDS]
        self.assertTrue(sounds and all(count > 40 * SECONDS for count in sounds), counts)


if __name__ == "__main__":
    unittest.main()
