import Blobs
package import HTTPServing
package import Logging
import ProgressAgent
import ServiceLifecycle

/// A school's edge: one process, one port, one service group.
package struct EdgeServer: Sendable {
    private let lock: DataFolderLock
    private let node: EdgeNode
    private let logger: Logger

    /// Opens the data folder; nothing runs yet, and nothing needs the line.
    ///
    /// - Throws: `IdentityError` where the computer is not enrolled, `DataFolderInUse` where an edge or agent runs on the
    ///   folder already, or what the disk threw.
    package init(data: String, listen: ListenAddress, configuration: EdgeConfiguration, logger: Logger) throws {
        _ = try IdentityFolder(data: data).load()
        self.lock = try DataFolderLock(data: data)
        self.node = try EdgeNode(data: data, listen: listen, configuration: configuration, logger: logger)
        self.logger = logger
    }

    /// Runs until SIGTERM or SIGINT, then finishes what is under way and returns.
    package func run() async throws {
        defer { self.lock.release() }
        await self.node.stocker.stockFromDisk()
        defer { ControlFile.remove(data: self.node.data, token: self.node.token) }
        try await ServiceGroup.runUntilAskedToStop(self.node.services, logger: self.logger)
    }
}
