"""Whole track files: the `sidx` tells the truth about where segments are (ISO/IEC 14496-12, clause 8.16.3)."""

import os
import struct

from .boxes import boxes, find, u16, u32, u64
from .init_segment import Init
from .segment import Segment

# A segment starts with a stream access point of type 1, and no bytes lie before it.
STARTS_WITH_SAP_1 = 0x90000000


def check_track_file(path):
    with open(path, "rb") as file:
        data = file.read()
    place = os.path.basename(path)
    found = [(kind, start, end) for kind, start, end in boxes(data)]
    names = [kind for kind, _, _ in found]
    head = names.index("sidx") if "sidx" in names else -1
    if [name for name in names[:head + 1] if name != "free"] != ["ftyp", "moov", "sidx"] or names.count("sidx") != 1:
        find(place, f"begins with {names[:4]}, {names.count('sidx')} sidx")
        return
    _, start, end = found[head]
    init = Init(data[:found[1][2]], place)
    if data[start] != 1:
        find(place, f"sidx of version {data[start]}")
        return
    timescale, earliest, first = u32(data, start + 8), u64(data, start + 12), u64(data, start + 20)
    if timescale != init.timescale or first:
        find(place, f"sidx has time scale {timescale} and first offset {first}, the track {init.timescale}")
    at = end + first
    for number in range(u16(data, start + 30)):
        size, duration, access = struct.unpack_from(">3I", data, start + 32 + 12 * number)
        where = f"{place} reference {number}"
        segment = Segment(data[at:at + size], init, where)
        if "msix" not in segment.brands:
            find(where, "styp without msix")
        if number == 0 and segment.earliest != earliest:
            find(place, f"sidx begins at {earliest}, its first segment at {segment.earliest}")
        if segment.duration != duration:
            find(where, f"lasts {segment.duration}, its sidx says {duration}")
        is_access_point = segment.begins_with_sync and segment.begins_with_idr and segment.earliest == segment.start
        if access != STARTS_WITH_SAP_1 or not is_access_point:
            find(where, f"access point {access:08x}, really {is_access_point}")
        at += size
    if at != len(data):
        find(place, f"sidx ends at byte {at} of {len(data)}")
