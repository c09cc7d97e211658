import ClusterModel
public enum CrmSyntax {
    public struct Reading: Sendable {
        public var configuration: FencingConfiguration
        public var hasMistakes: Bool
        public func rendered(file: String) -> String { "" }
    }
    public static func read(_ bytes: [UInt8]) -> Reading { Reading(configuration: FencingConfiguration(), hasMistakes: false) }
}
