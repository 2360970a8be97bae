"""Init segments: `ftyp` and `moov` (ISO/IEC 23000-19, clause 7.3.1)."""

import struct

from .boxes import boxes, brands, descriptor, find, needed, payload, u16, u32, u64

# A box and where its duration is: after two times of 32 bits, an identifier or time scale, and perhaps a reserved word.
DURATIONS = [("moov/mvhd", 16), ("moov/trak/tkhd", 20), ("moov/trak/mdia/mdhd", 16)]


class Init:
    """What an init segment says, with what is wrong in it found."""

    def __init__(self, data, place):
        self.data = data
        names = [kind for kind, _, _ in boxes(data)]
        if names != ["ftyp", "moov"]:
            find(place, f"init segment is {names}")
        found = brands(data, "ftyp")
        if "cmfc" not in found and "cmf2" not in found:
            find(place, f"no CMAF brand in {found}")
        if "iso6" not in found:
            find(place, f"no brand iso6 in {found}")
        tracks = [kind for kind, _, _ in boxes(data, *needed(data, "moov")) if kind == "trak"]
        if len(tracks) != 1:
            find(place, f"{len(tracks)} tracks in one file")
        if payload(data, "moov/trak/edts"):
            find(place, "an edit list; a start belongs into tfdt")
        for path, at in DURATIONS:
            start, _ = needed(data, path)
            # Version 1 has its two times before the duration in 64 bits, and the duration too.
            duration = u64(data, start + at + 8) if data[start] == 1 else u32(data, start + at)
            if duration:
                find(place, f"{path} has duration {duration}")
        start, _ = needed(data, "moov/trak/mdia/mdhd")
        self.timescale = u32(data, start + (20 if data[start] == 1 else 12))
        start, _ = needed(data, "moov/trak/mdia/hdlr")
        self.handler = data[start + 8:start + 12].decode()
        if payload(data, "moov/mvex/trex") is None:
            find(place, "no trex")
        for table in ["stts", "stsc", "stco"]:
            start, _ = needed(data, f"moov/trak/mdia/minf/stbl/{table}")
            if u32(data, start + 4):
                find(place, f"{table} is not empty")
        self._tkhd(place)
        self._sample_entry(place)

    def _tkhd(self, place):
        start, _ = needed(self.data, "moov/trak/tkhd")
        at = start + (44 if self.data[start] == 1 else 32)
        self.alternate_group = u16(self.data, at + 2)
        matrix = struct.unpack_from(">9i", self.data, at + 8)
        size = tuple(round(u32(self.data, at + offset) / 65536) for offset in (44, 48))
        sideways = abs(matrix[1]) > abs(matrix[0])
        self.displayed = (size[1], size[0]) if sideways else size
        if self.handler == "vide" and 0 in size:
            find(place, "tkhd has no size")

    def _sample_entry(self, place):
        start, end = needed(self.data, "moov/trak/mdia/minf/stbl/stsd")
        if u32(self.data, start + 4) != 1:
            find(place, f"{u32(self.data, start + 4)} sample entries")
        kind, start, end = next(boxes(self.data, start + 8, end))
        self.format, self.codec, self.length_size, self.channels = kind, None, 4, None
        if kind == "avc1":
            at, _ = needed(self.data, "avcC", start + 78, end)
            self.codec = "avc1.%02X%02X%02X" % tuple(self.data[at + 1:at + 4])
            self.length_size = (self.data[at + 4] & 3) + 1
            if not self.data[at + 5] & 31:
                find(place, "avcC without a sequence parameter set")
        elif kind == "hvc1":
            self._hevc(place, *needed(self.data, "hvcC", start + 78, end))
        elif kind == "mp4a":
            self._mpeg4_audio(place, start, end)
        else:
            find(place, f"sample entry {kind}")

    def _hevc(self, place, at, end):
        """ISO/IEC 14496-15, clause 8.3.3 and annex E."""
        head = self.data[at + 1]
        flags = int(f"{u32(self.data, at + 2):032b}"[::-1], 2)
        constraints = self.data[at + 6:at + 12].rstrip(b"\0")
        words = ["hvc1", "%s%d" % (["", "A", "B", "C"][head >> 6], head & 31), "%X" % flags]
        words += ["%s%d" % ("H" if head & 32 else "L", self.data[at + 12])] + ["%X" % byte for byte in constraints]
        self.codec = ".".join(words)
        self.length_size = (self.data[at + 21] & 3) + 1
        kinds, place_of_array = set(), at + 23
        for _ in range(self.data[at + 22]):
            kind, complete = self.data[place_of_array] & 63, self.data[place_of_array] & 128
            if 32 <= kind <= 34 and not complete:
                find(place, f"hvc1, but units of type {kind} may be in samples")
            kinds.add(kind)
            count, place_of_array = u16(self.data, place_of_array + 1), place_of_array + 3
            for _ in range(count):
                place_of_array += 2 + u16(self.data, place_of_array)
        if not {32, 33, 34} <= kinds or place_of_array != end:
            find(place, f"hvcC has units of types {sorted(kinds)}")

    def _mpeg4_audio(self, place, start, end):
        rate = u32(self.data, start + 24) >> 16
        # The field has 16 bits (ISO/IEC 14496-12 section 12.2.3); a higher rate is in the esds alone.
        if rate != (self.timescale if self.timescale < 65536 else 0):
            find(place, f"audio of {rate} Hz with time scale {self.timescale}")
        at, _ = needed(self.data, "esds", start + 28, end)
        at, _ = descriptor(self.data, 3, at + 4)
        if u16(self.data, at):
            find(place, f"esds has ES_ID {u16(self.data, at)}")
        at, _ = descriptor(self.data, 4, at + 3)
        kind = self.data[at]
        at, _ = descriptor(self.data, 5, at + 13)
        self.codec = f"mp4a.{kind:x}.{self.data[at] >> 3}"
        if self.data[at] >> 3 != 31 and self.data[at] << 1 & 14 | self.data[at + 1] >> 7 != 15:
            self.channels = self.data[at + 1] >> 3 & 15
