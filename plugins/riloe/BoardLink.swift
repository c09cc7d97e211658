import HTTPClient
import PluginKit
import RIBCL

/// Asks a board, in the way that it speaks: found out with a question that changes nothing, unless it is remembered.
final class BoardLink {
    private let settings: RiloeSettings
    private let http: HTTPSettings
    private let isCancelled: () -> Bool
    private let progress: (String) -> Void
    private(set) var way: RiloeSettings.Way?
    private var client: HTTPClient?
    private var stream: TLSStream?

    /// After a refusal that may or may not be the end of an answer.
    private static let doubtMilliseconds: Int64 = 1000
    private static let chunkBytes = 16 << 10

    init(
        _ settings: RiloeSettings, _ http: HTTPSettings, isCancelled: @escaping () -> Bool,
        progress: @escaping (String) -> Void
    ) {
        self.settings = settings
        self.http = http
        self.isCancelled = isCancelled
        self.progress = progress
        way = settings.way
    }

    /// One exchange. A board that turns out to speak in the other way has done nothing, and is asked again in that one.
    func ask(_ commands: [RIBCLCommand], until deadline: Deadline) throws(BoardError) -> RIBCLReply {
        if way == nil, let reply = try findWay(deadline) { return reply }
        do { return try askInItsWay(commands, deadline) } catch {
            guard case .status(let status) = error.cause, Self.isNoRIBCL(status) else { throw error }
            way = way == .http ? .raw : .http
            return try askInItsWay(commands, deadline)
        }
    }

    /// The connection is no good any more.
    func drop() {
        client = nil
        stream = nil
    }

    private func askInItsWay(_ commands: [RIBCLCommand], _ deadline: Deadline) throws(BoardError) -> RIBCLReply {
        try way == .raw ? askRaw(commands, deadline) : askHTTP(commands, deadline)
    }

    // MARK: Which way

    /// iLO 3 and later answer RIBCL at /ribcl; the older ones answer that there is no such page, or hang up.
    ///
    /// - Returns: a refusal of the login, which no other way makes better.
    private func findWay(_ deadline: Deadline) throws(BoardError) -> RIBCLReply? {
        progress("finding out which generation the board is")
        let soon = Deadline(inMilliseconds: deadline.left / 3)
        do {
            let reply = try askHTTP([.readPower], soon)
            way = .http
            return reply.refusals.contains { $0.meaning == .wrongLogin } ? reply : nil
        } catch {
            guard Self.isOlder(error) else { throw error }
            client = nil
            way = .raw
            return nil
        }
    }

    private static func isOlder(_ error: BoardError) -> Bool {
        switch error.cause {
        case .status(let status): isNoRIBCL(status)
        case .link(let cause): error.wasSent && [.notHTTP, .closed, .silent].contains(cause)
        default: false
        }
    }

    /// A web server that knows no RIBCL, or what was sent is not HTTP for it: it has carried out nothing.
    private static func isNoRIBCL(_ status: Int) -> Bool { [400, 404, 405, 501].contains(status) }

    // MARK: HTTP

    private func askHTTP(_ commands: [RIBCLCommand], _ deadline: Deadline) throws(BoardError) -> RIBCLReply {
        let request = HTTPRequest(
            "POST", "/ribcl", headers: [("Content-Type", "text/xml"), ("User-Agent", "stonith")],
            body: settings.writer.document(commands))
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try openClient().exchange(request, until: deadline, isCancelled: isCancelled)
        } catch { throw BoardError(error) }
        guard response.status == 200 else { throw BoardError(.status(response.status)) }
        var exchange = RIBCLExchange(commands)
        _ = exchange.add(response.body)
        return try Self.reply(exchange.finish(), exchange)
    }

    private func openClient() throws(HTTPError) -> HTTPClient {
        if let client { return client }
        let new = try HTTPClient(http)
        client = new
        return new
    }

    // MARK: Raw

    private func askRaw(_ commands: [RIBCLCommand], _ deadline: Deadline) throws(BoardError) -> RIBCLReply {
        let stream = try openStream(deadline)
        var exchange = RIBCLExchange(commands)
        let state: RIBCLExchange.State
        do throws(HTTPError) {
            try stream.send(settings.writer.block(commands), until: deadline, isCancelled: isCancelled)
            state = try hear(stream, &exchange, deadline)
        } catch { throw BoardError(error) }
        return try Self.reply(state, exchange)
    }

    /// A document is begun and left open, so that the board keeps the connection; one that closes it all the same is
    /// connected to again.
    private func openStream(_ deadline: Deadline) throws(BoardError) -> TLSStream {
        if let stream, stream.drain() { return stream }
        stream = nil
        do throws(HTTPError) {
            let new = try TLSStream(http, until: deadline, isCancelled: isCancelled)
            // A packet of its own: some firmware takes nothing else with it.
            try new.send(RIBCLWriter.prolog, until: deadline, isCancelled: isCancelled)
            try new.send(settings.writer.opening, until: deadline, isCancelled: isCancelled)
            stream = new
            return new
        } catch {
            var error = BoardError(error)
            error.wasSent = false
            throw error
        }
    }

    private func hear(
        _ stream: TLSStream, _ exchange: inout RIBCLExchange, _ deadline: Deadline
    ) throws(HTTPError) -> RIBCLExchange.State {
        var end = deadline
        while true {
            let bytes: [UInt8]
            do { bytes = try stream.receive(max: Self.chunkBytes, until: end, isCancelled: isCancelled) } catch {
                // What a refusal left in doubt does not come any more.
                guard end.milliseconds < deadline.milliseconds, end.hasPassed else { throw error }
                self.stream = nil
                return .whole
            }
            guard !bytes.isEmpty else {
                self.stream = nil
                guard exchange.hasHeard else { throw HTTPError(.closed, "it said nothing", wasSent: true) }
                return exchange.finish()
            }
            switch exchange.add(bytes) {
            case .open: continue
            case .doubtful: end = Deadline(inMilliseconds: min(deadline.left, Self.doubtMilliseconds))
            case let state: return state
            }
        }
    }

    private static func reply(_ state: RIBCLExchange.State, _ exchange: RIBCLExchange) throws(BoardError) -> RIBCLReply
    {
        switch state {
        case .tooLong: throw BoardError(HTTPError(.tooLong, wasSent: true))
        // What a web server says to XML that is no HTTP; the words of its first line do not matter.
        case .isHTTP: throw BoardError(.status(400))
        case .notRIBCL: throw BoardError(.notRIBCL)
        case .open, .doubtful, .whole: return exchange.reply
        }
    }
}
