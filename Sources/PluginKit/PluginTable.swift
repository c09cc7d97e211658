import CStonithPlugin
import Glibc

/// Builds the constant table that `stonith_plugin_entry()` returns. What it allocates lives as long as the process.
/// Nothing writes to it after that, so any thread may read it.
public struct PluginTable: @unchecked Sendable {
    public struct Parameter: Sendable {
        public struct Flags: OptionSet, Sendable {
            public let rawValue: UInt32
            public init(rawValue: UInt32) { self.rawValue = rawValue }

            public static let required = Flags(rawValue: UInt32(STONITH_PARAMETER_REQUIRED))
            public static let listed = Flags(rawValue: UInt32(STONITH_PARAMETER_LISTED))
            public static let secret = Flags(rawValue: UInt32(STONITH_PARAMETER_SECRET))
            public static let unique = Flags(rawValue: UInt32(STONITH_PARAMETER_UNIQUE))
            public static let host = Flags(rawValue: UInt32(STONITH_PARAMETER_HOST))
            public static let alias = Flags(rawValue: UInt32(STONITH_PARAMETER_ALIAS))
        }

        let name, type, brief, text: String
        let fallback: String?
        let flags: Flags

        public init(
            _ name: String, type: String = "string", default fallback: String? = nil, flags: Flags = [],
            _ brief: String, _ text: String
        ) {
            self.name = name
            self.type = type
            self.fallback = fallback
            self.flags = flags
            self.brief = brief
            self.text = text
        }
    }

    public typealias Act =
        @convention(c) (UnsafePointer<stonith_request>?, UnsafeMutablePointer<stonith_reply>?) -> Int32

    public let pointer: UnsafePointer<stonith_plugin>

    public init(
        type: String, kind: stonith_kind, evidenceMax: stonith_evidence, deviceID: String, text: String, url: String,
        parameters: [Parameter], warm: (@convention(c) () -> Void)? = nil, act: Act
    ) {
        let rows = UnsafeMutablePointer<stonith_parameter>.allocate(capacity: max(1, parameters.count))
        for (index, parameter) in parameters.enumerated() {
            (rows + index).initialize(to: Self.row(parameter))
        }
        let table = UnsafeMutablePointer<stonith_plugin>.allocate(capacity: 1)
        table.initialize(
            to: stonith_plugin(
                abi: STONITH_PLUGIN_ABI, size: UInt32(MemoryLayout<stonith_plugin>.size), type: strdup(type),
                device_id: strdup(deviceID), description: strdup(text), url: strdup(url), parameters: rows,
                parameter_count: UInt32(parameters.count),
                parameter_size: UInt32(MemoryLayout<stonith_parameter>.stride), warm: warm, act: act,
                kind: kind.rawValue, evidence_max: evidenceMax.rawValue))
        pointer = UnsafePointer(table)
    }

    private static func row(_ parameter: Parameter) -> stonith_parameter {
        stonith_parameter(
            name: strdup(parameter.name), type: strdup(parameter.type),
            fallback: parameter.fallback.map { UnsafePointer(strdup($0)) }, brief: strdup(parameter.brief),
            description: strdup(parameter.text), flags: parameter.flags.rawValue, reserved: 0)
    }
}
