/// The type of a device as operators write it: `external/ipmi`, `meatware`, `fence_ipmilan` for an RHCS agent, or
/// `script/ipmi` for the script that a native plugin of the same name hides.
public struct DeviceType: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// Nil when the text is not `NAME`, `external/NAME` or `script/NAME`, with NAME as a node name, not `.` or `..`.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let name = parts.last.map(String.init), NodeName(name) != nil, name != ".", name != ".." else {
            return nil
        }
        guard parts.count == 1 || parts.count == 2 && ["external", "script"].contains(parts[0]) else { return nil }
        description = text
    }

    public static func external(_ name: String) -> DeviceType? { DeviceType("external/" + name) }
    public static func script(_ name: String) -> DeviceType? { DeviceType("script/" + name) }

    /// What stands behind the last slash.
    public var name: String { String(description.split(separator: "/").last ?? "") }

    public var isScript: Bool { description.hasPrefix("script/") }
    public var isExternal: Bool { description.hasPrefix("external/") }

    /// An RHCS agent, the program of that name in `sbin` (fence-agents, FenceAgentAPI.md).
    public var isAgent: Bool { description.hasPrefix("fence_") }
}
