import CLinux
import Execution
import NIOCore
import NIOPosix

/// Signals as events of the loop.
public final class SignalSource {
    private var channel: (any Channel)?

    /// Blocks the signals for this thread and every one it starts. To be called before the loop runs.
    ///
    /// - Throws: `SpawnError.noDescriptor`.
    public static func open(_ signals: [Int32]) throws(SpawnError) -> Descriptor {
        let number = linux_signalfd(signals, Int32(signals.count))
        guard number >= 0 else { throw .noDescriptor(errno: errno) }
        return Descriptor(number)
    }

    public init(_ descriptor: Descriptor, on loop: any EventLoop, came: @escaping (Int32) -> Void) {
        let handler = NIOLoopBound(SignalChannelHandler(came: came), eventLoop: loop)
        NIOPipeBootstrap(group: loop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(handler.value)
                }
            }
            .takingOwnershipOfDescriptor(input: descriptor.release())
            .assumeIsolated().whenSuccess { self.channel = $0 }
    }
}

/// Reads `struct signalfd_siginfo` (signalfd(2)): the number stands first.
private final class SignalChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let came: (Int32) -> Void
    private var unread = ByteBuffer()

    init(came: @escaping (Int32) -> Void) { self.came = came }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        unread.writeImmutableBuffer(unwrapInboundIn(data))
        while let record = unread.readSlice(length: LINUX_SIGNALFD_BYTES) {
            if let number = record.getInteger(at: record.readerIndex, endianness: Endianness.host, as: UInt32.self) {
                came(Int32(bitPattern: number))
            }
        }
        unread.discardReadBytes()
    }
}
