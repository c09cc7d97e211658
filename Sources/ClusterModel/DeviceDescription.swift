/// What an agent says of itself before any device of its type is configured.
public struct DeviceDescription: Sendable, Equatable {
    public struct Parameter: Sendable, Equatable {
        public var name: String
        /// `string`, `integer`, `boolean` or `select`: the RA API's content types.
        public var type: String
        public var fallback: String?
        public var brief: String
        public var text: String
        public var isRequired: Bool
        /// `stonith -n` shows it, and `-p` and `-F` give values in this order.
        public var isListed: Bool
        public var isSecret: Bool
        public var isUnique: Bool
        /// A host's name or address, and a port may follow a colon.
        public var isHost: Bool
        /// Another name of the parameter before it that is no alias itself.
        public var isAlias: Bool

        public init(
            name: String, type: String, fallback: String?, brief: String, text: String, isRequired: Bool,
            isListed: Bool, isSecret: Bool, isUnique: Bool, isHost: Bool = false,
            isAlias: Bool = false
        ) {
            self.name = name
            self.type = type
            self.fallback = fallback
            self.brief = brief
            self.text = text
            self.isRequired = isRequired
            self.isListed = isListed
            self.isSecret = isSecret
            self.isUnique = isUnique
            self.isHost = isHost
            self.isAlias = isAlias
        }
    }

    public var type: String
    /// One line: what it is.
    public var deviceID: String
    /// Sentences.
    public var text: String
    public var url: String
    public var kind: DeviceKind
    public var parameters: [Parameter]

    public init(
        type: String, deviceID: String, text: String, url: String, kind: DeviceKind = .power(evidenceMax: .readBack),
        parameters: [Parameter]
    ) {
        self.type = type
        self.deviceID = deviceID
        self.text = text
        self.url = url
        self.kind = kind
        self.parameters = parameters
    }

    /// A parameter's own name and its aliases.
    public func names(ofParameterAt index: Int) -> [String] {
        [parameters[index].name] + parameters[(index + 1)...].prefix(while: \.isAlias).map(\.name)
    }
}
