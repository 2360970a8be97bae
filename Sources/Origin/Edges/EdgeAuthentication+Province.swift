package import CourseModel
package import HTTPServing

extension EdgeRecord: KnownEdge {}

extension EdgeAuthentication<EdgeRecord> {
    /// Lets in the edges that are enrolled in the province.
    package init(province: ProvinceDatabase, now: @escaping @Sendable () -> UTCTime) {
        self.init(asker: { try province.edge($0) }, now: now)
    }
}
