import ConsoleCore
import Glibc

/// The ring file of a console, for the one process that writes it.
final class RingFile {
    private let descriptor: Int32
    private var count: UInt64

    /// Waits until a process of a daemon before this one has let go of it. Nil, with errno, where it is no file to be
    /// written.
    init?(_ descriptor: Int32) {
        self.descriptor = descriptor
        while flock(descriptor, LOCK_EX) != 0 { guard errno == EINTR else { return nil } }
        var header = [UInt8](repeating: 0, count: ConsoleRing.headerBytes)
        let length = pread(descriptor, &header, header.count, 0)
        count = ConsoleRing.count(header: header.prefix(max(0, length))) ?? 0
        guard ftruncate(descriptor, off_t(ConsoleRing.fileBytes)) == 0 else { return nil }
        writeHeader()
    }

    func append(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let chunk = Array(rest.prefix(ConsoleRing.chunkMax))
            for piece in ConsoleRing.pieces(chunk.count, after: count) {
                write(Array(chunk[piece.range]), at: piece.offset)
            }
            count += UInt64(chunk.count)
            writeHeader()
            rest = rest.dropFirst(chunk.count)
        }
    }

    private func writeHeader() { write(ConsoleRing.header(count: count), at: 0) }

    /// What cannot be written is lost: the file lies in memory, and nothing better can be done.
    private func write(_ bytes: [UInt8], at offset: Int) { pwrite(descriptor, bytes, bytes.count, off_t(offset)) }
}
