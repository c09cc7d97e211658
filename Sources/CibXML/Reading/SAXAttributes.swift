import CLibXML
import ClusterModel

/// A name as libxml2 gives it.
struct SAXName {
    var local: UnsafePointer<xmlChar>?
    var prefix: UnsafePointer<xmlChar>?

    var text: String { (prefix.map { String(cString: $0) + ":" } ?? "") + (local.map { String(cString: $0) } ?? "") }
}

/// An attribute where libxml2 has it. It is there only as long as its element is heard of.
struct SAXAttribute {
    var name: UnsafePointer<xmlChar>?
    var bytes: UnsafeBufferPointer<UInt8>
}

/// The attributes of one start of an element: five pointers each (libxml2, `startElementNsSAX2Func`).
struct SAXAttributes: RandomAccessCollection {
    private let fields: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    let count: Int

    init(_ fields: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int) {
        self.fields = fields
        self.count = fields == nil ? 0 : count
    }

    var startIndex: Int { 0 }
    var endIndex: Int { count }

    subscript(index: Int) -> SAXAttribute {
        let name = fields?[index * 5]
        guard let value = fields?[index * 5 + 3], let end = fields?[index * 5 + 4] else {
            return SAXAttribute(name: name, bytes: UnsafeBufferPointer(start: nil, count: 0))
        }
        return SAXAttribute(name: name, bytes: UnsafeBufferPointer(start: value, count: end - value))
    }

    var firstPrefixed: SAXName? {
        for index in 0..<count {
            if let prefix = fields?[index * 5 + 1] { return SAXName(local: fields?[index * 5], prefix: prefix) }
        }
        return nil
    }
}

extension ElementAttributes {
    init(_ attributes: SAXAttributes, _ pool: inout NamePool) {
        var pairs: [Pair] = []
        pairs.reserveCapacity(attributes.count)
        for attribute in attributes {
            let entry = pool.entry(attribute.name)
            pairs.append(Pair(entry.pointee.string, entry.pointee.value(attribute.bytes)))
        }
        self.init(pairs)
    }
}
