/// The DASH manifest of a release, as text (ISO/IEC 23009-1, on-demand profile): one file a track, whose segments a player
/// finds by the track's own `sidx`.
///
/// Captions and the storyboard are not ISO media, which the on-demand profile asks for; their sets say that they are of
/// the full profile only. All addresses are relative (`ReleaseResource`), and every figure is measured.
package enum DASHManifest {
    private static let onDemand = "urn:mpeg:dash:profile:isoff-on-demand:2011"
    private static let full = "urn:mpeg:dash:profile:full:2011"

    package static func text(of manifest: Manifest) -> String {
        let sets =
            DASHAdaptationSet.media(of: manifest).map { $0.element }
            + manifest.captions.map { self.captions($0) } + (manifest.storyboard.map { [self.storyboard($0)] } ?? [])
        let period = XMLElement("Period", [("id", "0")], sets)
        let presentation = XMLElement(
            "MPD",
            [
                ("xmlns", "urn:mpeg:dash:schema:mpd:2011"), ("profiles", "\(self.onDemand),\(self.full)"),
                ("type", "static"), ("mediaPresentationDuration", self.duration(manifest.durationMs)),
                ("minBufferTime", self.duration(self.longestSegment(of: manifest))),
            ],
            [period]
        )
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + presentation.text
    }

    /// One WebVTT file for the whole lesson.
    private static func captions(_ track: Track) -> XMLElement {
        XMLElement(
            "AdaptationSet",
            [
                ("contentType", "text"), ("mimeType", track.codec), ("lang", track.language),
                ("profiles", self.full),
            ],
            [
                XMLElement("Role", [("schemeIdUri", "urn:mpeg:dash:role:2011"), ("value", "subtitle")]),
                XMLElement(
                    "Representation",
                    [("id", "\(track.track)"), ("bandwidth", "\(max(1, track.averageBitsPerSecond.bitsPerSecond))")],
                    [XMLElement("BaseURL", text: ReleaseResource.text(track.track).path)]
                ),
            ]
        )
    }

    /// Tiles as the DASH-IF guidelines have them (IOP 4.3 §6.2.6).
    private static func storyboard(_ track: Track) -> XMLElement {
        let (columns, rows) = (track.images?.columns ?? 1, track.images?.rows ?? 1)
        let sheetTicks = (track.images?.intervalTicks ?? 0) * Int64(columns * rows)
        return XMLElement(
            "AdaptationSet",
            [("contentType", "image"), ("mimeType", track.codec), ("profiles", self.full)],
            [
                XMLElement(
                    "SegmentTemplate",
                    [
                        ("media", "\(track.track)/$Number$.jpg"), ("startNumber", "0"), ("duration", "\(sheetTicks)"),
                        ("timescale", "\(track.timescale)"),
                    ]
                ),
                XMLElement(
                    "Representation",
                    [
                        ("id", "\(track.track)"),
                        ("bandwidth", "\(max(1, track.peakBitsPerSecond.bitsPerSecond))"),
                        ("width", "\((track.images?.widthPixels ?? 0) * columns)"),
                        ("height", "\((track.images?.heightPixels ?? 0) * rows)"),
                    ],
                    [
                        XMLElement(
                            "EssentialProperty",
                            [
                                ("schemeIdUri", "http://dashif.org/guidelines/thumbnail_tile"),
                                ("value", "\(columns)x\(rows)"),
                            ]
                        )
                    ]
                ),
            ]
        )
    }

    /// A player that has so much buffered never runs dry at the told bandwidth, which is the peak over a segment.
    private static func longestSegment(of manifest: Manifest) -> MediaTime {
        let tracks = manifest.tracks.filter(\.isMedia)
        return tracks.map { MediaTime(milliseconds: $0.targetDurationSeconds * 1000) }.max() ?? .zero
    }

    /// XML Schema's duration, e.g. `PT60.032S`.
    private static func duration(_ time: MediaTime) -> String {
        "PT\(HLSPlaylist.decimal(Int(time.milliseconds), digits: 3))S"
    }
}
