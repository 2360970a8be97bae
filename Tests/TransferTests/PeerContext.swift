import Hummingbird
import Logging

/// A request that knows from which port it came, and so over which connection.
struct PeerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let port: Int

    init(source: ApplicationRequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.port = source.channel.remoteAddress?.port ?? 0
    }
}
