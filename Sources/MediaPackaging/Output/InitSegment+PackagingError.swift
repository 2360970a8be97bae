import ISOMedia

extension InitSegment {
    /// The init segment of a track file that is being written or read back.
    ///
    /// - Throws: `unfitOutput` with the fault's name.
    init(output bytes: [UInt8]) throws(PackagingError) {
        do throws(Fault) {
            try self.init(bytes)
        } catch {
            throw PackagingError(.unfitOutput, "init segment: \(error)")
        }
    }
}
