/// Logins as people type them.
package enum LoginText {
    /// Case and white space do not matter, wherever they stand. Whoever looks a login up and whoever counts its failed
    /// tries must take the same ones for equal.
    package static func folded(_ login: String) -> String {
        login.lowercased().filter { !$0.isWhitespace }
    }
}
