import Foundation
import Origin

/// Statements as lines of JSON, on standard output or in a file that stands there only when it is whole.
final class StatementFile {
    private static let partSuffix = ".part"

    private let path: String?
    private let handle: FileHandle

    /// - Parameter path: nil for standard output.
    init(path: String?) throws {
        self.path = path
        guard let path else {
            self.handle = .standardOutput
            return
        }
        let part = path + Self.partSuffix
        guard
            FileManager.default.createFile(atPath: part, contents: nil, attributes: [.posixPermissions: 0o600]),
            let handle = FileHandle(forWritingAtPath: part)
        else { throw CommandFailure("\(path) cannot be written: is its folder there, and yours to write in?") }
        self.handle = handle
    }

    func append(_ statements: [XAPIStatement]) throws {
        guard !statements.isEmpty else { return }
        let lines = try statements.map { try $0.line + "\n" }.joined()
        try self.handle.write(contentsOf: Data(lines.utf8))
    }

    /// The file takes the place of an earlier one.
    func finish() throws {
        guard let path else { return }
        try self.handle.synchronize()
        try self.handle.close()
        guard rename(path + Self.partSuffix, path) == 0 else {
            throw CommandFailure("\(path) cannot be replaced; the statements are in \(path)\(Self.partSuffix)")
        }
    }
}
