/// Builds one frame of the fork server's protocol. The layout is described in `Sources/StonithExec/frame.h`.
public struct FrameWriter {
    private var bytes: [UInt8] = [0, 0, 0, 0]

    public init(kind: UInt8, id: UInt64) {
        bytes.append(kind)
        put(id)
    }

    public mutating func put<Number: FixedWidthInteger>(_ value: Number) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    public mutating func put(_ text: String) {
        put(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// The frame with its length filled in.
    public consuming func finished() -> [UInt8] {
        let length = UInt32(bytes.count - 4)
        for index in 0..<4 { bytes[index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * UInt32(index))) }
        return bytes
    }
}
