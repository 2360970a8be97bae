"""script/bench line: how Lectern uses a narrow line, beside curl, wget and aria2; see bench/README.md."""

import argparse
import json
import os
import sys
import time

import measures
from school import Line, Province, run

parser = argparse.ArgumentParser(prog="script/bench line", description=__doc__)
parser.add_argument("--origin", required=True, help="the release build of lectern-origin")
parser.add_argument("--edge", required=True, help="the release build of lectern-edge")
parser.add_argument("--work", required=True, help="a folder for videos and data")
parser.add_argument("--output", required=True, help="where the result goes, as JSON")
parser.add_argument("--rounds", type=int, default=3, help="of each program, for the goodput")
parser.add_argument("--only", action="append", help="one of the measures: goodput, faults, foreground, viewers, limits, costs")

RATE = 2_000_000
# Six seconds of picture at 500 kbit/s are 375 kB.
VIDEO_KILOBITS = 500
SECONDS = {measures.LESSON: 90, measures.OTHER: 60}


def video(folder, name, seconds):
    """A picture at a constant rate with sound; made once."""
    path = f"{folder}/line-{name}-{seconds}.mp4"
    if not os.path.exists(path):
        rate = f"{VIDEO_KILOBITS}k"
        run([
            "ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=size=640x360:rate=25,noise=alls=20:allf=t:all_seed={len(name) + ord(name[-1])}",
            "-f", "lavfi", "-i", "sine=frequency=330:sample_rate=48000", "-t", str(seconds), "-c:v", "libx264", "-preset", "veryfast",
            "-b:v", rate, "-minrate", rate, "-maxrate", rate, "-bufsize", rate, "-x264-params", "nal-hrd=cbr:keyint=50:min-keyint=50",
            "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "64k", "-ac", "1", "-movflags", "+faststart", f"{path}.part.mp4",
        ])
        os.replace(f"{path}.part.mp4", path)
    return path


def table(rows):
    lines = ["| measure | program | value | bar | met | |", "|---|---|---:|---|---|---|"]
    for item in rows:
        met = {True: "yes", False: "**no**", None: ""}[item["isMet"]]
        lines.append(
            f"| {item['measure']} | {item['program']} | {item['value']:g} {item['unit']} | {item['bar'] or ''} | {met} | {item['note']} |"
        )
    return "\n".join(lines) + "\n"


def main():
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    lessons = {name: video(options.work, name, seconds) for name, seconds in SECONDS.items()}
    chosen = {
        "goodput": lambda province: measures.goodput(province, options.rounds), "faults": measures.faults,
        "foreground": measures.foreground, "viewers": measures.viewers, "limits": measures.limits, "costs": measures.costs,
    }
    names = options.only or list(chosen)
    rows = []
    with Line("2mbit") as line, Province(line, options) as province:
        province.bytes_per_second = RATE / 8
        province.found(lessons)
        for name in names:
            start = time.monotonic()
            rows += chosen[name](province)
            print(f"bench: {name} took {time.monotonic() - start:.0f} s", file=sys.stderr)
    result = {"edge": options.edge, "rateBitsPerSecond": RATE, "rows": rows}
    with open(options.output, "w") as file:
        json.dump(result, file, ensure_ascii=False, indent=1)
        file.write("\n")
    with open(os.path.splitext(options.output)[0] + ".md", "w") as file:
        file.write(table(rows))
    print(table(rows))


main()
