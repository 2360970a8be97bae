import Blobs
import Foundation

/// A folder that appears whole or not at all: made elsewhere, then moved to its name.
struct NewFolder {
    let path: String
    /// An existing folder on the same disk.
    let parent: String
    let name: String

    /// - Parameter path: of nothing yet, or of an empty folder, which is replaced.
    /// - Throws: `NewFolderError`.
    init(_ path: String) throws(NewFolderError) {
        let url = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath()
        self.path = url.path
        self.parent = url.deletingLastPathComponent().path
        self.name = url.lastPathComponent
        guard self.path != FileManager.default.currentDirectoryPath, self.path != "/" else {
            throw .isInUse(path)
        }
        guard access(self.parent, F_OK) == 0 else { throw .noParent(path) }
        guard access(self.path, F_OK) == 0 else { return }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: self.path) else {
            throw .noFolder(path)
        }
        guard names.isEmpty else { throw .notEmpty(path) }
    }

    /// Moves a folder here; durable, with all that is in it, when it returns.
    ///
    /// - Parameter made: a folder on the same disk.
    func take(_ made: String) throws(FileError) {
        DurableFile.syncEverything()
        guard rename(made, self.path) == 0 else { throw FileError("replace", self.path) }
        try DurableFile.syncFolder(of: self.path)
    }
}

/// A folder cannot be made where somebody wants it.
package enum NewFolderError: Error, Hashable, Sendable, CustomStringConvertible {
    case notEmpty(String)
    case noFolder(String)
    case noParent(String)
    /// The working folder, or the root.
    case isInUse(String)

    package var description: String {
        switch self {
        case .notEmpty(let path): "\(path) is not empty: name a new folder"
        case .noFolder(let path): "\(path) is no folder: name a new one"
        case .noParent(let path): "there is no folder to make \(path) in: make that one first"
        case .isInUse(let path): "\(path) cannot be replaced: name a new folder"
        }
    }
}
