"""Trainees, technician and officers at their pages, in Chromium and in Firefox, against a running demo."""

import os
import re
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browsers import Chromium, Firefox  # noqa: E402
from province import OUTPUT, Province  # noqa: E402
import trainee  # noqa: E402

province = None
LESSON = "l01"
# A heartbeat comes every 10 s; what a closed page can lose is one of them and the time of a request.
HEARTBEAT_MS = 10_000
SLACK_MS = 2_000


def setUpModule():
    global province
    province = Province.shared()


class Journey:
    """The scenarios, run in each browser with a trainee of its own."""

    browser = None
    number = 0

    @classmethod
    def setUpClass(cls):
        cls.page = cls.browser()
        cls.edge = province.sign_ins["edge"]
        cls.origin = province.sign_ins["origin"]
        cls.trainee = province.trainees()[cls.number]

    @classmethod
    def tearDownClass(cls):
        cls.page.close()

    def shoot(self, name):
        for width in (1280, 360):
            self.page.screenshot(os.path.join(OUTPUT, f"{self.page.name}-{name}-{width}.png"), width, 800)
            wide = self.page.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            self.assertLessEqual(wide, 0, f"{name} is {wide} px too wide at {width} px")

    def sign_in(self):
        cls = type(self)
        cls.trainee["password"] = trainee.sign_in(
            self.page, self.edge, cls.trainee["login"], cls.trainee["password"]
        )

    def language(self, tag):
        self.page.open(f"{self.edge}/language/{tag}?to=%2F")
        self.assertTrue(self.page.run("document.documentElement.lang").startswith(tag))

    def test_1_a_wrong_password_is_refused_in_words(self):
        self.page.open(f"{self.edge}/sign-in")
        self.shoot("sign-in")
        trainee.type_sign_in(self.page, self.edge, self.trainee["login"], "not-the-password-9")
        self.assertTrue(self.page.run("location.pathname").startswith("/sign-in"))
        self.assertIn("登录名或密码不正确", self.page.text())
        self.shoot("sign-in-refused")
        self.page.open(f"{self.edge}/lessons/{LESSON}")
        self.assertTrue(self.page.run("location.pathname").startswith("/sign-in"), self.page.text())

    def test_2_the_first_sign_in_asks_for_a_new_password(self):
        first = self.trainee["password"]
        trainee.type_sign_in(self.page, self.edge, self.trainee["login"], first)
        self.assertTrue(self.page.run("location.pathname").startswith("/password"))
        self.shoot("new-password")
        self.sign_in()
        self.assertNotEqual(self.trainee["password"], first)
        trainee.type_sign_in(self.page, self.edge, self.trainee["login"], first)
        self.assertTrue(self.page.run("location.pathname").startswith("/sign-in"), "the first password still works")
        self.sign_in()

    def test_3_pages_are_in_chinese_and_in_english(self):
        self.language("en")
        self.assertRegex(self.page.text(), r"[Ll]esson")
        self.shoot("lessons-en")
        self.language("zh")
        self.assertRegex(self.page.text(), r"课")
        self.shoot("lessons")

    def test_3b_a_lesson_shows_its_poster_before_it_plays(self):
        for language in ("en", "zh"):
            self.language(language)
            trainee.open_lesson(self.page, self.edge, LESSON)
            self.page.wait_for("document.querySelector('video').poster")
            size = self.page.run(
                "(async () => { const image = new Image(); image.src = document.querySelector('video').poster;"
                " await image.decode(); return [image.naturalWidth, image.naturalHeight]; })()"
            )
            self.assertEqual(size, [640, 360])
            self.assertTrue(self.page.run("document.querySelector('video').paused"))
            self.shoot(f"poster-{language}")

    def test_4_a_seek_covers_only_what_was_seen_and_play_resumes_there(self):
        trainee.open_lesson(self.page, self.edge, LESSON)
        trainee.play(self.page)
        trainee.wait_for_position(self.page, 4)
        trainee.seek(self.page, 40)
        self.assertGreaterEqual(trainee.position(self.page), 39.5)
        trainee.wait_for_position(self.page, 44)
        self.page.run("document.querySelector('video').pause()")
        self.page.wait_for(f"window.heartbeatAnswers.length && {trainee.LAST_ANSWER}.keptMs >= 7000", 10)
        covered = trainee.covered_ms(self.page)
        played = self.page.run(trainee.PLAYED_MS)
        self.assertGreater(covered, 7_000)
        self.assertLess(covered, 13_000, "the stretch that was jumped over counts as seen")
        self.assertLessEqual(abs(covered - played), 1_500)
        self.shoot("player")
        trainee.open_lesson(self.page, self.edge, LESSON)
        trainee.play(self.page)
        self.assertGreaterEqual(trainee.position(self.page), 41, "it does not resume where it was")
        self.page.run("document.querySelector('video').pause()")

    def test_5_a_page_closed_in_mid_play_loses_at_most_one_heartbeat(self):
        before = self.covered_at_edge()
        trainee.open_lesson(self.page, self.edge, LESSON)
        trainee.seek(self.page, 10)
        trainee.play(self.page)
        trainee.wait_for_position(self.page, 23.5)
        started = time.monotonic()
        self.page.close_page_abruptly()
        self.assertLess(time.monotonic() - started, 5)
        after = self.covered_at_edge()
        self.assertGreaterEqual(after - before, 13_000 - HEARTBEAT_MS - SLACK_MS)
        self.assertLessEqual(after - before, 14_500)

    def test_6_the_statement_says_what_is_kept_and_what_is_required(self):
        self.page.open(f"{self.edge}/statement")
        self.assertRegex(self.page.text(), r"学时")
        self.shoot("statement")
        self.page.open(f"{self.edge}/technician")
        self.assertFalse(self.page.run("Boolean(document.querySelector('form[action=\"/technician/pause\"]'))"))

    def test_7_captions_are_shown_in_the_chosen_language_and_the_choice_is_remembered(self):
        trainee.open_lesson(self.page, self.edge, LESSON)
        self.page.wait_for("!document.getElementById('player-captions').hidden")
        menu = self.page.run("[...document.getElementById('player-captions-menu').options].map(option => option.text)")
        self.assertEqual(menu, ["关闭", "中文", "English"])
        trainee.seek(self.page, 14)
        self.page.wait_for(f"{trainee.SHOWN_CAPTIONS} === '技术改变了什么'")
        self.shoot("captions")
        trainee.seek(self.page, 20)
        self.page.wait_for(f"{trainee.SHOWN_CAPTIONS} === '交流不再只在教室里'")
        trainee.choose_captions(self.page, "English")
        self.page.wait_for(f"{trainee.SHOWN_CAPTIONS} === 'Talk is not only in the classroom'")
        self.assertEqual(self.page.run("document.getElementById('player').dataset.captions"), "en")
        self.shoot("captions-en")
        trainee.open_lesson(self.page, self.edge, LESSON)
        trainee.seek(self.page, 14)
        self.page.wait_for(f"{trainee.SHOWN_CAPTIONS} === 'What technology has changed'")
        self.page.run("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'c', bubbles: true})) || true")
        self.page.wait_for(f"{trainee.SHOWN_CAPTIONS} === ''")
        trainee.open_lesson(self.page, self.edge, LESSON)
        self.page.wait_for("document.getElementById('player').dataset.captions === 'off'")
        self.language("en")
        trainee.open_lesson(self.page, self.edge, LESSON)
        self.page.wait_for("document.getElementById('player-captions').innerText.startsWith('Captions')")
        self.language("zh")

    def test_7b_the_bar_shows_the_picture_at_each_place_and_goes_there(self):
        trainee.open_lesson(self.page, self.edge, LESSON)
        self.page.wait_for("document.getElementById('player-finder').dataset.pictures > 0")
        seen = set()
        for share in (0.02, 0.5, 0.98):
            self.page.run(trainee.point_at_place(share))
            self.page.wait_for("!document.querySelector('.player-preview').hidden")
            tile = self.page.run(trainee.SHOWN_TILE)
            self.assertEqual([tile["width"], tile["height"]], [160, 90])
            self.assertGreater(tile["colours"], 2, "the tile is blank")
            self.assertLessEqual(abs(tile["seconds"] - share * 60), 2)
            self.assertTrue(tile["isInside"], tile)
            seen.add(tile["place"])
            self.shoot(f"finder-{round(share * 100)}")
        self.assertEqual(len(seen), 3, "the same picture everywhere")
        self.page.run("document.getElementById('player-place').dispatchEvent(new PointerEvent('pointerleave'))")
        self.assertTrue(self.page.run("document.querySelector('.player-preview').hidden"))
        self.page.run(
            "(() => { const bar = document.getElementById('player-place'); bar.value = 37;"
            " bar.dispatchEvent(new Event('input')); bar.dispatchEvent(new Event('change')); })()"
        )
        self.page.wait_for("!document.querySelector('video').seeking")
        self.assertAlmostEqual(trainee.position(self.page), 37, delta=0.5)

    def covered_at_edge(self):
        """What the edge has of this trainee and lesson: asked for with a heartbeat that says nothing, in a viewing session
        of its own, which ends the one before."""
        self.page.open(f"{self.edge}/")
        return self.page.run(
            f"""(async () => {{
                const now = () => Math.round(performance.timeOrigin + performance.now());
                const headers = {{"Content-Type": "application/json"}};
                const session = await (await fetch("/v1/viewing-sessions", {{method: "POST", headers,
                    body: JSON.stringify({{lesson: "{LESSON}", playerMs: now()}})}})).json();
                const answer = await fetch(`/v1/viewing-sessions/${{session.session}}/heartbeats`, {{method: "POST",
                    headers, body: JSON.stringify({{playerMs: now(), beats: [], positionMs: session.resumeMs}})}});
                return (await answer.json()).coverage.coveredMs;
            }})()"""
        )


