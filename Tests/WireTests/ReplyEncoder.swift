import ClusterModel
import Wire

/// The other side of `ExecReply`: what `stonith-exec` writes, as bytes.
enum ReplyEncoder {
    static func encode(_ reply: ExecReply) -> [UInt8] {
        switch reply {
        case .ready(let description): ready(description)
        case .refused(let reason): frame(17, id: 0) { $0.put(reason) }
        case .begun(let id, let begun):
            frame(20, id: id) {
                $0.put(UInt32(bitPattern: begun.pid))
                $0.put(begun.action.rawValue)
                $0.put(begun.deadlineMilliseconds)
                $0.put(begun.target)
            }
        case .caughtUp: frame(21, id: 0) { _ in }
        case .said(let id, let saying, let text):
            frame(18, id: id) {
                $0.put(saying.rawValue)
                $0.put(text)
            }
        case .done(let id, let result): done(id, result)
        }
    }

    static func frame(_ kind: UInt8, id: UInt64, _ fill: (inout FrameWriter) -> Void) -> [UInt8] {
        var writer = FrameWriter(kind: kind, id: id)
        fill(&writer)
        return writer.finished()
    }

    private static func ready(_ description: DeviceDescription) -> [UInt8] {
        frame(16, id: 0) { frame in
            for text in [description.type, description.deviceID, description.text, description.url] { frame.put(text) }
            let (kind, evidence) = numbers(description.kind)
            for value in [kind, evidence, UInt32(description.parameters.count)] { frame.put(value) }
            for parameter in description.parameters { put(parameter, into: &frame) }
        }
    }

    private static func numbers(_ kind: DeviceKind) -> (UInt32, UInt32) {
        switch kind {
        case .power(let evidenceMax): (0, evidenceMax.rawValue)
        case .check: (1, 0)
        case .person: (2, 0)
        }
    }

    private static func put(_ parameter: DeviceDescription.Parameter, into frame: inout FrameWriter) {
        frame.put(parameter.name)
        frame.put(parameter.type)
        frame.put(UInt32(parameter.fallback == nil ? 0 : 1))
        for text in [parameter.fallback ?? "", parameter.brief, parameter.text] { frame.put(text) }
        let flags = [
            parameter.isRequired, parameter.isListed, parameter.isSecret, parameter.isUnique, parameter.isHost,
        ]
        frame.put(flags.enumerated().reduce(UInt32(0)) { $0 | ($1.element ? 1 << UInt32($1.offset) : 0) })
    }

    private static func done(_ id: UInt64, _ result: ExecReply.Result) -> [UInt8] {
        let (number, detail) = numbers(result.ending)
        return frame(19, id: id) { frame in
            for value in [number, detail, result.code, result.evidence] { frame.put(value) }
            frame.put(result.outputTail)
        }
    }

    private static func numbers(_ ending: ExecReply.Ending) -> (UInt32, UInt32) {
        switch ending {
        case .returned: (0, 0)
        case .exited(let status): (1, status)
        case .signal(let signal): (2, signal)
        case .deadline: (3, 0)
        case .cancelled: (4, 0)
        case .notBegun(let errno): (5, errno)
        }
    }
}
