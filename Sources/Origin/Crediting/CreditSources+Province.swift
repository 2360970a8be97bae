import CourseModel
import HTTPServing
import Synchronization

extension CreditSources {
    /// Of an origin's own stores.
    package init(catalogue: CatalogueStore, province: ProvinceDatabase) {
        let current = CurrentBasis(catalogue: catalogue)
        self.init(
            basis: { try current.basis() },
            registrations: { try province.person($0)?.registrations },
            school: { try province.person($0)?.school },
            applyPassword: { reported in
                // Of an edge that is gone nothing is known, so its word is not taken; nor what nobody could sign in with.
                guard let edge = try province.edge(reported.edge),
                    PasswordVerifier.isVerifier(reported.change.passwordVerifier)
                else { return }
                try province.applyPasswordChange(reported.change, of: edge.school)
            }
        )
    }
}

/// The basis of the current catalogue, made once for each.
private final class CurrentBasis: Sendable {
    private let catalogue: CatalogueStore
    private let made = Mutex<(catalogue: Digest, basis: CreditBasis)?>(nil)

    init(catalogue: CatalogueStore) {
        self.catalogue = catalogue
    }

    func basis() throws -> CreditBasis {
        guard let document = try self.catalogue.current else { return try CreditBasis(programmes: [], releases: []) }
        let digest = document.digest
        if let made = self.made.withLock({ $0 }), made.catalogue == digest { return made.basis }
        let basis = try CreditBasis(
            programmes: try self.catalogue.programmes,
            releases: document.payload.releases
        )
        self.made.withLock { $0 = (digest, basis) }
        return basis
    }
}
