import Hummingbird

/// Metrics in the Prometheus text format (version 0.0.4): whole numbers, families in the order of their first sample.
package struct MetricsText: Sendable {
    private struct Family {
        let help: String
        let type: String
        var samples: [String] = []
    }

    private var families: [String: Family] = [:]
    private var order: [String] = []

    package init() {}

    /// A number that only goes up while the program runs; by convention its name ends in `_total`.
    package mutating func counter(
        _ name: String,
        _ help: String,
        _ value: Int64,
        labels: [(String, String)] = []
    ) {
        self.add(name, help, type: "counter", sample: name, labels, "\(value)")
    }

    package mutating func gauge(_ name: String, _ help: String, _ value: Int64, labels: [(String, String)] = []) {
        self.add(name, help, type: "gauge", sample: name, labels, "\(value)")
    }

    /// How long things took, in seconds, counted into buckets.
    ///
    /// - Parameter buckets: Upper bound in milliseconds and how many took at most that long, smallest first; `count` is
    ///   all of them and `sumMs` their times together.
    package mutating func durations(
        _ name: String,
        _ help: String,
        buckets: [(Int64, Int64)],
        count: Int64,
        sumMs: Int64,
        labels: [(String, String)] = []
    ) {
        for (bound, value) in buckets {
            let labels = labels + [("le", Self.seconds(bound))]
            self.add(name, help, type: "histogram", sample: "\(name)_bucket", labels, "\(value)")
        }
        self.add(name, help, type: "histogram", sample: "\(name)_bucket", labels + [("le", "+Inf")], "\(count)")
        self.add(name, help, type: "histogram", sample: "\(name)_sum", labels, Self.seconds(sumMs))
        self.add(name, help, type: "histogram", sample: "\(name)_count", labels, "\(count)")
    }

    package var text: String {
        var text = ""
        for name in self.order {
            guard let family = self.families[name] else { continue }
            text += "# HELP \(name) \(Self.escaped(family.help))\n# TYPE \(name) \(family.type)\n"
            text += family.samples.joined(separator: "\n") + "\n"
        }
        return text
    }

    var response: Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: self.text))
        )
    }

    private mutating func add(
        _ name: String,
        _ help: String,
        type: String,
        sample: String,
        _ labels: [(String, String)],
        _ value: String
    ) {
        if self.families[name] == nil {
            self.families[name] = Family(help: help, type: type)
            self.order.append(name)
        }
        let pairs = labels.map { "\($0)=\"\(Self.escaped($1).replacing("\"", with: "\\\""))\"" }
        let suffix = pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
        self.families[name]?.samples.append("\(sample)\(suffix) \(value)")
    }

    private static func seconds(_ milliseconds: Int64) -> String {
        let fraction = String(1000 + milliseconds % 1000).dropFirst()
        return "\(milliseconds / 1000).\(fraction)"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }
}
