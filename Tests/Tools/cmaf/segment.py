"""Segments: `styp`, `moof` and `mdat` (ISO/IEC 23000-19, clause 7.3.3)."""

import struct

from .boxes import boxes, brands, find, needed, payload, u32, u64

# NAL unit types: of slices, of slices of IDR pictures, and of parameter sets (H.264 table 7-1, H.265 table 7-1).
AVC = (range(1, 6), {5}, {7, 8})
HEVC = (range(0, 32), {19, 20}, {32, 33, 34})


class Segment:
    """The samples of one segment, with what is wrong in it found."""

    def __init__(self, data, init, place):
        names = [kind for kind, _, _ in boxes(data)]
        if names != ["styp", "moof", "mdat"]:
            find(place, f"segment is {names}")
        self.brands = brands(data, "styp") if "styp" in names else []
        if "msdh" not in self.brands:
            find(place, f"styp is {self.brands}, without msdh")
        if [kind for kind, _, _ in boxes(data, *needed(data, "moof"))] != ["mfhd", "traf"]:
            find(place, "moof is not one mfhd and one traf")
        if [kind for kind, _, _ in boxes(data, *needed(data, "moof/traf"))].count("trun") != 1:
            find(place, "not one trun")
        # What the segment leaves to the trex is as if it were not there.
        defaults = self._defaults(data, place)
        time = payload(data, "moof/traf/tfdt")
        if time is None:
            find(place, "no tfdt")
            self.start = 0
        else:
            self.start = u64(data, time[0] + 4) if data[time[0]] == 1 else u32(data, time[0] + 4)
        self._run(data, defaults, place)
        start, end = needed(data, "mdat")
        if self.data_offset != start - (needed(data, "moof")[0] - 8) or self.size != end - start:
            find(place, f"{self.size} bytes of samples from {self.data_offset} on do not fill the mdat")
        self._units(data, init, place)

    @staticmethod
    def _defaults(data, place):
        """Duration, size and flags of a sample, where tfhd says them."""
        head, _ = needed(data, "moof/traf/tfhd")
        flags, at = u32(data, head) & 0xFFFFFF, head + 8
        if not flags & 0x20000 or flags & 1:
            find(place, "offsets do not count from the moof")
        at += 8 * (flags & 1)
        values = []
        for flag in [2, 8, 16, 32]:
            values.append(u32(data, at) if flags & flag else None)
            at += 4 * bool(flags & flag)
        if values[0] != 1:
            find(place, f"tfhd names sample description {values[0]}")
        return values[1:]

    def _run(self, data, defaults, place):
        start, end = needed(data, "moof/traf/trun")
        version, flags, self.count = data[start], u32(data, start) & 0xFFFFFF, u32(data, start + 4)
        at = start + 8
        self.data_offset = None
        if flags & 1:
            self.data_offset, at = struct.unpack_from(">i", data, at)[0], at + 4
        first = None
        if flags & 4:
            first, at = u32(data, at), at + 4
        width = 4 * bin(flags >> 8 & 15).count("1")
        if end - at != width * self.count:
            raise ValueError(f"{end - at} bytes of trun for {self.count} samples")
        self.duration, self.size, self.durations, shown, missing = 0, 0, [], [], set()
        self.begins_with_sync = False
        for index in range(self.count):
            values = []
            for flag, default in zip([0x100, 0x200, 0x400], defaults):
                values.append(u32(data, at) if flags & flag else default)
                at += 4 * bool(flags & flag)
            if index == 0 and first is not None:
                values[2] = first
            missing.update(name for name, value in zip(["duration", "size", "flags"], values) if value is None)
            duration, size, flag = (value or 0 for value in values)
            shift = 0
            if flags & 0x800:
                shift, at = struct.unpack_from(">i" if version else ">I", data, at)[0], at + 4
            if index == 0:
                self.begins_with_sync = not flag & 0x10000
            shown.append(self.start + self.duration + shift)
            self.durations.append(duration)
            self.duration += duration
            self.size += size
        if missing:
            find(place, f"{sorted(missing)} of samples are left to the trex")
        self.earliest = min(shown, default=self.start)
        self.shown_distinct = len(set(shown)) == len(shown)

    def _units(self, data, init, place):
        """Whether the first picture is an IDR picture by its units; the key-frame flag says nothing."""
        self.begins_with_idr = True
        if init.format not in ("avc1", "hvc1"):
            return
        slices, refreshes, sets = AVC if init.format == "avc1" else HEVC
        at, end = needed(data, "mdat")
        first, parameter_sets = None, set()
        while at < end:
            size = int.from_bytes(data[at:at + init.length_size], "big")
            at += init.length_size
            if not size or at + size > end:
                find(place, "the lengths of the NAL units do not fit the mdat")
                break
            kind = data[at] & 31 if init.format == "avc1" else data[at] >> 1 & 63
            if kind in slices and first is None:
                first = kind
            if kind in sets:
                parameter_sets.add(kind)
            at += size
        self.begins_with_idr = first in refreshes
        if init.format == "hvc1" and parameter_sets:
            find(place, f"hvc1 with units of types {sorted(parameter_sets)} in samples")
