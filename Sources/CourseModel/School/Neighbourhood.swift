/// Which edges one edge may ask besides the origin, and which may ask it: signed by the origin, whole each time, and
/// without a word about people.
package struct Neighbourhood: DocumentPayload {
    package static let documentType = "neighbourhood"
    /// A county has 300 schools; a parent of thousands has 150 bytes for each.
    package static let sizeMax = 1 << 20
    /// More would only be asked in vain one after the other.
    package static let peersMax = 8

    /// An edge that can be asked.
    package struct Neighbour: Hashable, Sendable, Codable {
        package let edge: Edge.ID
        /// Where it is reached, without a slash at the end.
        package let url: String

        package init(edge: Edge.ID, url: String) {
            self.edge = edge
            self.url = url
        }
    }

    /// An edge that may ask.
    package struct Asker: Hashable, Sendable, Codable {
        package let edge: Edge.ID
        package let key: VerifyingKey
        /// Whether what it lacks is fetched for it; a peer gets what is held.
        package let isChild: Bool

        package init(edge: Edge.ID, key: VerifyingKey, isChild: Bool) {
            self.edge = edge
            self.key = key
            self.isChild = isChild
        }
    }

    /// Whose it is.
    package let edge: Edge.ID
    /// Goes up with every change; a lower one is refused.
    package let issuedAtMs: UTCTime
    /// What only the origin can open is sealed with it.
    package let sealingKey: SealingKey
    /// Asked before the origin; nil for none.
    package let parent: Neighbour?
    /// Edges of the same county.
    package let peers: [Neighbour]
    /// Sorted by edge.
    package let askers: [Asker]

    package init(
        edge: Edge.ID,
        issuedAtMs: UTCTime,
        sealingKey: SealingKey,
        parent: Neighbour?,
        peers: [Neighbour],
        askers: [Asker]
    ) {
        self.edge = edge
        self.issuedAtMs = issuedAtMs
        self.sealingKey = sealingKey
        self.parent = parent
        self.peers = peers
        self.askers = askers
    }
}
