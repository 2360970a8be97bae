package import Configuration

/// Where a command's settings come from, in this order: its options, the environment, `lectern.yaml`.
///
/// A key is written with dots, as in `http.listen`. In the environment the same key is `LECTERN_HTTP_LISTEN`, in
/// `lectern.yaml` it is `listen:` under `http:`. Camel case becomes words: `link.bytesPerSecond` is
/// `LECTERN_LINK_BYTES_PER_SECOND`.
package enum ConfigurationSources {
    package static let fileName = "lectern.yaml"

    /// Opens the three sources.
    ///
    /// - Parameters:
    ///   - options: what was given on the command line, by configuration key; leave out what was not given.
    ///   - dataDirectory: where `lectern.yaml` is looked for first; the working folder is second.
    ///   - environment: every variable of the process, unless a test says otherwise.
    /// - Throws: when `lectern.yaml` is there but cannot be read or is not YAML.
    package static func reader(
        options: [String: String],
        dataDirectory: String? = nil,
        environment: [String: String]? = nil
    ) async throws -> ConfigReader {
        let given = EnvironmentVariablesProvider(environmentVariables: self.asVariables(options))
        let variables = environment.map { EnvironmentVariablesProvider(environmentVariables: $0) }
        var providers: [any ConfigProvider] = [
            given, (variables ?? EnvironmentVariablesProvider()).prefixKeys(with: "lectern"),
        ]
        for path in self.filePaths(dataDirectory: dataDirectory) {
            providers.append(try await self.file(at: path))
        }
        return ConfigReader(providers: providers)
    }

    private static func filePaths(dataDirectory: String?) -> [String] {
        (dataDirectory.map { ["\($0)/\(self.fileName)"] } ?? []) + [self.fileName]
    }

    private static func file(at path: String) async throws -> FileProvider<YAMLSnapshot> {
        let location = InMemoryProvider(values: [
            "filePath": ConfigValue(.string(path), isSecret: false),
            "allowMissing": ConfigValue(.bool(true), isSecret: false),
        ])
        return try await FileProvider<YAMLSnapshot>(config: ConfigReader(provider: location))
    }

    /// Options are text like variables are, and are read by the same rules: `http.listen` becomes `HTTP_LISTEN`.
    private static func asVariables(_ options: [String: String]) -> [String: String] {
        var variables: [String: String] = [:]
        for (key, value) in options {
            var name = ""
            var isAfterLowerCase = false
            for character in key {
                if character.isUppercase, isAfterLowerCase {
                    name.append("_")
                }
                isAfterLowerCase = character.isLowercase
                name += character.isLetter || character.isNumber ? character.uppercased() : "_"
            }
            variables[name] = value
        }
        return variables
    }
}
