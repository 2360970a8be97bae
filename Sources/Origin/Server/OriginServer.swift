import Blobs
package import HTTPServing
package import Logging
import ServiceLifecycle

/// A province's origin: one process, one port, one service group.
package struct OriginServer: Sendable {
    private let lock: DataFolderLock
    private let node: OriginNode
    private let logger: Logger

    /// Opens the data folder; nothing runs yet.
    ///
    /// - Throws: `DataFolderInUse` where an origin runs on it already, or what the disk threw.
    package init(data: String, listen: ListenAddress, configuration: OriginConfiguration, logger: Logger) throws {
        try DurableFile.makeFolder(data)
        self.lock = try DataFolderLock(data: data)
        self.node = try OriginNode(data: data, listen: listen, configuration: configuration, logger: logger)
        self.logger = logger
    }

    /// Runs until SIGTERM or SIGINT, then finishes what is under way and returns.
    package func run() async throws {
        defer { self.lock.release() }
        defer { ControlFile.remove(data: self.node.data, token: self.node.token) }
        try await ServiceGroup.runUntilAskedToStop(self.node.services, logger: self.logger)
    }
}
