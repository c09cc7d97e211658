import CLinux
import ClusterModel
import ConsoleCore
import Execution
import Glibc
import NIOCore
import NIOPosix
import Runtime

/// The consoles that are captured, and what is kept of them with fences.
final class Consoles {
    private struct Line {
        var capture: ConsoleCapture
        /// As they were when it began, addresses that were looked up included.
        var parameters: [Parameter]
        /// What must not be seen of what it says.
        var secrets: [Secret]
    }

    /// What was last kept of a device's console: requests that are closed together share it.
    private struct Kept: Equatable {
        var device: String
        var began: UInt64
        var end: UInt64
    }

    private let program: String
    /// Of the ring files.
    private let folder: String
    /// Of the texts, which the writer writes.
    private let texts: String
    private let loop: any EventLoop
    /// Starts processes and reads texts, which lie on a disk.
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let say: (LogLine) -> Void
    private var lines: [String: Line] = [:]
    /// What cannot be captured at all, by device.
    private var problems: [String: String] = [:]
    /// How many bytes each device's console had ever sent when a request began.
    private var began: [RequestID: [String: UInt64]] = [:]
    private var last: (kept: Kept, console: FencingRecord.Console)?
    /// The newest, which need no disk.
    private var recent: [(id: RequestID, text: String)] = []
    private var reading = 0

    private static let recentMax = 8
    private static let readingMax = 8

    init(_ options: DaemonOptions, program: String, on loop: any EventLoop, say: @escaping (LogLine) -> Void) {
        self.program = program
        folder = options.consoleFolder
        texts = options.consoleTexts
        self.loop = loop
        self.say = say
    }

    // MARK: Capturing

    /// Takes a configuration in place of the one before.
    ///
    /// - Parameters:
    ///   - devices: with what each is given now, addresses that were looked up included.
    ///   - held: those whose nodes are being fenced.
    func apply(_ devices: [(device: RegisteredDevice, parameters: [Parameter])], held: Set<String> = []) {
        problems = [:]
        let wanted = devices.filter(\.device.capturesConsole)
        let ids = Set(wanted.map(\.device.configuration.id))
        for (id, line) in lines where !ids.contains(id) {
            line.capture.close()
            lines[id] = nil
        }
        if !wanted.isEmpty { thread.start() }
        for (device, parameters) in wanted {
            let id = device.configuration.id
            if let line = lines[id] {
                guard line.parameters != Self.decisive(parameters) else {
                    line.capture.hold(held.contains(id))
                    continue
                }
                line.capture.close()
            }
            lines[id] = line(id, device, parameters)
            lines[id]?.capture.hold(held.contains(id))
            lines[id]?.capture.start()
        }
    }

    /// What a fence has learnt is no reason to begin anew.
    private static func decisive(_ parameters: [Parameter]) -> [Parameter] {
        parameters.filter { !$0.name.hasPrefix("remembered.") }
    }

    private func line(_ id: String, _ device: RegisteredDevice, _ parameters: [Parameter]) -> Line? {
        let pairs = parameters.map { (name: $0.name, value: $0.value.reveal()) }
        guard let bytes = ConsoleParameters.bytes(pairs) else {
            problems[id] = "its parameters are too long"
            return nil
        }
        let path =
            "\(folder)/\(id.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? String($0) : "_" }.joined())"
        guard let ring = ConsoleCapture.openRing(path) else {
            problems[id] = "\(path) cannot be opened (\(String(cString: strerror(errno))))"
            return nil
        }
        let secrets = device.secrets
        let capture = ConsoleCapture(
            .init(program: program, parameters: bytes), ring: ring, on: loop, thread: thread
        ) { [weak self] state in self?.changed(id, state, secrets) }
        return Line(capture: capture, parameters: Self.decisive(parameters), secrets: secrets)
    }

