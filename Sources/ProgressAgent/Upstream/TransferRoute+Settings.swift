package import Configuration
package import Transfer

/// The way to the origin, as the settings have it.
///
/// - Configuration keys:
///   - `origin.proxy` (default: what `http_proxy`, `https_proxy` and `no_proxy` say): the HTTP proxy on the way to the
///     origin, e.g. `http://10.0.0.2:3128`; `none` for none
///   - `origin.certificates` (default: the system's): a file of certificates (PEM) that may vouch for the origin
extension TransferRoute {
    package init(reader: ConfigReader) {
        let proxy: Proxy =
            switch reader.string(forKey: "origin.proxy", default: "") {
            case "": .environment
            case "none": .none
            case let address: .address(address)
            }
        let path = reader.string(forKey: "origin.certificates", default: "")
        self.init(proxy: proxy, certificatesPath: path.isEmpty ? nil : path)
    }
}
