package import Blobs

/// The origin's data folder: where each thing lies.
package struct OriginFolder: Hashable, Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    package var keysPath: String { "\(self.path)/keys" }
    package var blobsPath: String { "\(self.path)/blobs" }
    package var cataloguePath: String { "\(self.path)/catalogue.json" }
    package var catalogueLockPath: String { "\(self.path)/catalogue.lock" }
    package var provincePath: String { "\(self.path)/\(ProvinceDatabase.fileName)" }
    package var ledgerPath: String { "\(self.path)/ledger.sqlite" }
    package var sessionKeyPath: String { "\(self.path)/session.key" }
    /// Where a lesson is packaged before it becomes blobs: on the same file system, so that a rename moves it.
    package var packagingPath: String { "\(self.path)/packaging" }
    /// A folder for each revision of each day's figures.
    package var figuresPath: String { "\(self.path)/figures" }

    /// Makes the folder, which only its owner can enter.
    package func prepare() throws(FileError) {
        try DurableFile.makeFolder(self.path)
        try DurableFile.makeFolder(self.keysPath)
    }
}
