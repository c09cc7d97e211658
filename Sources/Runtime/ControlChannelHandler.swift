import Control
import NIOCore

/// Cuts what a client writes into requests, after its hello.
final class ControlChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let server: ControlServer
    private var lines = LineBuffer(bytesMax: ControlLimits.requestBytesMax)
    private var connection: ControlConnection?
    /// As what it is counted.
    private var seat: DaemonHello.Rights?
    private var isGreeted = false
    /// For its turn, with this.
    private var isWaiting = false
    private var waitingLine: ArraySlice<UInt8>?

    init(_ server: ControlServer) { self.server = server }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        guard let peer = PeerCredentials.of(channel) else { return channel.close(promise: nil) }
        admit(ControlConnection(channel, peer: peer, unsent: server.unsent(peer)))
        readLines()
    }

    private func admit(_ connection: ControlConnection) {
        guard let seat = server.admit(connection.peer) else {
            return refuse(connection, ControlError(.busy, "too many clients are connected; try again"))
        }
        self.seat = seat
        self.connection = connection
        connection.after(milliseconds: ControlServer.helloMilliseconds) { [weak self] in
            guard let self, !self.isGreeted else { return }
            self.refuse(connection, ControlError(.badJSON, "no hello came; the connection is closed"))
        }
    }

    /// The last word on a connection.
    private func refuse(_ connection: ControlConnection, _ error: ControlError) {
        connection.send(.error(error))
        connection.close()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // What comes after the end is not kept.
        guard connection?.isClosed != true else { return }
        lines.append(unwrapInboundIn(data).readableBytesView)
        readLines()
    }

    private func readLines() {
        guard let connection, !isWaiting else { return }
        while !connection.isClosed, seat == .act || !isGreeted, let line = nextLine(connection) {
            if isGreeted { request(line, connection) } else { greet(line, connection) }
        }
        if seat == .read, isGreeted, !connection.isClosed { wantTurn(connection) }
    }

    /// A reader's requests are answered one a turn; until then nothing more is read from it.
    private func wantTurn(_ connection: ControlConnection) {
        guard let line = nextLine(connection) else { return connection.read(true) }
        connection.read(false)
        isWaiting = true
        waitingLine = line
        server.turns.want(self)
    }

    func takeTurn() {
        isWaiting = false
        guard let connection, !connection.isClosed, let line = waitingLine else { return }
        waitingLine = nil
        request(line, connection)
        if !connection.isClosed { wantTurn(connection) }
    }

    private func nextLine(_ connection: ControlConnection) -> ArraySlice<UInt8>? {
        do throws(LineBuffer.TooLong) { return try lines.next() } catch {
            let text = "a line has more than \(error.bytesMax) bytes; the connection is closed"
            refuse(connection, ControlError(.tooLong, text))
            return nil
        }
    }

    private func greet(_ line: ArraySlice<UInt8>, _ connection: ControlConnection) {
        do {
            let hello = try ClientHello(decoding: line)
            connection.client = hello.client
            isGreeted = true
            server.greeted(connection, version: hello.version ?? 1)
        } catch { refuse(connection, error) }
    }

    private func request(_ line: ArraySlice<UInt8>, _ connection: ControlConnection) {
        do { server.request(try ControlRequest(decoding: line), connection) } catch {
            connection.send(.error(error))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let connection { server.left(connection) }
        connection = nil
        if let seat { server.forget(seat) }
        seat = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
