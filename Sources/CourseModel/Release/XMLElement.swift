/// An element of XML as text, as far as a DASH manifest needs it.
struct XMLElement {
    private let name: String
    private let attributes: [(name: String, value: String)]
    private let children: [XMLElement]
    private let content: String?

    init(_ name: String, _ attributes: [(String, String)], _ children: [XMLElement] = []) {
        self.name = name
        self.attributes = attributes
        self.children = children
        self.content = nil
    }

    init(_ name: String, text: String) {
        self.name = name
        self.attributes = []
        self.children = []
        self.content = text
    }

    /// With a line for each element, indented by its depth.
    var text: String { self.lines(depth: 0).map { $0 + "\n" }.joined() }

    private func lines(depth: Int) -> [String] {
        let indent = String(repeating: "  ", count: depth)
        let start =
            "\(indent)<\(self.name)"
            + self.attributes.map { " \($0.name)=\"\(Self.escaped($0.value))\"" }.joined()
        if let content { return ["\(start)>\(Self.escaped(content))</\(self.name)>"] }
        if self.children.isEmpty { return [start + "/>"] }
        return [start + ">"] + self.children.flatMap { $0.lines(depth: depth + 1) } + ["\(indent)</\(self.name)>"]
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
