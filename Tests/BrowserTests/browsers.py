"""Chromium (through Playwright) and Firefox (through WebDriver BiDi, for which Debian has no driver) with one face.

Both offer: open(url), run(script) -> value, preload(script), wait_for(condition, seconds), fill, submit, press(key),
click(selector), window() -> another page of the same browser, screenshot(path, width, height), close_page_abruptly(),
close().
`script` and `condition` are JavaScript expressions; promises are awaited.
"""

import base64
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

import websocket
from playwright.sync_api import sync_playwright


class Page:
    """What both browsers have in common."""

    def open(self, url):
        raise NotImplementedError

    def run(self, script):
        raise NotImplementedError

    def wait_for(self, condition, seconds=15):
        """Waits until the condition is true in the page, through navigations; fails with what the page shows."""
        end = time.monotonic() + seconds
        last = None
        while time.monotonic() < end:
            try:
                last = self.run(f"Boolean({condition})")
                if last:
                    return
            except PageError as error:
                last = error
            time.sleep(0.1)
        try:
            shown = self.run("location.href + '\\n' + document.body.innerText")
        except PageError as error:
            shown = str(error)
        raise AssertionError(f"not true within {seconds} s: {condition} ({last}); the page shows:\n{shown[:2000]}")

    def fill(self, selector, value):
        self.run(
            f"(() => {{ const field = document.querySelector({json.dumps(selector)}); field.focus();"
            f" field.value = {json.dumps(value)};"
            " field.dispatchEvent(new Event('input', {bubbles: true})); })()"
        )

    def submit(self, selector):
        """Submits a form as its button does; the page is then another one."""
        self.run("window.leaving = true")
        self.run(f"document.querySelector({json.dumps(selector)}).requestSubmit()")
        self.wait_for("!window.leaving && document.readyState === 'complete'")

    def text(self):
        return self.run("document.body.innerText")


class PageError(Exception):
    """The page threw, or went away while it was asked."""


class Chromium(Page):
    name = "chromium"
    # One driver serves all that are open: a second one cannot be started beside it.
    driver = None
    opened = 0

    def __init__(self, language="zh-CN"):
        if Chromium.opened == 0:
            Chromium.driver = sync_playwright().start()
        Chromium.opened += 1
        self.browser = Chromium.driver.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        self.context = self.browser.new_context(locale=language)
        self.page = self.context.new_page()
        self.problems = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on(
            "console",
            lambda message: self.problems.append(message.text)
            if message.type == "error" and "Content Security Policy" in message.text
            else None,
        )

    def open(self, url):
        self.page.goto(url, wait_until="load")

    def preload(self, script):
        """Runs a script in every page that is opened from now on, before the page's own."""
        self.page.add_init_script(script)

    def run(self, script):
        try:
            return self.page.evaluate(f"async () => ({script})")
        except Exception as error:
            raise PageError(str(error)) from error

    def screenshot(self, path, width=1280, height=800):
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.screenshot(path=path, full_page=True)

    def close_page_abruptly(self):
        """Closes the tab as a user does, without waiting for anything."""
        self.page.close(run_before_unload=False)
        self.page = self.context.new_page()

    def press(self, key):
        """Presses a key as a person does; a space is `Space`."""
        self.page.keyboard.press(key)

    def click(self, selector):
        self.page.click(selector)

    def window(self):
        other = object.__new__(Chromium)
        other.__dict__.update(self.__dict__)
        other.page = self.context.new_page()
        other.close = other.page.close
        return other

    def slow_down(self, times):
        """Lets pages compute so many times slower."""
        self.context.new_cdp_session(self.page).send("Emulation.setCPUThrottlingRate", {"rate": times})

    def close(self):
        self.browser.close()
        Chromium.opened -= 1
        if Chromium.opened == 0:
            Chromium.driver.stop()


