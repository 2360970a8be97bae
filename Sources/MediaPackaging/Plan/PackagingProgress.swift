package import CourseModel

/// Told about once a second of media how much of a source is packaged, and of how much; what it throws ends packaging.
package typealias PackagingProgress = @Sendable (_ done: MediaTime, _ total: MediaTime) throws(PackagingError) -> Void
