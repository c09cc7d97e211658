import CibXML
import ClusterModel

/// Cases as XML.
public enum CaseText {
    public static func xml(_ cib: CIB) -> String { String(decoding: CIBWriter.write(cib), as: UTF8.self) }

    public static func cib(_ xml: String) throws -> CIB { try cib(Array(xml.utf8)) }

    /// In whatever encoding.
    public static func cib(_ bytes: [UInt8]) throws -> CIB { try CIBReader.read(bytes) }
}
