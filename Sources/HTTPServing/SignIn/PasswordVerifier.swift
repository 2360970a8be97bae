import CourseModel
import Crypto
import CryptoExtras
import Dispatch
import Foundation
import Synchronization

/// Passwords as they are kept: `scrypt$log2N$r$p$salt$hash` (RFC 7914), salt and hash in base64url.
///
/// One derivation takes 32 MiB and about a tenth of a second of a processor; at most two run at once, on threads of
/// their own, so that a lab signing in together does not stop the videos.
package enum PasswordVerifier {
    /// N = 2^15, r = 8, p = 1: 128 · r · N = 32 MiB.
    private static let costLog2 = 15
    private static let blockSize = 8
    private static let parallelism = 1
    private static let hashBytes = 32
    private static let saltBytes = 16
    /// A longer one is cut off at the form; nobody hashes a megabyte here.
    package static let passwordBytesMax = 1024
    private static let verifierBytesMax = 256

    /// - Returns: a verifier with fresh salt.
    package static func make(_ password: String) async throws -> String {
        let salt = (0..<Self.saltBytes).map { _ in UInt8.random(in: .min ... .max) }
        let parts = Parts(
            costLog2: Self.costLog2,
            blockSize: Self.blockSize,
            parallelism: Self.parallelism,
            salt: salt,
            hash: []
        )
        let hash = try await Self.derive(password, parts, count: Self.hashBytes)
        return parts.text(hash: hash)
    }

    /// Whether a verifier was made from this password; false for text that is no verifier.
    package static func verify(_ password: String, _ verifier: String) async -> Bool {
        guard password.utf8.count <= Self.passwordBytesMax, let parts = Parts(verifier),
            let hash = try? await Self.derive(password, parts, count: parts.hash.count)
        else { return false }
        return ConstantTime.areEqual(hash, parts.hash)
    }

    /// Whether text is a verifier that `verify` would look at: others may have written it.
    package static func isVerifier(_ text: String) -> Bool {
        text.utf8.count <= Self.verifierBytesMax && Parts(text) != nil
    }

    /// Takes as long as `verify`, for a login that does not exist: the time of the answer must not tell which do.
    package static func refuse(_ password: String) async {
        _ = await Self.verify(password, Self.nobody)
    }

    private static let nobody = Parts(
        costLog2: Self.costLog2,
        blockSize: Self.blockSize,
        parallelism: Self.parallelism,
        salt: Array(repeating: 0, count: Self.saltBytes),
        hash: []
    ).text(hash: Array(repeating: 0, count: Self.hashBytes))

    private static let lanes = [DispatchQueue(label: "scrypt-1"), DispatchQueue(label: "scrypt-2")]
    private static let turn = Atomic<Int>(0)

    private static func derive(_ password: String, _ parts: Parts, count: Int) async throws -> [UInt8] {
        let lane = Self.lanes[Self.turn.wrappingAdd(1, ordering: .relaxed).oldValue & 1]
        return try await withCheckedThrowingContinuation { continuation in
            lane.async {
                continuation.resume(
                    with: Result {
                        try KDF.Scrypt.deriveKey(
                            from: Array(password.utf8),
                            salt: parts.salt,
                            outputByteCount: count,
                            rounds: 1 << parts.costLog2,
                            blockSize: parts.blockSize,
                            parallelism: parts.parallelism
                        ).withUnsafeBytes { Array($0) }
                    }
                )
            }
        }
    }

    private struct Parts: Sendable {
        let costLog2: Int
        let blockSize: Int
        let parallelism: Int
        let salt: [UInt8]
        let hash: [UInt8]

        init(costLog2: Int, blockSize: Int, parallelism: Int, salt: [UInt8], hash: [UInt8]) {
            self.costLog2 = costLog2
            self.blockSize = blockSize
            self.parallelism = parallelism
            self.salt = salt
            self.hash = hash
        }

        /// Parameters that would take more than 128 MiB are refused: a roster is signed, but not a licence to stall.
        init?(_ verifier: String) {
            let fields = verifier.split(separator: "$", omittingEmptySubsequences: false)
            guard fields.count == 6, fields[0] == "scrypt", let costLog2 = Int(fields[1]), (10...17).contains(costLog2),
                let blockSize = Int(fields[2]), (1...8).contains(blockSize), let parallelism = Int(fields[3]),
                (1...4).contains(parallelism), let salt = Base64URL.bytes(of: fields[4]), (8...64).contains(salt.count),
                let hash = Base64URL.bytes(of: fields[5]), (16...64).contains(hash.count)
            else { return nil }
            self.init(costLog2: costLog2, blockSize: blockSize, parallelism: parallelism, salt: salt, hash: hash)
        }

        func text(hash: [UInt8]) -> String {
            let numbers = "\(self.costLog2)$\(self.blockSize)$\(self.parallelism)"
            return "scrypt$\(numbers)$\(Base64URL.text(of: self.salt))$\(Base64URL.text(of: hash))"
        }
    }
}
