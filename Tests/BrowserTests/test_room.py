"""A study group before a projector, in Chromium: sign-in, roll calls that nobody foresees, the leader's word, the school's."""

import os
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browsers import Chromium  # noqa: E402
from province import OUTPUT, Province  # noqa: E402
import trainee  # noqa: E402

LESSON = "l01"
# Of a lesson of a minute, the second room has so much left.
SEEN_SECONDS = 48
ROOM = "document.getElementById('room').dataset"


class RoomTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.province = Province.shared()
        cls.edge = cls.province.sign_ins["edge"]
        cls.page = Chromium()
        everybody = cls.province.trainees()
        cls.leader = everybody[0]
        cls.member, cls.listed = everybody[-1], everybody[-2]

    @classmethod
    def tearDownClass(cls):
        cls.page.close()

    def shoot(self, name):
        for width in (1280, 390):
            self.page.screenshot(os.path.join(OUTPUT, f"room-{name}-{width}.png"), width, 800)
            wide = self.page.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            self.assertLessEqual(wide, 0, f"{name} is {wide} px too wide at {width} px")

    def sign_in(self, person):
        """With the password that an earlier test may have chosen, or the first one."""
        trainee.type_sign_in(self.page, self.edge, person["login"], trainee.NEW_PASSWORD)
        if self.page.run("location.pathname").startswith("/sign-in"):
            trainee.sign_in(self.page, self.edge, person["login"], person["password"])

    def language(self, tag, to="/room"):
        self.page.open(f"{self.edge}/language/{tag}?to={to.replace('/', '%2F')}")

    def open_room(self):
        self.page.open(f"{self.edge}/room")
        self.page.submit(f"form:has(input[value='{LESSON}'])")
        self.assertRegex(self.page.run("location.pathname"), r"^/room/r")
        self.page.wait_for("document.querySelector('video').readyState >= 1", 20)
        self.page.wait_for(f"{ROOM}.present === '1'")

    def type_presence(self, person, password):
        self.page.fill("#room-form input[name=login]", person["login"])
        self.page.fill("#room-form input[name=password]", password)
        self.page.run("document.querySelector('#room-form button').click()")
        self.page.wait_for("document.querySelector('#room-form input[name=password]').value === ''")

    def end_room(self):
        self.page.run("(() => { window.confirm = () => true; })()")
        self.page.submit("#room-close")
        self.assertTrue(self.page.run("Boolean(document.querySelector('table'))"), self.page.text())

    def test_1_a_first_password_signs_nobody_in(self):
        self.sign_in(self.leader)
        self.page.open(f"{self.edge}/")
        self.assertIn("集中观看", self.page.text())
        self.open_room()
        self.type_presence(self.member, self.member["password"])
        self.page.wait_for("document.getElementById('room-message').classList.contains('bad')")
        self.assertIn("初始密码", self.page.text())
        self.type_presence(self.member, "wrong-password-9")
        self.page.wait_for("document.getElementById('room-message').textContent.includes('不正确')")
        self.assertEqual(self.page.run(f"{ROOM}.present"), "1")
        self.shoot("open")

    def test_2_a_room_that_ends_before_its_roll_calls_says_that_it_does_not_count(self):
        trainee.seek(self.page, SEEN_SECONDS)
        trainee.play(self.page)
        trainee.wait_for_position(self.page, SEEN_SECONDS + 1)
        self.page.run("document.querySelector('video').pause()")
        self.page.wait_for("Number(document.getElementById('player').dataset.keptMs) > 500")
        time.sleep(0.2)
        self.end_room()
        self.assertIn("规定次数的有效点名", self.page.text())
        self.assertFalse(self.page.run("Boolean(document.getElementById('room-sign'))"))

    def test_3_who_signed_and_answered_is_there_and_who_missed_a_roll_call_is_not(self):
        self.sign_in(self.member)
        self.sign_in(self.leader)
        self.open_room()
        self.assertGreaterEqual(self.page.run("Number(document.getElementById('player').dataset.resumeMs)"), 48_000)
        self.type_presence(self.member, trainee.NEW_PASSWORD)
        self.page.wait_for(f"{ROOM}.present === '2'")
        self.page.run(
            f"document.querySelector('#room-people [data-person=\"{self.listed['person']}\"] button').click()"
        )
        self.page.wait_for(f"{ROOM}.present === '3'")
        trainee.play(self.page)
        for number in ("1", "2"):
            self.page.wait_for(f"{ROOM}.call === '{number}'", 30)
            self.assertTrue(self.page.run("document.querySelector('video').paused"), "the picture goes on")
            for person in (self.leader, self.member):
                self.page.run(
                    f"document.querySelector('#room-answers [data-person=\"{person['person']}\"]').click()"
                )
            self.page.wait_for(f"{ROOM}.answered === '2'")
            if number == "1":
                self.shoot("call")
            self.page.run("document.getElementById('room-call-done').click()")
            self.page.wait_for(f"{ROOM}.call === ''")
        self.page.wait_for("document.querySelector('video').ended", 30)
        self.page.wait_for("document.getElementById('player').dataset.waitingMs === '0'")
        self.end_room()
        self.assertIn("组长登记", self.page.text())
        self.shoot("confirm")
        self.page.submit("form[action$='/sign']")
        self.assertIn("会签", self.page.text())

    def test_4_the_technician_countersigns_and_the_member_has_the_time(self):
        technician = self.province.sign_ins["technician"]
        self.sign_in(technician)
        for tag in ("en", "zh"):
            self.language(tag)
            self.shoot(f"waiting-{tag}")
        self.page.open(self.page.run("document.querySelector('table a.button').href"))
        self.page.submit("form[action$='/sign']")
        self.assertIn("已生效", self.page.text())
        self.shoot("countersigned")
        self.sign_in(self.member)
        # The province's word that the signature was lacking goes with the next report.
        end = time.monotonic() + 60
        while time.monotonic() < end:
            self.page.open(f"{self.edge}/statement")
            if "UNSIGNED" not in self.page.text():
                break
            time.sleep(1)
        self.assertRegex(self.page.text(), r"\b0:(0[89]|1[0-3])\b")
        self.assertNotIn("UNSIGNED", self.page.text())


if __name__ == "__main__":
    unittest.main()
