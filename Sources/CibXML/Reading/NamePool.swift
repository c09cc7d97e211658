import CLibXML

/// From libxml2's pointers to names back to strings. It keeps each name once, so no text need be compared, and each is
/// made a string once however often it comes.
final class NamePool {
    private static let slots = 1024

    private var keys = [UInt](repeating: 0, count: slots)
    private var strings = [String](repeating: "", count: slots)
    private var fields = [RecordField?](repeating: nil, count: slots)
    /// The last long value under each name.
    private var values = [String](repeating: "", count: slots)
    private var used = 0

    /// Nil when there are more names than any CIB has: then there is nothing to be gained.
    private func slot(_ name: UnsafePointer<xmlChar>?) -> Int? {
        guard let name else { return nil }
        let key = UInt(bitPattern: name)
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 54)
        while keys[slot] != key {
            if keys[slot] == 0 { return add(name, key, at: slot) }
            slot = (slot + 1) & (Self.slots - 1)
        }
        return slot
    }

    private func add(_ name: UnsafePointer<xmlChar>, _ key: UInt, at slot: Int) -> Int? {
        guard used < Self.slots / 2 else { return nil }
        used += 1
        keys[slot] = key
        strings[slot] = String(cString: name)
        fields[slot] = RecordField(rawValue: strings[slot])
        return slot
    }

    func string(_ name: UnsafePointer<xmlChar>?) -> String {
        slot(name).map { strings[$0] } ?? name.map { String(cString: $0) } ?? ""
    }

    /// What the attribute says of an operation that was carried out.
    func field(_ name: UnsafePointer<xmlChar>?) -> RecordField? { slot(name).flatMap { fields[$0] } }

    /// The value as a string: the same one again where it is long and the last one of its name was equal. A hundred
    /// thousand operations have few origins and digests among them.
    func value(_ attribute: SAXAttribute) -> String {
        let bytes = attribute.bytes
        guard bytes.count > 15, bytes.count < 256, let slot = slot(attribute.name) else {
            return String(decoding: bytes, as: UTF8.self)
        }
        if values[slot].isEqual(bytes) { return values[slot] }
        values[slot] = String(decoding: bytes, as: UTF8.self)
        return values[slot]
    }
}
