package import CourseModel
package import CreditLedger
package import HTTPServing

/// How the origin is: for `/health` and `/metrics`.
package struct OriginStatus: Sendable {
    private let stores: OriginStores
    private let ledger: any LedgerStore
    private let reports: ReportTally
    private let now: @Sendable () -> UTCTime

    package init(
        stores: OriginStores,
        ledger: any LedgerStore,
        reports: ReportTally,
        now: @escaping @Sendable () -> UTCTime
    ) {
        self.stores = stores
        self.ledger = ledger
        self.reports = reports
        self.now = now
    }

    /// Failing where a store cannot be read; degraded where edges would take the catalogue for out of date, or where a
    /// school's journal has two futures.
    package func health() async -> HealthReport {
        do {
            _ = try self.stores.province.counts()
            var troubles: [String] = []
            if let catalogue = try self.stores.catalogue.current, catalogue.payload.expiresAtMs <= self.now() {
                troubles.append("catalogue-expired")
            }
            if try await self.ledger.journals().values.contains(where: \.isForked) {
                troubles.append("journal-forked")
            }
            return HealthReport(status: troubles.isEmpty ? .ok : .degraded, troubles: troubles)
        } catch {
            return HealthReport(status: .failing, troubles: ["\(error)"])
        }
    }

    package func metrics() async -> MetricsText {
        var text = MetricsText()
        self.addCatalogue(to: &text)
        self.addProvince(to: &text)
        self.reports.add(to: &text)
        self.addFigures(to: &text)
        await self.addJournals(to: &text)
        return text
    }

    private func addCatalogue(to text: inout MetricsText) {
        guard let catalogue = try? self.stores.catalogue.current?.payload else { return }
        text.gauge("lectern_origin_catalogue_version", "Version of the current catalogue.", catalogue.version)
        text.gauge(
            "lectern_origin_catalogue_expires_seconds",
            "Seconds until edges take the current catalogue for out of date.",
            (catalogue.expiresAtMs.milliseconds - self.now().milliseconds) / 1000
        )
        text.gauge("lectern_origin_releases", "Lessons that have a current release.", Int64(catalogue.releases.count))
        text.gauge(
            "lectern_origin_release_bytes",
            "Track files of all current releases.",
            catalogue.releases.reduce(0) { $0 + $1.sizeBytes.bytes }
        )
    }

    private func addProvince(to text: inout MetricsText) {
        guard let counts = try? self.stores.province.counts() else { return }
        text.gauge("lectern_origin_schools", "Schools of the province.", counts.schools)
        text.gauge("lectern_origin_edges", "Edges that are enrolled.", counts.edges)
        for (role, count) in [("trainee", counts.trainees), ("technician", counts.technicians)] {
            text.gauge("lectern_origin_people", "Accounts at schools.", count, labels: [("role", role)])
        }
    }

    private func addFigures(to text: inout MetricsText) {
        guard let messages = try? self.stores.province.figureMessages() else { return }
        for state in FigureMessage.State.allCases {
            text.gauge(
                "lectern_origin_figure_messages",
                "Revisions of daily figures for the webhook, by what became of them.",
                Int64(messages.count { $0.state == state }),
                labels: [("state", state.rawValue)]
            )
        }
    }

    private func addJournals(to text: inout MetricsText) async {
        guard let journals = try? await self.ledger.journals() else { return }
        text.counter(
            "lectern_origin_rows_total",
            "Journal rows of all schools that are here.",
            journals.values.reduce(0) { $0 + $1.through }
        )
        text.gauge(
            "lectern_origin_forked_journals",
            "Journals that have two futures; nothing more is taken of them.",
            Int64(journals.values.count { $0.isForked })
        )
        guard let silent = try? self.silentSchools(journals) else { return }
        text.gauge(
            "lectern_origin_silent_schools",
            "Schools with an edge that has sent nothing for longer than the rule set allows.",
            silent
        )
    }

    /// By the strictest of the current programmes, as the officers' pages have it: a report or holdings break the
    /// silence. A school that has sent neither is silent that long after it was enrolled.
    private func silentSchools(_ journals: [Edge.ID: EdgeJournalState]) throws -> Int64 {
        guard let minutes = try self.stores.catalogue.programmes.map(\.ruleSet.silentAfterMinutes).min() else {
            return 0
        }
        let limit = self.now().milliseconds - minutes * 60_000
        let schools = Dictionary(grouping: try self.stores.province.edges(), by: \.school)
        let holdings = try self.stores.province.latestHoldings()
        return Int64(
            schools.values.count { edges in
                edges.allSatisfy { edge in
                    let heard = [journals[edge.edge]?.lastReportAtMs, holdings[edge.edge]?.receivedAtMs]
                    return (heard.compactMap(\.self).max() ?? edge.enrolledAtMs).milliseconds < limit
                }
            }
        )
    }
}
