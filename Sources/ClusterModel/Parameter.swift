/// A device's parameter as configured: the name in the clear, the value never printed, since most are near a password.
public struct Parameter: Sendable, Equatable {
    public let name: String
    public let value: Secret

    public init(name: String, value: Secret) {
        self.name = name
        self.value = value
    }

    /// Whether a parameter of this name holds a secret. For a native plugin its own table says so as well; before
    /// anything is loaded, and for scripts always, only the name can tell.
    public static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        let isSetting = name.hasSuffix("_method") || name.hasSuffix("_script") || name.hasSuffix("_file")
        return !isSetting
            && name.indices.contains { index in
                ["pass", "secret", "community", "token", "k_g", "_kg", "apikey", "api_key"].contains {
                    name[index...].hasPrefix($0)
                }
            }
    }
}
