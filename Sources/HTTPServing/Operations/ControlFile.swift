import Blobs
import CourseModel
import Glibc

/// How commands on the same computer reach the running program: its address, and a token that only the owner of the
/// data folder can read. New at every start, removed at a clean stop.
package struct ControlFile: Codable, Hashable, Sendable {
    package let url: String
    package let token: String

    /// Makes a new token and writes the file, mode 0600.
    ///
    /// - Parameter token: The token that the server checks.
    @discardableResult
    package static func write(data: String, url: String, token: ControlToken) throws -> ControlFile {
        let file = ControlFile(url: url, token: token.text)
        try DurableFile.write(try CanonicalJSON.encode(file), to: Self.path(in: data))
        return file
    }

    /// - Returns: nil where there is none: the program does not run.
    package static func read(data: String) throws -> ControlFile? {
        guard let bytes = try DurableFile.read(Self.path(in: data), sizeMax: 4096) else { return nil }
        return try CanonicalJSON.decode(ControlFile.self, from: bytes)
    }

    /// Removes the file, if it is still the one with this token.
    package static func remove(data: String, token: ControlToken) {
        guard let file = (try? Self.read(data: data)) ?? nil, file.token == token.text else { return }
        unlink(Self.path(in: data))
    }

    private static func path(in data: String) -> String { "\(data)/control.json" }
}
