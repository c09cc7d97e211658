import AgentXML
import Agents
import ClusterModel
import FuzzDriver

/// What an RHCS agent says of itself: its XML through libxml2, and the JSON that is made of it.
///
/// The first byte chooses between XML and JSON.
enum FuzzAgentMetadata {
    private static let type = DeviceType("fence_x")

    static func xml(_ bytes: ArraySlice<UInt8>) {
        guard let type, let document = try? AgentDocument(xml: Array(bytes)) else { return }
        let json = document.json.bytes
        guard json.count <= AgentProfile.bytesMax else { return }
        guard let profile = try? AgentProfile(type, json: json[...]) else {
            preconditionFailure("what one program writes the other cannot read")
        }
        precondition(profile.description.parameters.map(\.name) == document.parameters.map(\.name), "other parameters")
        precondition(profile.facts.actions == Set(document.actions.map(\.name)), "other actions")
    }

    static func json(_ bytes: ArraySlice<UInt8>) {
        guard let type, let profile = try? AgentProfile(type, json: bytes) else { return }
        precondition(profile.description.parameters.count <= 512 && profile.facts.actions.count <= 512, "too many")
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    switch input.first {
    case UInt8(ascii: "<"): FuzzAgentMetadata.xml(input[...])
    case UInt8(ascii: "{"): FuzzAgentMetadata.json(input[...])
    default: break
    }
    return 0
}

@c(FuzzAgentMetadata_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
