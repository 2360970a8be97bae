/// What is wrong with an exported journal.
package enum JournalFileError: Error, Hashable, Sendable, CustomStringConvertible {
    case noFile(String)
    case cutOff
    case badEnrolment(String)
    case badReport(first: Int64, String)
    case noReports

    package var description: String {
        switch self {
        case .noFile(let path): "there is no file \(path)"
        case .cutOff: "the file is cut off, or no exported journal"
        case .badEnrolment(let reason): "the enrolment at its beginning is not good: \(reason)"
        case .badReport(let first, let reason): "the report that begins with row \(first) is not good: \(reason)"
        case .noReports: "the file holds no rows"
        }
    }
}
