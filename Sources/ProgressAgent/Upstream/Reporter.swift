import CourseModel
package import Logging
import ServiceLifecycle
import Synchronization

/// Reports the journal's rows to the origin until it has all of them, and again whenever there are new ones.
///
/// Rows are sent in order, in signed batches; an answer that is lost on the line costs nothing but sending the batch
/// again. A fork, or a disk that was restored, stops it for good (until the school is enrolled anew) and is recorded.
package final class Reporter: Service {
    /// A batch takes at most about two seconds of a 2 Mbit/s line, so that nothing waits long behind it.
    private static let batchBytesMax = 512 << 10
    /// The time line is exact within one run of the agent; an anchor now and then shows how far the clocks drift apart.
    private static let anchorEveryMs: Int64 = 600_000

    private let journal: JournalDatabase
    private let clock: AgentClock
    private let origin: ReportRecipient
    private let contact: OriginContact
    private let incidents: IncidentLog
    private let interval: Duration
    private let afterReport: @Sendable () async -> Void
    private let carrier: @Sendable () -> RelayCarrier?
    private let logger: Logger
    private let lastAnchor = Mutex<AgentTime?>(nil)
    /// Up to where rows have been handed over to be carried, and are not at the origin yet.
    private let handedThrough = Mutex<Int64>(0)

    /// - Parameters:
    ///   - origin: whom it is reported to.
    ///   - afterReport: called after something new was taken: what the origin credits may have changed.
    ///   - carrier: who carries reports while the origin cannot be reached; nil for nobody.
    package init(
        journal: JournalDatabase,
        clock: AgentClock,
        origin: ReportRecipient,
        contact: OriginContact,
        incidents: IncidentLog,
        interval: Duration,
        afterReport: @escaping @Sendable () async -> Void = {},
        carrier: @escaping @Sendable () -> RelayCarrier? = { nil },
        logger: Logger
    ) {
        self.journal = journal
        self.clock = clock
        self.origin = origin
        self.contact = contact
        self.incidents = incidents
        self.interval = interval
        self.afterReport = afterReport
        self.carrier = carrier
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var backoff = Backoff(first: self.interval, max: max(self.interval, .seconds(300)))
            while !Task.isCancelled {
                var rest = self.interval
                do {
                    try await self.report()
                    backoff.succeeded()
                } catch {
                    rest = backoff.failed(spread: .random(in: 0...1))
                    self.contact.missed("\(error)")
                    self.logger.debug("report not delivered", metadata: ["error": "\(error)", "again": "\(rest)"])
                }
                try? await Task.sleep(for: rest)
            }
        }
    }

    /// Reports everything there is.
    ///
    /// - Throws: what the line, the origin or the disk threw; the rest is reported next time.
    package func report() async throws {
        var isNew = false
        do {
            while !Task.isCancelled, let wasTaken = try await self.reportBatch(), wasTaken { isNew = true }
        } catch {
            if RelayCarrier.helps(after: error) { await self.handOver() }
            throw error
        }
        if isNew { await self.afterReport() }
    }

    /// - Returns: whether something was taken, so that there may be more to do; nil where there is nothing to report.
    private func reportBatch() async throws -> Bool? {
        let state = try await self.journal.state()
        let sentAt = self.clock.now
        guard let grant = state.grant,
            let report = try await self.nextReport(after: state.reportedThrough, state, sentAt: sentAt)
        else { return nil }
        let document = try SignedDocument(signing: report, with: self.origin.key)
        let receipt = try await self.origin.send(document).payload
        self.contact.reached()
        if let answered = receipt.report, answered != document.digest { throw ReportExchange.StaleReceipt() }
        return try await self.take(receipt, for: report, grant: grant, sentAt: receipt.report.map { _ in sentAt })
    }

    /// - Returns: nil where there is nothing to report, or nothing may be reported any more.
    private func nextReport(
        after sequence: Int64,
        _ state: JournalState,
        sentAt: AgentTime? = nil
    ) async throws -> Report? {
        guard let grant = state.grant, state.trouble == nil, state.lastSequence > sequence else { return nil }
        let rows = try await self.journal.rows(
            after: sequence,
            rowsMax: Report.rowsMax,
            bytesMax: Self.batchBytesMax
        )
        guard !rows.isEmpty, let previous = try await self.journal.chainDigest(after: sequence) else { return nil }
        return Report(
            edge: grant.edge,
            epoch: grant.epoch,
            first: sequence + 1,
            previousDigest: previous,
            rows: rows,
            sentAtMs: sentAt
        )
    }

    /// - Parameter sentAt: nil where the receipt does not say which report it answers: its time tells nothing.
    private func take(
        _ receipt: Receipt,
        for report: Report,
        grant: EpochGrant,
        sentAt: AgentTime?
    ) async throws -> Bool {
        guard let through = try await self.settle(receipt, grant) else { return false }
        self.logger.debug("reported", metadata: ["through": "\(through)", "rows": "\(report.rows.count)"])
        if receipt.outcome != .gap {
            if let sentAt { try await self.anchor(receipt, for: report, sentAt: sentAt) }
        } else if through >= report.header.first - 1 {
            // The origin asks for what it was just sent: sending it again at once would go on for ever.
            return false
        }
        return true
    }

    /// Does to the journal what a receipt means.
    ///
    /// - Returns: up to where the origin has everything; nil where nothing more may be reported.
    private func settle(_ receipt: Receipt, _ grant: EpochGrant) async throws -> Int64? {
        let step = ReportExchange.step(
            for: receipt,
            grant: grant,
            lastSequence: try await self.journal.state().lastSequence,
            digestAtThrough: try await self.journal.chainDigest(after: receipt.through)
        )
        switch step {
        case .stop(let reason):
            try await self.journal.stopReporting(reason)
            self.incidents.record(.fork, about: "\(grant.edge)/\(grant.epoch)", reason)
            self.logger.critical("reporting stopped", metadata: ["reason": "\(reason)", "epoch": "\(grant.epoch)"])
            return nil
        case .acknowledged(let through):
            try await self.journal.acknowledge(through: through, receivedAt: receipt.nowMs)
            return through
        }
    }

    /// Writes down the origin's time beside ours: not more often than needed, and never because of an anchor alone, or
    /// an idle school would report for ever.
    private func anchor(_ receipt: Receipt, for report: Report, sentAt: AgentTime) async throws {
        let now = self.clock.now
        if let last = self.lastAnchor.withLock({ $0 }), (now - last).milliseconds < Self.anchorEveryMs { return }
        guard report.rows.contains(where: { !$0.hasPrefix("{\"anchor\":") }) else { return }
        let middle = AgentTime(milliseconds: (sentAt.milliseconds + now.milliseconds) / 2)
        try await self.journal.append(.anchor(TimeAnchor(agentMs: middle, originMs: receipt.nowMs)))
        self.lastAnchor.withLock { $0 = now }
    }
}

