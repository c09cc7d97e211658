import CibXML
import ClusterModel

/// Cases as XML.
public enum CaseText {
    public static func xml(_ cib: CIB) -> String { String(decoding: CIBWriter.write(cib), as: UTF8.self) }

    public static func cib(_ xml: String) throws -> CIB { try CIBReader.read(Array(xml.utf8)) }
}
