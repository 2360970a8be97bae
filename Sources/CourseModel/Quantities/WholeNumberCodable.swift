/// A quantity that is written in JSON as one whole number; the unit ends the key's name (`sizeBytes`, `durationMs`).
package protocol WholeNumberCodable: Codable {
    init(wholeNumber: Int64)
    var wholeNumber: Int64 { get }
}

extension WholeNumberCodable {
    package init(from decoder: any Decoder) throws {
        self.init(wholeNumber: try decoder.singleValueContainer().decode(Int64.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.wholeNumber)
    }
}
