import Blobs
package import CourseModel
import Foundation
import Synchronization

/// What this edge carries to the origin for its children: sealed reports in the order in which they came, the newest
/// sealed holdings, and the origin's last receipt for each child to fetch. Files of the folder `relay/`, durable before a
/// child is told that they are kept.
package final class RelayStore: Sendable {
    /// One sealed document that waits.
    struct Item: Hashable, Sendable {
        let child: Edge.ID
        let name: String
        let isReport: Bool
    }

    /// A school's reports of some days without a line; there may be hundreds of schools.
    package static let reportsMax = 64
    package static let bytesMax: Int64 = 8 << 20

    private static let holdings = "holdings"
    private static let receipt = "receipt"
    private static let report = "report-"

    private let path: String
    private let hasRoom: @Sendable () -> Bool
    /// One change at a time.
    private let changing = Mutex(())

    /// - Parameters:
    ///   - path: the folder; made with the first document.
    ///   - hasRoom: whether the disk has room for more than what must be kept free.
    package init(path: String, hasRoom: @escaping @Sendable () -> Bool) {
        self.path = path
        self.hasRoom = hasRoom
    }

    /// - Returns: false where no more is kept for this child.
    package func keepReport(_ sealed: [UInt8], of child: Edge.ID) throws -> Bool {
        try self.changing.withLock { _ in
            let waiting = try self.names(of: child).filter { $0.hasPrefix(Self.report) }
            let size = try waiting.reduce(Int64(sealed.count)) { try $0 + self.size(of: $1, child) }
            guard waiting.count < Self.reportsMax, size <= Self.bytesMax, self.hasRoom() else { return false }
            let last = waiting.last.flatMap { Int($0.dropFirst(Self.report.count)) } ?? 0
            try self.write(sealed, Self.report + Self.number(last + 1), of: child)
            return true
        }
    }

    /// Keeps the newest holdings in place of older ones.
    ///
    /// - Returns: false where there is no room.
    package func keepHoldings(_ sealed: [UInt8], of child: Edge.ID) throws -> Bool {
        try self.changing.withLock { _ in
            guard self.hasRoom() else { return false }
            try self.write(sealed, Self.holdings, of: child)
            return true
        }
    }

    package func keepReceipt(_ document: [UInt8], of child: Edge.ID) throws {
        try self.changing.withLock { _ in try self.write(document, Self.receipt, of: child) }
    }

    package func state(of child: Edge.ID) throws -> RelayState {
        try self.changing.withLock { _ in
            RelayState(
                pendingReports: try self.names(of: child).count { $0.hasPrefix(Self.report) },
                receipt: try DurableFile.read("\(self.path)/\(child)/\(Self.receipt)", sizeMax: Receipt.sizeMax)
                    .map { Base64URL.text(of: $0) }
            )
        }
    }

    /// All that waits, each child's reports in order.
    func waiting() throws -> [Item] {
        try self.changing.withLock { _ in
            let children = try self.list(self.path).compactMap { Edge.ID($0) }
            return try children.flatMap { child in
                try self.names(of: child).filter { $0 != Self.receipt }
                    .map { Item(child: child, name: $0, isReport: $0.hasPrefix(Self.report)) }
            }
        }
    }

    func read(_ item: Item) throws -> [UInt8]? {
        try DurableFile.read("\(self.path)/\(item.child)/\(item.name)", sizeMax: Sealing.sizeMax(of: Report.self))
    }

    /// Removes what has arrived, unless something newer has taken its place.
    func remove(_ item: Item, _ bytes: [UInt8]) throws {
        try self.changing.withLock { _ in
            guard try self.read(item) == bytes else { return }
            try FileManager.default.removeItem(atPath: "\(self.path)/\(item.child)/\(item.name)")
        }
    }

    private func write(_ bytes: [UInt8], _ name: String, of child: Edge.ID) throws {
        let folder = "\(self.path)/\(child)"
        try DurableFile.makeFolder(folder)
        try DurableFile.write(bytes, to: "\(folder)/\(name)")
    }

    /// Sorted; files that a kill left half written are left out.
    private func names(of child: Edge.ID) throws -> [String] {
        try self.list("\(self.path)/\(child)").filter { name in
            [Self.holdings, Self.receipt].contains(name)
                || name.hasPrefix(Self.report) && Int(name.dropFirst(Self.report.count)) != nil
        }
    }

    private func list(_ folder: String) throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private func size(of name: String, _ child: Edge.ID) throws -> Int64 {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(self.path)/\(child)/\(name)")
        return (attributes[.size] as? NSNumber)?.int64Value ?? 0
    }

    /// Sorts by its text as by its value.
    private static func number(_ value: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }
}
