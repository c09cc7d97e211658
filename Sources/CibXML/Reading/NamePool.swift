import CLibXML
import ClusterModel

/// From libxml2's pointers to names back to strings. It keeps each name once, so no text need be compared, and each is
/// made a string once however often it comes.
struct NamePool {
    /// What is known of a name.
    struct Entry {
        fileprivate var key: UInt = 0
        var string = ""
        /// What an attribute of this name says of an operation that was carried out.
        var field: RecordField?
        /// The last long value under this name.
        fileprivate var value = ""

        /// The value as a string: the same one again where it is long and equal to the last one. A hundred thousand
        /// operations have few origins and digests among them.
        mutating func value(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
            guard bytes.count > 15 else { return String(decoding: bytes, as: UTF8.self) }
            if value.isEqual(bytes) { return value }
            let string = String(decoding: bytes, as: UTF8.self)
            if bytes.count < 256 { value = string }
            return string
        }
    }

    /// Attributes of the last operation that its record has no place for: most operations have the same.
    var others = ElementAttributes()
    private static let slots = 1024

    private let entries = UnsafeMutableBufferPointer<Entry>.allocate(capacity: slots)
    private var used = 0

    init() { entries.initialize(repeating: Entry()) }

    /// To be called once, when nothing is read any more.
    func free() {
        entries.deinitialize()
        entries.deallocate()
    }

    /// Where all is that is known of the name. When there are more names than any CIB has, the last is used again and
    /// again.
    mutating func entry(_ name: UnsafePointer<xmlChar>?) -> UnsafeMutablePointer<Entry> {
        let key = UInt(bitPattern: name)
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 54)
        while entries[slot].key != key, entries[slot].key != 0 { slot = (slot + 1) & (Self.slots - 1) }
        let place = entries.baseAddress.map { $0 + slot }
        guard let place else { preconditionFailure("the pool is empty") }
        if place.pointee.key != key { add(name, key, at: place) }
        return place
    }

    private mutating func add(_ name: UnsafePointer<xmlChar>?, _ key: UInt, at place: UnsafeMutablePointer<Entry>) {
        let string = name.map { String(cString: $0) } ?? ""
        place.pointee = Entry(string: string, field: RecordField(rawValue: string))
        guard used < Self.slots / 2 else { return }
        used += 1
        place.pointee.key = key
    }
}