class Firefox(Page):
    name = "firefox"

    def __init__(self, language="zh-CN"):
        self.profile = tempfile.mkdtemp(prefix="lectern-firefox-")
        with open(os.path.join(self.profile, "user.js"), "w") as preferences:
            for key, value in {
                "media.autoplay.default": 0,
                "media.autoplay.blocking_policy": 0,
                "intl.accept_languages": language,
                "browser.shell.checkDefaultBrowser": False,
                "datareporting.policy.dataSubmissionEnabled": False,
                "app.update.enabled": False,
                "network.captive-portal-service.enabled": False,
                "network.connectivity-service.enabled": False,
            }.items():
                preferences.write(f'user_pref("{key}", {json.dumps(value)});\n')
        self.process = subprocess.Popen(
            ["firefox-esr", "--headless", "--no-remote", "--profile", self.profile, "--remote-debugging-port", "0"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.number = 0
        self.socket = websocket.create_connection(
            self._address() + "/session", suppress_origin=True, timeout=60
        )
        self._call("session.new", {"capabilities": {}})
        self.context = self._call("browsingContext.getTree", {})["contexts"][0]["context"]

    def _address(self):
        for line in self.process.stderr:
            found = re.search(r"WebDriver BiDi listening on (ws://\S+)", line)
            if found:
                return found.group(1)
        raise RuntimeError("Firefox did not start")

    def _call(self, method, parameters):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") != self.number:
                continue
            if message["type"] == "error":
                raise PageError(f"{method}: {message['error']}: {message['message'][:500]}")
            return message["result"]

    def open(self, url):
        self._call("browsingContext.navigate", {"context": self.context, "url": url, "wait": "complete"})

    def preload(self, script):
        self._call("script.addPreloadScript", {"functionDeclaration": f"() => {{ {script} }}", "contexts": [self.context]})

    def run(self, script):
        answer = self._call(
            "script.evaluate",
            {
                "expression": f"(async () => JSON.stringify(await ({script})))()",
                "target": {"context": self.context},
                "awaitPromise": True,
                "userActivation": True,
            },
        )
        if answer["type"] == "exception":
            raise PageError(answer["exceptionDetails"]["text"])
        value = answer["result"].get("value")
        return None if value is None else json.loads(value)

    def press(self, key):
        value = {"Space": " ", "ArrowLeft": "\ue012", "ArrowRight": "\ue014", "ArrowUp": "\ue013"}.get(key, key)
        self._act("key", [{"type": "keyDown", "value": value}, {"type": "keyUp", "value": value}])

    def click(self, selector):
        found = self._call(
            "browsingContext.locateNodes",
            {"context": self.context, "locator": {"type": "css", "value": selector}, "maxNodeCount": 1},
        )["nodes"][0]
        origin = {"type": "element", "element": {"sharedId": found["sharedId"]}}
        self._act(
            "pointer",
            [
                {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
                {"type": "pointerDown", "button": 0},
                {"type": "pointerUp", "button": 0},
            ],
        )

    def _act(self, kind, actions):
        source = {"type": kind, "id": kind, "actions": actions}
        self._call("input.performActions", {"context": self.context, "actions": [source]})

    def window(self):
        other = object.__new__(Firefox)
        other.__dict__.update(self.__dict__)
        other.context = self._call("browsingContext.create", {"type": "tab"})["context"]
        other._call = self._call
        other.close = lambda: self._call("browsingContext.close", {"context": other.context})
        return other

    def screenshot(self, path, width=1280, height=800):
        self._call(
            "browsingContext.setViewport",
            {"context": self.context, "viewport": {"width": width, "height": height}},
        )
        shot = self._call("browsingContext.captureScreenshot", {"context": self.context, "origin": "document"})
        with open(path, "wb") as file:
            file.write(base64.b64decode(shot["data"]))

    def close_page_abruptly(self):
        fresh = self._call("browsingContext.create", {"type": "tab"})["context"]
        self._call("browsingContext.close", {"context": self.context})
        self.context = fresh

    def close(self):
        self.socket.close()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stderr.close()
        shutil.rmtree(self.profile, ignore_errors=True)
