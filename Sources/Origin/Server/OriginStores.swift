package import Blobs

/// Everything of the origin's data folder, opened: what the server and every command work on.
package struct OriginStores: Sendable {
    package let folder: OriginFolder
    package let keys: OriginKeys
    package let blobs: BlobDirectory
    package let province: ProvinceDatabase
    package let catalogue: CatalogueStore

    /// Opens the folder, and makes what is missing in it.
    ///
    /// - Throws: `FileError`, `OriginKeysError`, or what the database threw.
    package init(data: String) throws {
        self.folder = OriginFolder(path: data)
        try self.folder.prepare()
        self.keys = try OriginKeys(folder: self.folder)
        self.blobs = try BlobDirectory(path: self.folder.blobsPath)
        self.province = try ProvinceDatabase(path: self.folder.provincePath)
        self.catalogue = CatalogueStore(folder: self.folder, key: self.keys.signing, blobs: self.blobs)
    }

    package var programmePublisher: ProgrammePublisher {
        ProgrammePublisher(blobs: self.blobs, catalogue: self.catalogue, key: self.keys.signing)
    }

    package var publisher: Publisher {
        Publisher(folder: self.folder, blobs: self.blobs, catalogue: self.catalogue, key: self.keys.signing)
    }
}
