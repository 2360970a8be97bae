/// A change to a blob's file or to its name that is about to be made.
///
/// A simulation of disks watches these: it needs to know what a power cut would leave, and what it throws happens
/// instead of the change. Nobody else watches.
package enum FileChange {
    /// To this size, with room on the disk for all of it; makes the file where there is none.
    case resize(path: String, sizeBytes: Int64)
    case write(path: String, UnsafeRawBufferPointer, offset: Int64)
    /// Makes the file's bytes and size durable.
    case sync(path: String)
    case rename(path: String, to: String)
    case remove(path: String)
    /// Makes the names in the folder of a file durable.
    case syncFolder(path: String)

    /// Whom changes are announced to.
    package struct Watch: Sendable {
        package let willMake: @Sendable (FileChange) throws(FileError) -> Void

        package init(willMake: @escaping @Sendable (FileChange) throws(FileError) -> Void) {
            self.willMake = willMake
        }
    }

    @TaskLocal package static var watch: Watch?

    func announce() throws(FileError) {
        try Self.watch?.willMake(self)
    }
}
