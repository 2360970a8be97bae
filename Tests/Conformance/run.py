#!/usr/bin/env python3
"""How the edge keeps to HTTP: scenarios for varnishtest, REDbot on every kind of resource, and slowhttptest, against one edge.

    Tests/Conformance/run.py [SCENARIO…]
"""

import glob
import os
import subprocess
import sys
import tempfile
import time

from house import ROOT, House, run, until, video

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(ROOT, ".build", "debug")
LESSON, LATE = "l01", "l02"
SECONDS = 30
# A request for a chunk that cannot come waits so long.
SETTINGS = {"LECTERN_LAB_WAIT_SECONDS": "2"}


def scenarios(house, names, values, at_once=2):
    """Runs scenarios, several at a time; fails with what those said that failed."""
    macros = [part for name, value in values.items() for part in ("-D", f"{name}={value}")]
    done = subprocess.run(["varnishtest", f"-j{at_once}", "-k", "-t20", *macros, *names], capture_output=True, text=True)
    failed = [row for row in done.stdout.splitlines() if "FAILED" in row or "skipped" in row]
    if done.returncode != 0 or failed:
        sys.exit(f"{done.stdout[-6000:]}{done.stderr[-2000:]}\nconformance: {len(failed)} scenarios of {len(names)} failed")
    print(f"conformance: {len(names)} scenarios kept")


def red(house, paths):
    """Asks REDbot about resources: what it finds bad fails."""
    program = os.path.join(ROOT, ".tools", "conformance", "bin", "python")
    done = subprocess.run([program, os.path.join(HERE, "red.py"), *[house.edge.url + path for path in paths]])
    if done.returncode != 0:
        sys.exit("conformance: REDbot finds fault")
    print(f"conformance: REDbot finds no fault with {len(paths)} resources")


def slow(house, path):
    """Slow heads, slow bodies and slow readers, 400 connections of each; the edge answers others all the time."""
    modes = {
        "head": ["-H", "-i", "1"], "body": ["-B", "-i", "1", "-s", "8192"],
        "reader": ["-X", "-w", "512", "-y", "1024", "-n", "1", "-z", "32"],
    }
    url = house.edge.url
    for name, mode in modes.items():
        target = url + (path if name == "reader" else "/sign-in")
        attack = subprocess.Popen(
            ["slowhttptest", "-c", "400", "-r", "400", "-l", "4", "-u", target, *mode], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        worst, asked = 0.0, 0
        while attack.poll() is None:
            start = time.monotonic()
            house.fetch(path)
            worst, asked = max(worst, time.monotonic() - start), asked + 1
            time.sleep(0.1)
        if asked < 5 or worst > 2:
            sys.exit(f"conformance: with slow {name} the edge answered {asked} requests, the slowest in {worst:.2f} s")
        print(f"conformance: with 400 slow {name} connections the slowest of {asked} answers took {worst * 1000:.0f} ms")


def main():
    chosen = [part for part in sys.argv[1:] if part != "."]
    with tempfile.TemporaryDirectory(prefix="lectern-conformance-") as folder:
        film = video(os.path.join(folder, "lesson.mp4"), SECONDS)
        other = video(os.path.join(folder, "other.mp4"), SECONDS + 1)
        with House(folder, os.path.join(BUILD, "lectern-origin"), os.path.join(BUILD, "lectern-edge")) as house:
            house.found({LESSON: film, LATE: other}, SETTINGS)
            play, late = house.hold(LESSON), house.play(LATE)
            picture, sound = house.tracks(play)
            segment = house.fetch(f"{play}/{picture}/0.m4s")
            with house.open(f"{play}/{picture}/0.m4s") as answer:
                tag = answer.headers["ETag"]
            token = play.removeprefix("/play/")
            values = {
                "edge": house.edge.address, "play": play, "late": late, "expired": house.expired(play),
                "altered": "/play/" + token[:-8] + token[-8:].swapcase(), "video": picture, "audio": sound, "tag": tag,
                "size": len(segment), "last": len(segment) - 1, "whole": len(house.fetch(f"{play}/{picture}.mp4")),
            }
            names = sorted(glob.glob(os.path.join(HERE, "scenarios", "*.vtc")))
            down = sorted(glob.glob(os.path.join(HERE, "scenarios", "line-down", "*.vtc")))
            if chosen:
                names = [name for name in names if any(part in name for part in chosen)]
                down = [name for name in down if any(part in name for part in chosen)]
            if names:
                scenarios(house, names, values)
            if not chosen:
                red(house, [
                    f"{play}/master.m3u8", f"{play}/{picture}.m3u8", f"{play}/manifest.mpd", f"{play}/{picture}/init.mp4",
                    f"{play}/{picture}/0.m4s", f"{play}/{picture}.mp4", f"{play}/lesson.mp4", f"{play}/poster.jpg",
                    f"{play}/storyboard.vtt", f"{play}/storyboard/0.jpg", "/assets/hls.js", "/assets/lectern.css", "/health", "/sign-in",
                ])
                slow(house, f"{play}/{picture}/0.m4s")
            house.origin.end()
            if down:
                # One session that wants several places of a track leaves the ones before.
                scenarios(house, down, values, at_once=1)
            if (code := house.edge.end()) != 0:
                sys.exit(f"conformance: the edge ended with {code}")
            house.origin = house.edge = None


main()
