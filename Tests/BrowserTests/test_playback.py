"""A packaged folder behind a plain web server, played by hls.js, dash.js and the browsers themselves, and by ffmpeg."""

import glob
import os
import re
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browsers import Chromium, Firefox  # noqa: E402
from packaged import CAPTIONS, CUE_SECONDS, SECONDS, PackagedLesson, run  # noqa: E402
from province import OUTPUT  # noqa: E402

lesson = None


def setUpModule():
    global lesson
    os.makedirs(OUTPUT, exist_ok=True)
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
            # Where it stands as soon as it is there: playing goes on while a driver waits.
            self.assertAlmostEqual(self.page.run(f"playback.seek({place})"), place, delta=0.5)
            self.advance(2)
            self.assertGreater(self.state()["time"], place + 1.5)

    def check_whole(self, has_sound=True):
        """All is well so far: length, sound, and nothing that the player complained of."""
        self.assertLess(abs(self.state()["duration"] - SECONDS), 0.2)
        self.assertEqual(self.page.run("playback.hasDecodedSound()"), has_sound)
        # Copied sound keeps its priming, so the picture starts a little after it; in Firefox hls.js says that it stepped in.
        start = "seeking from 0 to 0.1"
        self.assertEqual([one for one in self.page.run("playback.problems") if start not in one], [])
        self.assertEqual(self.stalls_twice(), [])

    def stalls_twice(self):
        """Where playing stalls each time: because of the file, not because the machine had other things to do."""
        places = self.page.run("playback.stalls")
        for place in places:
            self.page.run(f"playback.seek({max(0, place - 1)})")
            self.advance(2)
        later = self.page.run("playback.stalls")[len(places) :]
        return [place for place in later if any(abs(place - other) < 0.5 for other in places)]

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

    def check_captions(self, name):
        self.assertEqual(sorted(self.page.run("playback.captions()")), sorted(CAPTIONS))
        for language, text in CAPTIONS.items():
            self.page.run(f"playback.showCaptions('{language}')")
            # As a person does: dash.js forgets captions that it is still fetching when it is sent to another place.
            self.page.wait_for(f"playback.cues().some((cue) => cue.startsWith('{text.split('{')[0]}'))", 20)
            for number in (5, 2):
                self.page.run(f"playback.seek({(number - 1) * CUE_SECONDS + 1})")
                self.page.wait_for(f"playback.cues().join() === '{text.format(number)}'", 20)
        self.page.run("playback.pause()")
        self.page.screenshot(os.path.join(OUTPUT, f"{self.page.name}-playback-{name}.png"), 960, 600)

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

    def test_hls_js_shows_the_captions(self):
        self.start("hls", "master.m3u8")
        self.check_captions("hls")
        self.check_whole()

    def test_dash_js_plays_every_rendition_and_every_place(self):
        self.start("dash", "manifest.mpd")
        self.check_renditions()
        self.seek_everywhere()
        self.check_whole()

    def test_dash_js_shows_the_captions(self):
        self.start("dash", "manifest.mpd")
        self.check_captions("dash")
        self.check_whole()

    def test_the_browser_plays_and_seeks_each_whole_file(self):
        files = sorted(os.path.basename(path) for path in glob.glob(os.path.join(lesson.output, "*.mp4")))
        self.assertGreaterEqual(len(files), 3)
        for name in files:
            with self.subTest(file=name):
                self.start("file", name)
                self.seek_everywhere()
                self.check_whole(has_sound=not name.startswith("video"))


class ChromiumPlayback(Playback, unittest.TestCase):
    browser = Chromium

    def test_chromium_plays_the_playlist_without_any_player(self):
        self.start("file", "master.m3u8")
        self.seek_everywhere()
        self.check_whole()


class FirefoxPlayback(Playback, unittest.TestCase):
    browser = Firefox


class OtherPlayers(unittest.TestCase):
    def counts(self, manifest, *streams):
        """Frames that ffmpeg decodes of the streams it reads together, in their order."""
        maps = [part for stream in streams for part in ("-map", f"0:{stream}")]
        said = run(
            "ffmpeg", "-v", "error", "-xerror", "-nostdin", "-i", f"{lesson.site}/lesson/{manifest}",
            *maps, "-f", "framecrc", "-",
        )  # fmt: skip
        frames = re.findall(r"^(\d+),", said, re.MULTILINE)
        return [frames.count(str(stream)) for stream in sorted(set(map(int, frames)))]

    def test_ffmpeg_reads_the_playlist_and_finds_every_frame(self):
        counts = self.counts("master.m3u8", "v", "a")
        self.assertEqual(counts.count(25 * SECONDS), 3, counts)
        sounds = [count for count in counts if count != 25 * SECONDS]
        self.assertTrue(sounds and all(count > 40 * SECONDS for count in sounds), counts)

    def test_ffmpeg_reads_the_mpd_and_finds_every_frame(self):
        # One at a time: ffmpeg ends where the first of the streams that it reads together ends.
        for picture in range(3):
            self.assertEqual(self.counts("manifest.mpd", f"v:{picture}"), [25 * SECONDS])
        for sound in range(2):
            self.assertGreater(self.counts("manifest.mpd", f"a:{sound}")[0], 40 * SECONDS)


if __name__ == "__main__":
    unittest.main()
