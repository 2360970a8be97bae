import CourseModel
package import Hummingbird

/// Where a redirect may lead: to a page of ours, never to another site.
package enum LocalPath {
    private static let lengthMax = 1000

    /// - Returns: the path, or `/` for anything else: no path, `//host`, a backslash, a control character.
    package static func checked(_ text: String?) -> String {
        guard let text, text.utf8.count <= Self.lengthMax, text.hasPrefix("/"), !text.hasPrefix("//"),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return "/" }
        return text
    }

    /// A path as the value of a query's parameter.
    package static func encoded(_ path: String) -> String {
        path.utf8.map { byte in
            let isPlain =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "/-._~".utf8.contains(byte)
            return isPlain
                ? String(UnicodeScalar(byte)) : "%" + Hexadecimal.text(of: CollectionOfOne(byte)).uppercased()
        }.joined()
    }

    /// 303: the browser goes there with `GET`.
    ///
    /// - Parameter setCookie: The value of `Set-Cookie`, if any.
    package static func redirect(to path: String, setCookie: String? = nil) -> Response {
        var headers: HTTPFields = [.location: Self.checked(path), .cacheControl: "no-store"]
        if let setCookie {
            headers[.setCookie] = setCookie
        }
        return Response(status: .seeOther, headers: headers)
    }

    /// To the sign-in page, and back to this one after it.
    package static func signIn(toReturnTo request: Request) -> Response {
        let path = request.method == .get ? Self.checked(request.head.path) : "/"
        return Self.redirect(to: path == "/" ? "/sign-in" : "/sign-in?to=\(Self.encoded(path))")
    }
}
