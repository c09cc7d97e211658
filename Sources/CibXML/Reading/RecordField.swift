import ClusterModel

/// The attributes of `<lrm_rsc_op>` that `OperationRecord` has a place for.
enum RecordField: String {
    case id, operation, interval
    case operationKey = "operation_key"
    case callID = "call-id"
    case code = "rc-code"
    case status = "op-status"
    case transitionKey = "transition-key"
    case transitionMagic = "transition-magic"
    case exitReason = "exit-reason"
    case lastRun = "last-run"
    case lastChange = "last-rc-change"
    case digest = "op-digest"
    case restartDigest = "op-restart-digest"
    case restartParameters = "op-force-restart"
}

extension OperationRecord {
    /// A number that is none stays among the others, as it stood.
    init(_ attributes: SAXAttributes, _ pool: inout NamePool) {
        self.init(id: "", operation: "")
        var magic: SAXAttribute?
        let last = pool.others
        var shared = 0
        for attribute in attributes {
            let entry = pool.entry(attribute.name)
            if entry.pointee.field == .transitionMagic {
                magic = attribute
            } else if !take(attribute.bytes, entry) {
                addOther(attribute.bytes, entry, last, &shared)
            }
        }
        if others.pairs.isEmpty {
            others = shared == last.pairs.count ? last : ElementAttributes(Array(last.pairs.prefix(shared)))
        }
        pool.others = others
        transitionMagic = magic.flatMap { isSaid(by: $0.bytes) ? "" : String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// - Parameters:
    ///   - last: those of the operation before, which are taken over as long as they are the same.
    ///   - shared: how many are, so far; while all are, `others` stays empty.
    private mutating func addOther(
        _ bytes: UnsafeBufferPointer<UInt8>, _ entry: UnsafeMutablePointer<NamePool.Entry>,
        _ last: ElementAttributes, _ shared: inout Int
    ) {
        if others.pairs.isEmpty {
            if shared < last.pairs.count, last.pairs[shared].name == entry.pointee.string,
                last.pairs[shared].value.isEqual(bytes)
            {
                shared += 1
                return
            }
            others.pairs.reserveCapacity(6)
            others.pairs += last.pairs.prefix(shared)
        }
        others.pairs.append(.init(entry.pointee.string, entry.pointee.value(bytes)))
    }

    /// Whether `transition-magic` says nothing new: status, colon, code, semicolon, key.
    private func isSaid(by magic: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let code, status != .unknown else { return false }
        let head = "\(status.rawValue):\(code);".utf8
        guard magic.count == head.count + transitionKey.utf8.count, magic.starts(with: head) else { return false }
        return transitionKey.isEqual(UnsafeBufferPointer(rebasing: magic[head.count...]))
    }

    /// False where the value has no place there.
    private mutating func take(
        _ bytes: UnsafeBufferPointer<UInt8>, _ entry: UnsafeMutablePointer<NamePool.Entry>
    ) -> Bool {
        switch entry.pointee.field {
        case .id: id = entry.pointee.value(bytes)
        case .operation: return takeOperation(entry.pointee.value(bytes))
        case .operationKey: operationKey = entry.pointee.value(bytes)
        case .transitionKey: transitionKey = entry.pointee.value(bytes)
        case .exitReason: exitReason = entry.pointee.value(bytes)
        case .digest: digest = entry.pointee.value(bytes)
        case .restartDigest: restartDigest = entry.pointee.value(bytes)
        case .restartParameters: restartParameters = entry.pointee.value(bytes)
        case .interval, .callID, .code, .status, .lastRun, .lastChange:
            guard let field = entry.pointee.field else { return false }
            guard let number = Int(decimal: bytes), Int32(exactly: number) != nil || !field.isOfResult else {
                take(field, Int(start: bytes))
                return false
            }
            return take(field, number)
        case .transitionMagic, nil: return false
        }
        return true
    }

    /// Names are the same whatever the case of their letters.
    private mutating func takeOperation(_ name: String) -> Bool {
        operation = name
        guard name.utf8.contains(where: { (65...90).contains($0) }) else { return true }
        operation = name.lowercased()
        return false
    }

    /// - Returns: the number says it all; nil is none that Pacemaker 2.1.5 can use.
    @discardableResult
    private mutating func take(_ field: RecordField, _ number: Int?) -> Bool {
        switch field {
        case .interval:
            intervalMilliseconds = number.flatMap { UInt32(exactly: $0) }.map { Int($0) } ?? 0
            return intervalMilliseconds == number
        case .callID: callID = number.flatMap { Int32(exactly: $0) }.map { Int($0) } ?? -1
        case .code: code = number.flatMap { Int32(exactly: $0) }.map { Int($0) } ?? -1
        case .status:
            let number = number.flatMap { Int32(exactly: $0) }.map { Int($0) } ?? -1
            status = Status(rawValue: number) ?? .unknown
            return status != .unknown
        case .lastRun: lastRun = number ?? 0
        case .lastChange: lastChange = number ?? 0
        default: return false
        }
        return true
    }
}

extension RecordField {
    /// What the record comes to depends on it.
    fileprivate var isOfResult: Bool { [.interval, .callID, .code, .status].contains(self) }
}

extension String {
    func isEqual(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        utf8.withContiguousStorageIfAvailable { own in
            guard own.count == bytes.count else { return false }
            let (left, right) = (UnsafeRawBufferPointer(own), UnsafeRawBufferPointer(bytes))
            let words = own.count & ~7
            for place in stride(from: 0, to: words, by: 8) {
                let word = left.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                if word != right.loadUnaligned(fromByteOffset: place, as: UInt64.self) { return false }
            }
            return left[words...].elementsEqual(right[words...])
        } ?? utf8.elementsEqual(bytes)
    }
}

extension Int {
    /// Digits with a minus before them, 18 at most.
    init?(decimal bytes: UnsafeBufferPointer<UInt8>) {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let digits = bytes.dropFirst(isNegative ? 1 : 0)
        guard !digits.isEmpty, digits.count <= 18 else { return nil }
        var number = 0
        for digit in digits {
            guard (48...57).contains(digit) else { return nil }
            number = number * 10 + Int(digit - 48)
        }
        self = isNegative ? -number : number
    }

    /// The number that a text begins with, after blanks and a sign, as C reads it; nil where there is none, or it is
    /// too large.
    init?(start bytes: UnsafeBufferPointer<UInt8>) {
        let text = bytes.drop { $0 == 0x20 || (9...13).contains($0) }
        let isSigned = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+")
        let digits = text.dropFirst(isSigned ? 1 : 0).prefix { (48...57).contains($0) }
        guard !digits.isEmpty, digits.count <= 18 else { return nil }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        self = text.first == UInt8(ascii: "-") ? -number : number
    }
}
