"""Master playlists (RFC 8216, section 4.3.4): what they say of their media playlists, against what those hold."""

import os

from .boxes import find
from .playlists import MediaPlaylist, attributes


class Master:
    """A master playlist with all that it names, checked."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        self.folder, self.playlists, self.groups, self.variants = os.path.dirname(path), {}, {}, []
        if "#EXT-X-INDEPENDENT-SEGMENTS" not in lines:
            find("master", "no EXT-X-INDEPENDENT-SEGMENTS")
        for line, following in zip(lines, lines[1:] + [""]):
            if line.startswith("#EXT-X-MEDIA:"):
                media = attributes(line)
                self.groups.setdefault((media["TYPE"], media["GROUP-ID"]), []).append(media)
            elif line.startswith("#EXT-X-STREAM-INF:"):
                self.variants.append((attributes(line), following))
        if not self.variants:
            find("master", "no EXT-X-STREAM-INF")
        named = {uri for _, uri in self.variants}
        named |= {media["URI"] for group in self.groups.values() for media in group if "URI" in media}
        for uri in sorted(named):
            if "://" in uri or uri.startswith("/"):
                find("master", f"{uri} is not relative")
            self.playlists[uri] = MediaPlaylist(os.path.join(self.folder, uri))
        for (kind, _), group in self.groups.items():
            self._check_group(kind, group)
        for variant, uri in self.variants:
            self._check_variant(variant, uri)
        self._check_time_line()

    def _check_group(self, kind, group):
        name = group[0]["GROUP-ID"]
        defaults = sum(media.get("DEFAULT") == "YES" for media in group)
        if kind == "AUDIO" and defaults != 1 or defaults > 1:
            find("master", f"group {name} has {defaults} defaults")
        if len({media.get("NAME") for media in group}) != len(group):
            find("master", f"group {name} has a name twice")
        for media in group:
            if "LANGUAGE" not in media:
                find("master", f"{media.get('URI')} without LANGUAGE")
            if kind != "AUDIO" or "URI" not in media:
                continue
            channels = self.playlists[media["URI"]].init.channels
            if media.get("CHANNELS") != str(8 if channels == 7 else channels):
                find("master", f"{media['URI']} has CHANNELS {media.get('CHANNELS')}, its decoder {channels}")

    def _beside(self, variant, kind):
        """The playlists of the variant's group of this kind."""
        group = self.groups.get((kind, variant.get(kind)), [])
        return [self.playlists[media["URI"]] for media in group if "URI" in media]

    def _check_variant(self, variant, uri):
        place, main = f"master {uri}", self.playlists[uri]
        sound = [playlist for playlist in self._beside(variant, "AUDIO") if playlist is not main]
        expected = {main.init.codec} | {playlist.init.codec for playlist in sound}
        codecs = set(filter(None, variant.get("CODECS", "").split(",")))
        if codecs - {"wvtt"} != expected:
            find(place, f"CODECS {sorted(codecs)}, decoder configurations {sorted(map(str, expected))}")
        for key, measured in [("BANDWIDTH", "peak"), ("AVERAGE-BANDWIDTH", "average")]:
            total = getattr(main, measured)
            for beside in [sound, self._beside(variant, "SUBTITLES")]:
                total += max((getattr(playlist, measured) for playlist in beside), default=0)
            if not total * 0.999 <= int(variant.get(key, 0)) <= total * 1.001 + 2:
                find(place, f"{key} {variant.get(key)}, measured {total:.0f}")
        for kind in ["AUDIO", "SUBTITLES"]:
            if kind in variant and (kind, variant[kind]) not in self.groups:
                find(place, f"no group {variant[kind]} of {kind}")
        if main.init.handler != "vide":
            return
        if variant.get("CLOSED-CAPTIONS") != "NONE":
            find(place, f"CLOSED-CAPTIONS {variant.get('CLOSED-CAPTIONS')}")
        if variant.get("RESOLUTION") != "%dx%d" % main.init.displayed:
            find(place, f"RESOLUTION {variant.get('RESOLUTION')}, displayed {main.init.displayed}")
        if abs(float(variant.get("FRAME-RATE", 0)) - main.frame_rate) > 0.002:
            find(place, f"FRAME-RATE {variant.get('FRAME-RATE')}, average {main.frame_rate:.3f}")

    def _check_time_line(self):
        """All tracks count from one zero, and the pictures of all renditions have their segments at the same times."""
        media = [playlist for playlist in self.playlists.values() if playlist.init and playlist.segments]
        if not media:
            return
        if abs(min(playlist.start for playlist in media)) > 0.0005:
            find("master", f"the first track starts at {min(playlist.start for playlist in media):.4f}")
        pictures = [playlist for playlist in media if playlist.init.handler == "vide"]
        for other in pictures[1:]:
            first = pictures[0]
            starts = [[segment.start / one.init.timescale for segment in one.segments] for one in (first, other)]
            if len(starts[0]) != len(starts[1]) or any(abs(a - b) > 0.001 for a, b in zip(*starts)):
                find("master", f"{first.place} and {other.place} do not change segments together")
        for kind in ["vide", "soun"]:
            groups = {playlist.init.alternate_group for playlist in media if playlist.init.handler == kind}
            if len(groups) > 1:
                find("master", f"tracks to switch between are in alternate groups {sorted(groups)}")
        captions = [playlist for playlist in self.playlists.values() if playlist.is_captions]
        for playlist in captions:
            if pictures and len(playlist.lengths) != len(pictures[0].lengths):
                find(playlist.place, f"{len(playlist.lengths)} segments beside {len(pictures[0].lengths)} of pictures")
