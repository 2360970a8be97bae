import CourseModel
import Mustache

/// `{{t.signIn.title}}` in a template: goes down the dots of a message's key.
struct MessageLookup: MustacheParent, CustomStringConvertible {
    let messages: Messages
    let language: Language
    var key = ""

    func child(named name: String) -> Any? {
        let key = self.key.isEmpty ? name : "\(self.key).\(name)"
        if self.messages.has(key) { return self.messages.text(key, in: self.language) }
        return Self(messages: self.messages, language: self.language, key: key)
    }

    /// Shown where a template names a message that does not exist.
    var description: String { self.key }
}
