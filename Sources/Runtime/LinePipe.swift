import Control
import Execution
import NIOCore
import NIOPosix

/// Cuts what comes through a pipe from a process of the daemon's own into lines, until the pipe ends.
final class LinePipe: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// Such a process quotes paths and, of a console, what came from the network: a pipe with a longer line is closed.
    private static let lineBytesMax = 8192

    private let said: (ArraySlice<UInt8>) -> Void
    private let ended: () -> Void
    private var lines = LineBuffer(bytesMax: lineBytesMax)

    private init(said: @escaping (ArraySlice<UInt8>) -> Void, ended: @escaping () -> Void) {
        self.said = said
        self.ended = ended
    }

    /// To be called on the loop.
    ///
    /// - Parameters:
    ///   - said: hears, on the loop, each line without its end.
    ///   - ended: hears, on the loop, that no more will come.
    static func read(
        _ pipe: Descriptor, on loop: any EventLoop, said: @escaping (ArraySlice<UInt8>) -> Void,
        ended: @escaping () -> Void
    ) {
        let handler = NIOLoopBound(LinePipe(said: said, ended: ended), eventLoop: loop)
        _ = NIOPipeBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(handler.value) }
            }
            .takingOwnershipOfDescriptor(input: pipe.release())
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lines.append(unwrapInboundIn(data).readableBytesView)
        do throws(LineBuffer.TooLong) {
            while let line = try lines.next() { said(line) }
        } catch { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) { ended() }
}
