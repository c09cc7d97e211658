import NIOCore
import Wire

/// Cuts what a fork server writes into its replies.
final class AgentChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let received: (ExecReply) -> Void
    private let closed: (String) -> Void
    private var unread: ArraySlice<UInt8> = []

    init(received: @escaping (ExecReply) -> Void, closed: @escaping (String) -> Void) {
        self.received = received
        self.closed = closed
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        if unread.isEmpty { unread = [] }
        unread.append(contentsOf: buffer.readableBytesView)
        do {
            while let reply = try ExecReply.next(from: &unread) { received(reply) }
        } catch {
            unread = []
            closed("it sent nonsense (\(error))")
        }
    }

    func channelInactive(context: ChannelHandlerContext) { closed("it ended") }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { closed("its socket failed (\(error))") }
}
