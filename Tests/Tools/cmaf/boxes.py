"""Boxes (ISO/IEC 14496-12) and descriptors (ISO/IEC 14496-1) in bytes, and the list of what was found."""

import struct

FINDINGS = []


def find(place, text):
    FINDINGS.append(f"{place}: {text}")


def u16(data, at):
    return struct.unpack_from(">H", data, at)[0]


def u32(data, at):
    return struct.unpack_from(">I", data, at)[0]


def u64(data, at):
    return struct.unpack_from(">Q", data, at)[0]


def boxes(data, start=0, end=None):
    """Yields (type, start, end) of what follows each box's header; raises ValueError where there is no box."""
    end = len(data) if end is None else end
    while start < end:
        if end - start < 8:
            raise ValueError(f"{end - start} bytes after the last box")
        size, header = u32(data, start), 8
        if size == 1:
            size, header = u64(data, start + 8), 16
        if size < header or start + size > end:
            raise ValueError(f"a box of {size} bytes at {start} does not fit")
        yield data[start + 4:start + 8].decode("latin1"), start + header, start + size
        start += size


def payload(data, path, start=0, end=None):
    """(start, end) of the first box on a path such as moov/trak/mdia, or None."""
    place = (start, len(data) if end is None else end)
    for name in path.split("/"):
        place = next(((a, z) for kind, a, z in boxes(data, *place) if kind == name), None)
        if place is None:
            return None
    return place


def needed(data, path, start=0, end=None):
    """The same; raises ValueError where there is no such box."""
    place = payload(data, path, start, end)
    if place is None:
        raise ValueError(f"no {path}")
    return place


def brands(data, path):
    start, end = needed(data, path)
    return [data[at:at + 4].decode("latin1") for at in [start, *range(start + 8, end, 4)]]


def descriptor(data, tag, at):
    """(start, end) of an MPEG-4 descriptor's content."""
    if data[at] != tag:
        raise ValueError(f"descriptor {data[at]} instead of {tag}")
    at, size = at + 1, 0
    while True:
        byte, at = data[at], at + 1
        size = size << 7 | byte & 127
        if byte < 128:
            return at, at + size
