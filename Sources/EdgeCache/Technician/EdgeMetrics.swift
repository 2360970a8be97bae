import CourseModel
package import HTTPServing
import Prefetching
import ProgressAgent

/// The status as Prometheus metrics.
package enum EdgeMetrics {
    package static func text(of status: EdgeStatus, waitingRequests: Int) -> MetricsText {
        var text = MetricsText()
        text.gauge("lectern_edge_verified_bytes", "Bytes of listed releases held and verified.", status.heldBytes.bytes)
        text.gauge("lectern_edge_size_bytes", "Bytes of all listed releases.", status.sizeBytes.bytes)
        text.gauge("lectern_edge_releases", "Releases the catalogue lists.", Int64(status.releases.count))
        text.gauge(
            "lectern_edge_releases_held",
            "Listed releases held whole.",
            Int64(status.releases.count { $0.isHeld })
        )
        text.gauge(
            "lectern_edge_releases_late",
            "Listed releases forecast to arrive after they are needed.",
            Int64(status.releases.count { $0.isLate })
        )
        text.gauge(
            "lectern_edge_rate_bytes_per_second",
            "Prefetch rate over the last half minute.",
            status.link.rateBytesPerSecond.bytes
        )
        self.addLine(status, to: &text)
        text.gauge("lectern_edge_waiting_requests", "Lab requests that wait for a chunk.", Int64(waitingRequests))
        self.addSchool(status, to: &text)
        return text
    }

    private static func addLine(_ status: EdgeStatus, to text: inout MetricsText) {
        let line = status.line
        text.gauge("lectern_edge_paused", "1 while the prefetch is paused.", line.isPaused ? 1 : 0)
        text.gauge("lectern_edge_window_open", "1 while the prefetch may use the line.", line.isOpen ? 1 : 0)
        text.gauge(
            "lectern_edge_line_bytes_per_second",
            "What the line brings half of the time.",
            line.lineBytesPerSecond.bytes
        )
        if let cap = line.capBitsPerSecond {
            text.gauge("lectern_edge_cap_bits_per_second", "The most that is fetched.", cap.bitsPerSecond)
        }
        if let ready = status.readyAtMs {
            let left = max(0, ready.milliseconds - status.asOfMs.milliseconds) / 1_000
            text.gauge("lectern_edge_ready_seconds", "Until all listed lessons should be here.", left)
        }
        if let spare = status.spareMs {
            text.gauge(
                "lectern_edge_spare_seconds",
                "Least time between when a missing lesson will be here and when it is needed; negative when late.",
                spare.milliseconds / 1_000
            )
        }
        for (source, bytes) in status.link.fetchedBytes.sorted(by: { $0.key < $1.key }) {
            text.gauge(
                "lectern_edge_fetched_month_bytes",
                "Bytes fetched in the last 31 days.",
                bytes.bytes,
                labels: [("source", source)]
            )
        }
        for source in Source.Kind.allCases {
            text.counter(
                "lectern_edge_fetched_bytes_total",
                "Bytes fetched since the start.",
                status.link.fetchedSinceStartBytes[source.rawValue]?.bytes ?? 0,
                labels: [("source", source.rawValue)]
            )
        }
        let counts = Dictionary(status.link.retries.map { ($0.reason, $0.sinceStart) }) { first, _ in first }
        for reason in RetryReason.allCases {
            text.counter(
                "lectern_edge_retries_total",
                "Fetches of lessons that failed and were tried again.",
                counts[reason] ?? 0,
                labels: [("reason", reason.rawValue)]
            )
        }
    }

    private static func addSchool(_ status: EdgeStatus, to text: inout MetricsText) {
        text.gauge("lectern_edge_journal_rows", "Rows of the journal.", status.journal.lastSequence)
        text.gauge("lectern_edge_reported_rows", "Journal rows the origin has.", status.journal.reportedThrough)
        text.counter("lectern_edge_incidents_total", "What was refused or went wrong.", status.incidentsTotal)
        if let scrub = status.scrub {
            text.gauge("lectern_edge_scrub_checked_bytes", "Read by the last scrub.", scrub.checkedBytes.bytes)
            text.gauge("lectern_edge_scrub_bad_chunks", "Found bad by the last scrub.", scrub.badChunks)
        }
        text.gauge("lectern_edge_disk_free_bytes", "Room left on the disk.", status.diskFreeBytes.bytes)
        if let catalogue = status.catalogue {
            text.gauge("lectern_edge_catalogue_version", "Version of the catalogue.", catalogue.version)
            text.gauge(
                "lectern_edge_catalogue_expired",
                "1 when the catalogue is out of date.",
                catalogue.isExpired ? 1 : 0
            )
        }
        if let reached = status.origin.lastReachedMs {
            text.gauge(
                "lectern_edge_origin_silence_seconds",
                "Time since the origin last answered.",
                max(0, status.asOfMs.milliseconds - reached.milliseconds) / 1000
            )
        }
    }
}
