"""Asks REDbot (https://redbot.org) about each address; says what it warns of, and ends with 1 where it finds something bad.

    red.py URL…
"""

import sys
from configparser import ConfigParser

import thor
from httplint.note import levels
from redbot.resource import HttpResource

config = ConfigParser()
config.read_dict({"redbot": {"enable_local_access": "True"}})
bad = 0
waiting = set(sys.argv[1:])


def check(url):
    resource = HttpResource(config["redbot"], descend=False)
    resource.set_request(url)

    @thor.events.on(resource)
    def check_done():
        global bad
        notes = [note for one in resource.response.notes for note in (one, *one.subnotes)]
        found = [note for note in notes if note.level in (levels.BAD, levels.WARN)]
        bad += sum(note.level == levels.BAD for note in found)
        name = url.split("/", 3)[3].split("/", 2)[-1]
        for note in found:
            print(f"conformance: REDbot on {name}: {'bad' if note.level == levels.BAD else 'warning'}: {note.summary}")
        # An answer without a status was none.
        bad += resource.response.status_code is None
        waiting.discard(url)
        if not waiting:
            thor.stop()

    resource.check()


for url in sys.argv[1:]:
    check(url)
thor.run()
sys.exit(1 if bad else 0)
