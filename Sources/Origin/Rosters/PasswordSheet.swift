import Blobs
import CourseModel
import Glibc

/// The one-time passwords of new accounts, for whoever hands them out: a CSV file that only its owner can read.
///
/// It is on the disk before the accounts are, under the name with `.new` at its end, and gets its own name after them:
/// an account never exists without its password being somewhere.
package struct PasswordSheet: Sendable {
    private let path: String

    private var newPath: String { "\(self.path).new" }

    /// - Throws: `PasswordSheetError` where a file is there already: it may hold passwords not handed out yet.
    package init(path: String) throws(PasswordSheetError) {
        self.path = path
        for taken in [path, "\(path).new"] where access(taken, F_OK) == 0 {
            throw PasswordSheetError(path: taken)
        }
    }

    func write(_ accounts: [(member: RosterContent.Member, password: String)]) throws(FileError) {
        var text = "person,login,name,school,role,password\r\n"
        for (member, password) in accounts {
            let fields = [
                member.person.rawValue, member.login, member.name, member.school.rawValue, member.role.rawValue,
                password,
            ]
            text += fields.map(Self.quoted).joined(separator: ",") + "\r\n"
        }
        try DurableFile.write(Array(text.utf8), to: self.newPath, mode: 0o600)
    }

    func publish() throws(FileError) {
        guard rename(self.newPath, self.path) == 0 else { throw FileError("rename", self.newPath) }
        try DurableFile.syncFolder(of: self.path)
    }

    /// After an import that did not happen.
    func discard() {
        unlink(self.newPath)
    }

    /// RFC 4180 §2.
    private static func quoted(_ field: String) -> String {
        guard field.contains(where: { ",\"\r\n".contains($0) }) else { return field }
        return "\"\(field.replacing("\"", with: "\"\""))\""
    }
}

/// The passwords cannot be written there.
package struct PasswordSheetError: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String

    package var description: String {
        "\(self.path) exists, and may hold passwords that nobody has been given yet: move it away, or name another file"
    }
}
