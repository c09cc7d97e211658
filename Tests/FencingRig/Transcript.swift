import ClusterModel
import FencingCore

/// A run as text, and the digest of that text: equal runs have equal digests.
package struct Transcript {
    /// FNV-1a of all lines.
    package private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    /// The last lines, or all.
    package private(set) var lines: [String] = []
    private let keepsAll: Bool

    package init(keepsAll: Bool = false) { self.keepsAll = keepsAll }

    mutating func write(_ event: FencingEvent, _ effects: [FencingEffect], at now: Instant) {
        add("\(EffectText.time(now)) > \(Self.text(event))")
        for effect in effects {
            if let line = EffectText.line(effect) { add("\(EffectText.time(now))     \(line)") }
        }
    }

    mutating func write(crash lost: Int, at now: Instant) {
        add("\(EffectText.time(now)) > crash, \(lost) entries lost")
    }

    private mutating func add(_ line: String) {
        for byte in line.utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
        lines.append(line)
        if !keepsAll, lines.count > 400 { lines.removeFirst(200) }
    }

    private static func text(_ event: FencingEvent) -> String {
        switch event {
        case .configured(let setup): "configured \(setup.devices.map(\.id).joined(separator: " "))"
        case .requested(let request, _):
            "fence \(request.id) \(request.target) \(request.action.name) min=\(request.minimumEvidence.word)"
                + " until \(EffectText.time(request.deadline))" + (request.allowsSelf ? " self" : "")
        case .cancelled(let id, _): "cancel \(id)"
        case .confirmed(let node, _, let isAlone, _): "confirm \(node)" + (isAlone ? " alone" : "")
        case .persisted(let id, let isDurable): "persisted #\(id.number)" + (isDurable ? "" : " not")
        case .resumed(let all): "resumed " + all.map(\.node.description).joined(separator: " ")
        case .released(let node, _): "release " + (node?.description ?? "all")
        case .began(let id, _): "began #\(id.number)"
        case .ended(let id, let outcome): "ended #\(id.number) \(outcome.code.word) \(outcome.evidence.word)"
        case .examine(let examination): "examine \(examination.number) \(examination.device)"
        case .stopping(let moment): "stop at \(EffectText.time(moment))"
        case .woke: "woke"
        }
    }
}