// MARK: - While the origin cannot be reached

extension Reporter {
    /// Takes the receipt that has come back by whoever carries reports, and hands over the rows after it.
    ///
    /// What fails is tried again with the next report: rows count as reported by the origin's receipt alone.
    private func handOver() async {
        guard let carrier = self.carrier() else { return }
        do {
            let carried = try await carrier.state()
            if let receipt = carrier.receipt(in: carried) { try await self.takeCarried(receipt) }
            // What got lost on the way is handed over again.
            if carried.pendingReports == 0 { self.handedThrough.withLock { $0 = 0 } }
            while !Task.isCancelled {
                let state = try await self.journal.state()
                let through = max(state.reportedThrough, self.handedThrough.withLock { $0 })
                guard let report = try await self.nextReport(after: through, state) else { return }
                try await carrier.carry(try SignedDocument(signing: report, with: self.origin.key))
                self.handedThrough.withLock { $0 = report.header.last }
                self.logger.debug("report handed over", metadata: ["through": "\(report.header.last)"])
            }
        } catch {
            self.logger.debug("report not handed over", metadata: ["error": "\(error)"])
        }
    }

    /// An older receipt than the last one says nothing new; and its time is over, so that no anchor is made of it.
    private func takeCarried(_ receipt: Receipt) async throws {
        let state = try await self.journal.state()
        guard let grant = state.grant, state.trouble == nil,
            receipt.through > state.reportedThrough || receipt.outcome == .fork
        else { return }
        _ = try await self.settle(receipt, grant)
    }
}
