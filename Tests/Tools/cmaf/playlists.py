"""Media playlists of picture, sound and captions (RFC 8216), with all that they name."""

import math
import os
import re

from .boxes import find
from .init_segment import Init
from .segment import Segment

TAGS = ["#EXTM3U", "#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-ENDLIST"]
# Of a second: EXTINF is written with six places.
ROUNDING = 0.00001


def attributes(line):
    pairs = re.findall(r'([A-Z0-9-]+)=("[^"]*"|[^,]*)', line.split(":", 1)[1])
    return {key: value.strip('"') for key, value in pairs}


def read_part(folder, uri, byte_range, last_end):
    """The bytes of a file, or a range of them written LENGTH[@OFFSET]."""
    with open(os.path.join(folder, uri), "rb") as file:
        if not byte_range:
            return file.read()
        length, _, offset = byte_range.partition("@")
        offset = int(offset) if offset else last_end.get(uri, 0)
        last_end[uri] = offset + int(length)
        file.seek(offset)
        return file.read(int(length))


class MediaPlaylist:
    """A media playlist: `init` is None for one of captions."""

    def __init__(self, path):
        self.place = os.path.basename(path)
        self.folder, self.last_end = os.path.dirname(path), {}
        self.init, self.lengths, self.sizes, self.target, self.segments = None, [], [], 0, []
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        for tag in TAGS:
            if tag not in lines:
                find(self.place, f"no {tag}")
        version = next((int(line.split(":")[1]) for line in lines if line.startswith("#EXT-X-VERSION:")), 1)
        if version < 6:
            find(self.place, f"version {version}; EXT-X-MAP needs 6")
        self.is_captions = any(line.endswith(".vtt") for line in lines)
        if not self.is_captions and "#EXT-X-INDEPENDENT-SEGMENTS" not in lines:
            find(self.place, "no #EXT-X-INDEPENDENT-SEGMENTS")
        self._read(lines)
        if not self.lengths or not self.is_captions and not self.init:
            find(self.place, "no init segment, or no segment")
            return
        longest = max(self.lengths)
        if self.target != max(1, math.floor(longest + 0.5)):
            find(self.place, f"target duration {self.target}, longest segment {longest}")
        if self.init:
            self._check()

    def _read(self, lines):
        length, byte_range = None, None
        for line in lines:
            if line.startswith("#EXT-X-TARGETDURATION:"):
                self.target = int(line.split(":")[1])
            elif line.startswith("#EXT-X-MAP:"):
                named = attributes(line)
                if self.lengths or self.init:
                    find(self.place, "an init segment after the first segment")
                data = read_part(self.folder, named["URI"], named.get("BYTERANGE"), self.last_end)
                self.init = Init(data, self.place)
            elif line.startswith("#EXTINF:"):
                length = float(line.split(":")[1].split(",")[0])
            elif line.startswith("#EXT-X-BYTERANGE:"):
                byte_range = line.split(":")[1]
            elif line and not line.startswith("#"):
                if "://" in line or line.startswith("/"):
                    find(self.place, f"{line} is not relative")
                self._take(line, length, byte_range)
                byte_range = None

    def _take(self, uri, length, byte_range):
        data = read_part(self.folder, uri, byte_range, self.last_end)
        place, start = f"{self.place} {uri}", sum(self.lengths)
        self.lengths.append(length)
        self.sizes.append(len(data))
        if self.is_captions:
            check_captions(data.decode("utf-8"), place, start, start + length)
        elif self.init:
            self.segments.append(Segment(data, self.init, place))

    def _check(self):
        expected = self.segments[0].start
        durations = sorted(duration for segment in self.segments for duration in segment.durations)
        # Most samples have one length; where the sound pauses, the one before lasts longer.
        usual = durations[len(durations) // 2] if durations else 0
        for number, (segment, length) in enumerate(zip(self.segments, self.lengths)):
            place = f"{self.place} segment {number}"
            if segment.start != expected:
                find(place, f"starts at {segment.start}, the one before ended at {expected}")
            expected = segment.start + segment.duration
            if not segment.count or not segment.begins_with_sync:
                find(place, "does not start with a sync sample")
            if not segment.begins_with_idr:
                find(place, "does not start with an IDR picture")
            if segment.earliest != segment.start:
                find(place, f"decoding starts at {segment.start}, showing at {segment.earliest}")
            if not segment.shown_distinct:
                find(place, "two samples are shown at the same time")
            if abs(segment.duration / self.init.timescale - length) > ROUNDING:
                find(place, f"EXTINF {length}, samples last {segment.duration / self.init.timescale}")
            if self.init.handler == "soun" and 2 * segment.duration < usual:
                find(place, f"lasts {segment.duration}, less than half a frame of {usual}")

    @property
    def start(self):
        return self.segments[0].start / self.init.timescale

    @property
    def end(self):
        return self.start + sum(segment.duration for segment in self.segments) / self.init.timescale

    @property
    def frame_rate(self):
        return sum(segment.count for segment in self.segments) / (self.end - self.start)

    @property
    def average(self):
        return 8 * sum(self.sizes) / sum(self.lengths)

    @property
    def peak(self):
        """RFC 8216, section 4.3.4.2."""
        peak = 0
        for first in range(len(self.lengths)):
            length = size = 0
            for number in range(first, len(self.lengths)):
                length += self.lengths[number]
                size += self.sizes[number]
                if length > 1.5 * self.target:
                    break
                if length >= 0.5 * self.target:
                    peak = max(peak, 8 * size / length)
        return max(peak, self.average)


def seconds(text):
    """A WebVTT time: [HH:]MM:SS.mmm."""
    parts = [float(part) for part in text.split(":")]
    return sum(part * 60 ** place for place, part in enumerate(reversed(parts)))


def check_captions(text, place, start, end):
    """WebVTT in HLS (RFC 8216, section 3.5): a whole file, tied to the time line, with cues of its own time only."""
    lines = text.splitlines()
    if not lines or not lines[0].startswith("WEBVTT"):
        find(place, "is no WebVTT file")
    if not any(line.startswith("X-TIMESTAMP-MAP=") for line in lines):
        find(place, "no X-TIMESTAMP-MAP")
    for line in lines:
        if "-->" not in line:
            continue
        begin, finish = (seconds(part.split()[0]) for part in line.split("-->"))
        if begin >= finish or begin >= end + 0.001 or finish <= start - 0.001:
            find(place, f"cue {line} outside of {start:.3f} to {end:.3f}")
