import CourseModel
package import HTTPServing
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
        text.gauge("lectern_edge_paused", "1 while the prefetch is paused.", status.link.isPaused ? 1 : 0)
        text.gauge("lectern_edge_waiting_requests", "Lab requests that wait for a chunk.", Int64(waitingRequests))
        for (source, bytes) in status.link.fetchedBytes.sorted(by: { $0.key < $1.key }) {
            text.gauge(
                "lectern_edge_fetched_month_bytes",
                "Bytes fetched in the last 31 days.",
                bytes.bytes,
                labels: [("source", source)]
            )
        }
        self.addSchool(status, to: &text)
        return text
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
