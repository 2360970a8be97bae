/// What a new password must be. Length counts for most; the rest keeps out what is tried first.
package enum PasswordRule {
    package static let lengthMin = 8
    package static let lengthMax = 200

    private static let common: Set<String> = [
        "12345678", "123456789", "1234567890", "87654321", "11223344", "12344321", "123123123", "147258369",
        "password", "password1", "passw0rd", "qwertyui", "qwerty123", "1qaz2wsx", "qazwsxedc", "asdfghjkl",
        "abcd1234", "abc12345", "a1234567", "a12345678", "aa123456", "iloveyou", "woaini1314", "5201314520",
        "admin123", "administrator", "lectern123", "changeme", "changeme1", "welcome1",
    ]

    /// - Returns: the key of the message that says what is wrong with it; nil for a good one.
    package static func fault(in new: String, login: String, name: String) -> String? {
        let folded = new.lowercased()
        if new.count < Self.lengthMin { return "password.tooShort" }
        if new.count > Self.lengthMax { return "password.tooLong" }
        if [login, name, login + login, login + name, name + login].contains(where: { $0.lowercased() == folded }) {
            return "password.isName"
        }
        if Set(new).count < 3 || Self.isRun(new) || Self.common.contains(folded) { return "password.tooCommon" }
        return nil
    }

    /// Every character follows the one before it, upwards or downwards: `23456789`, `hgfedcba`.
    private static func isRun(_ text: String) -> Bool {
        let values = text.unicodeScalars.map { Int($0.value) }
        let steps = Set(zip(values, values.dropFirst()).map { $1 - $0 })
        return steps == [1] || steps == [-1]
    }
}