    private func changed(_ device: String, _ state: CaptureReport, _ secrets: [Secret]) {
        switch state {
        case .captured: say(LogLine(.info, "the console of device \(device) is captured"))
        case .waiting(let reason):
            let text = secrets.reduce(reason) { $1.redacted($0) }
            say(LogLine(.warning, "the console of device \(device) is not captured: \(text); it is tried again"))
        }
    }

    /// Those whose consoles are captured, or to be.
    var devices: [String] { lines.keys.sorted() }

    /// - Parameter isHeld: its node is being fenced: no session is begun.
    func hold(_ device: String, _ isHeld: Bool) { lines[device]?.capture.hold(isHeld) }

    /// What an operator should know.
    var warnings: [String] {
        let waiting = lines.compactMap { id, line -> (String, String)? in
            guard case .waiting(let reason)? = line.capture.state else { return nil }
            return (id, line.secrets.reduce(reason) { $1.redacted($0) })
        }
        return (waiting + problems.map { ($0, $1) }).sorted { $0.0 < $1.0 }.map { id, reason in
            "the console of device \(id) is not captured: \(reason)"
        }
    }

    func close() {
        for line in lines.values { line.capture.close() }
        lines = [:]
    }

    // MARK: Keeping

    /// A request begins: what comes from now on comes during it.
    func begin(_ request: RequestID) {
        guard began[request] == nil, !lines.isEmpty else { return }
        began[request] = lines.mapValues(\.capture.position)
    }

    func forget(_ request: RequestID) { began[request] = nil }

    /// What the node said before and during the request; nil where none of these devices captures it. Text comes only
    /// with what has to be kept under a new name.
    ///
    /// - Parameter devices: those of the node, with what must not be seen of what each says.
    func take(
        _ record: FencingRecord, _ devices: [(id: String, secrets: [Secret])]
    ) -> (console: FencingRecord.Console, text: String?)? {
        let positions = began.removeValue(forKey: record.request.id) ?? [:]
        for (id, secrets) in devices {
            guard let contents = lines[id]?.capture.contents(), !contents.bytes.isEmpty else { continue }
            let end = contents.start + UInt64(contents.bytes.count)
            let kept = Kept(device: id, began: positions[id] ?? end, end: end)
            if let last, last.kept == kept { return (last.console, nil) }
            let excerpt = ConsoleExcerpt(contents, began: kept.began, mark: Self.mark(record)) { text in
                secrets.reduce(text) { $1.redacted($0) }
            }
            let console = FencingRecord.Console(
                device: id, bytesBefore: excerpt.bytesBefore, bytesDuring: excerpt.bytesDuring,
                kept: record.request.id)
            last = (kept, console)
            recent = recent.suffix(Self.recentMax - 1) + [(record.request.id, excerpt.text)]
            return (console, excerpt.text)
        }
        return nil
    }

    private static func mark(_ record: FencingRecord) -> String {
        let request = record.request
        return ConsoleMark.line(
            "request \(request.id) to \(request.action.name) \(request.target) begins",
            unixSeconds: record.arrivedUnixMilliseconds / 1000)
    }

    // MARK: Showing

    /// Calls back on the loop with the text that is kept under that id; nil where there is none, or too many are read.
    func read(_ id: RequestID, _ found: @escaping (String?) -> Void) {
        if let text = recent.last(where: { $0.id == id })?.text { return found(text) }
        guard reading < Self.readingMax else { return found(nil) }
        reading += 1
        let path = "\(texts)/\(Self.name(id))"
        thread.start()
        thread.runIfActive(eventLoop: loop) { () -> String? in
            linux_ordinary_scheduling()
            guard let bytes = try? BoundedFile.read(path, bytesMax: 4 * ConsoleExcerpt.textBytesMax) else { return nil }
            // Nobody vouches for what lies there.
            return ConsoleExcerpt.last(ConsoleFilter.text(bytes), bytesMax: ConsoleExcerpt.textBytesMax)
        }
        .assumeIsolated().whenComplete { result in
            self.reading -= 1
            found(try? result.get())
        }
    }

    /// Of a text's file.
    static func name(_ id: RequestID) -> String { "request-\(id)" }
}
