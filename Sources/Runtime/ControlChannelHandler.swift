import Control
import NIOCore

/// Cuts what a client writes into requests, after its hello.
final class ControlChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let server: ControlServer
    private var lines = LineBuffer(bytesMax: ControlLimits.requestBytesMax)
    private var connection: ControlConnection?
    private var isGreeted = false

    init(_ server: ControlServer) { self.server = server }

    func handlerAdded(context: ChannelHandlerContext) {
        guard server.admit() else { return context.close(promise: nil) }
        let channel = context.channel
        PeerCredentials.of(channel).assumeIsolated().whenComplete { result in
            guard case .success(let peer) = result else { return channel.close(promise: nil) }
            self.connection = ControlConnection(channel, peer: peer)
            self.readLines()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lines.append(unwrapInboundIn(data).readableBytesView)
        readLines()
    }

    private func readLines() {
        guard let connection else { return }
        do throws(LineBuffer.TooLong) {
            while let line = try lines.next() {
                if isGreeted { request(line, connection) } else if !greet(line, connection) { return }
            }
        } catch {
            let text = "a line has more than \(error.bytesMax) bytes; the connection is closed"
            connection.send(.error(ControlError(.tooLong, text)))
            connection.close()
            self.connection = nil
        }
    }

    private func greet(_ line: ArraySlice<UInt8>, _ connection: ControlConnection) -> Bool {
        do {
            let hello = try ClientHello(decoding: line)
            connection.client = hello.client
            isGreeted = true
            server.greeted(connection, version: hello.version ?? 1)
            return true
        } catch {
            connection.send(.error(error))
            connection.close()
            self.connection = nil
            return false
        }
    }

    private func request(_ line: ArraySlice<UInt8>, _ connection: ControlConnection) {
        do { server.request(try ControlRequest(decoding: line), connection) } catch {
            connection.send(.error(error))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if let connection { server.left(connection) }
        connection = nil
        server.forget()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
