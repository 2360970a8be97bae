import Foundation
import Testing

/// An origin behind TLS of a made-up authority, reached through an HTTP proxy (`Tests/Tools/way`).
final class Way {
    /// What the school is told: the name that the certificate is for.
    let url: String
    private let folder: TemporaryFolder
    private let proxyPort: Int
    private let processes: [ChildProcess]

    init(to province: Province) async throws {
        let folder = TemporaryFolder()
        let port = try freePort()
        self.folder = folder
        self.proxyPort = try freePort()
        self.url = "https://localhost:\(port)"
        for authority in ["ours", "another"] {
            try await Self.certificate(["-subj", "/CN=\(authority)"], authority, in: folder)
        }
        let ours = ["-CA", folder.path("ours.pem"), "-CAkey", folder.path("ours.key")]
        let name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        try await Self.certificate(ours + name, "server", in: folder)
        let tls = [
            "tls", "\(port)", "\(province.originPort)", folder.path("server.pem"), folder.path("server.key"),
        ]
        self.processes = try [["proxy", "\(self.proxyPort)"], tls].map { arguments in
            try ChildProcess(
                [Program.root.appending(path: "Tests/Tools/way").path] + arguments,
                output: folder.path(arguments[0]),
                folder: Program.root.path
            )
        }
        try await eventually("the way is ready") {
            try ["proxy", "tls"].allSatisfy { try folder.text($0).contains("ready") }
        }
    }

    /// What makes a program take this way, whatever the environment says of proxies.
    ///
    /// - Parameter authority: `ours`, which vouches for the origin, or `another`.
    func settings(authority: String = "ours") -> [String: String] {
        [
            "LECTERN_ORIGIN_PROXY": "http://127.0.0.1:\(self.proxyPort)",
            "LECTERN_ORIGIN_CERTIFICATES": self.folder.path("\(authority).pem"), "no_proxy": "localhost",
        ]
    }

    /// The proxy's tunnels to the origin, and the connections that it took; those are fewer where it is not trusted.
    func connections() throws -> (tunnels: Int, accepted: Int) {
        let address = self.url.replacing("https://", with: "")
        let tunnels = try self.folder.text("proxy").split(separator: "\n").count { $0 == "CONNECT \(address)" }
        return (tunnels, try self.folder.text("tls").split(separator: "\n").count { $0 == "accepted" })
    }

    private static func certificate(_ arguments: [String], _ name: String, in folder: TemporaryFolder) async throws {
        let outcome = try await Program.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-keyout", folder.path("\(name).key"), "-out", folder.path("\(name).pem"),
            ] + arguments
        )
        try #require(outcome.status == 0, "\(outcome.errors)")
    }
}
