import CourseModel
import Transfer

/// What `lectern-edge disc import` asks of the running edge.
extension EdgeControl {
    /// - Returns: why the edge does not take it; nil where it does.
    func offer(document: [UInt8]) async throws -> String? {
        do {
            _ = try await self.ask(.post, "/v1/documents", document)
            return nil
        } catch EdgeControlError.refused(let type, let reason) where type != "disk-full" {
            return reason
        }
    }

    /// Makes the edge put on its shelf what the documents list that it has taken.
    func restock() async throws {
        _ = try await self.ask(.post, "/v1/stock")
    }

    /// - Parameter last: the last lesson of the page before; nil for the first page.
    func wanted(after last: Lesson.ID? = nil) async throws -> WantedStock {
        let page = last.map { "?after=\($0)" } ?? ""
        return try CanonicalJSON.decode(WantedStock.self, from: try await self.ask(.get, "/v1/wanted" + page))
    }

    /// Brings consecutive chunks of a track file.
    func bring(_ bytes: [UInt8], fromChunk first: Int, of blob: Digest) async throws -> TakenChunks {
        let answer = try await self.ask(.post, "/v1/blobs/\(blob)/chunks/\(first)", bytes)
        return try CanonicalJSON.decode(TakenChunks.self, from: answer)
    }
}