class ChromiumJourney(Journey, unittest.TestCase):
    browser = Chromium
    number = 0

    def test_8_the_technician_sees_what_is_held_and_pauses_it(self):
        technician = province.sign_ins["technician"]
        page = Chromium()
        try:
            trainee.sign_in(page, self.edge, technician["login"], technician["password"])
            self.assertTrue(page.run("location.pathname").startswith("/technician"), page.text())
            self.assertIn("100", page.text())
            for width in (1280, 360):
                page.screenshot(os.path.join(OUTPUT, f"chromium-technician-{width}.png"), width, 800)
            self.assertGreater(page.run("document.querySelectorAll('.chart rect').length"), 0)
            # What is opened stays open when the page brings itself up to date.
            page.run("document.getElementById('traffic-numbers').open = true")
            page.run("document.querySelector('#live h1').id = 'before'")
            page.wait_for("!document.getElementById('before')")
            self.assertTrue(page.run("document.getElementById('traffic-numbers').open"))
            page.submit("form[action='/technician/pause']")
            page.wait_for("document.querySelector('form[action=\"/technician/resume\"]')")
            page.screenshot(os.path.join(OUTPUT, "chromium-technician-paused-1280.png"), 1280, 800)
            page.submit("form[action='/technician/resume']")
            page.wait_for("document.querySelector('form[action=\"/technician/pause\"]')")
            self.assertEqual(page.problems, [])
        finally:
            page.close()

    def test_9_the_county_officer_sees_every_school_and_the_province_officer_every_county(self):
        for officer, path in (("county_officer", f"/counties/{province.sign_ins['county']}"), ("province_officer", "/")):
            page = Chromium()
            try:
                who = province.sign_ins[officer]
                trainee.sign_in(page, self.origin, who["login"], who["password"])
                page.open(self.origin + path)
                for width in (1280, 360):
                    page.screenshot(os.path.join(OUTPUT, f"chromium-{officer}-{width}.png"), width, 800)
                if officer == "county_officer":
                    self.assertIn("截至", page.text())
                    self.assertEqual(len(set(re.findall(r"/schools/(\w+)", page.run("document.body.innerHTML")))), 3)
                    table = page.run(f"fetch('/v1{path}/completeness.csv').then(answer => answer.text())")
                    self.assertEqual(len(table.strip().splitlines()), 4, table)
                self.assertEqual(page.problems, [])
            finally:
                page.close()

    def test_z_no_page_broke_its_own_content_security_policy(self):
        self.assertEqual(self.page.problems, [])


class FirefoxJourney(Journey, unittest.TestCase):
    browser = Firefox
    number = 1


if __name__ == "__main__":
    unittest.main()
