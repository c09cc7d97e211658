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
        if let magic, !isSaid(by: magic.bytes) { transitionMagic = String(decoding: magic.bytes, as: UTF8.self) }
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
        case .operation: operation = entry.pointee.value(bytes)
        case .operationKey: operationKey = entry.pointee.value(bytes)
        case .transitionKey: transitionKey = entry.pointee.value(bytes)
        case .exitReason: exitReason = entry.pointee.value(bytes)
        case .digest: digest = entry.pointee.value(bytes)
        case .restartDigest: restartDigest = entry.pointee.value(bytes)
        case .restartParameters: restartParameters = entry.pointee.value(bytes)
        case .interval, .callID, .code, .status, .lastRun, .lastChange:
            guard let field = entry.pointee.field, let number = Int(decimal: bytes) else { return false }
            return take(field, number)
        case .transitionMagic, nil: return false
        }
        return true
    }

    private mutating func take(_ field: RecordField, _ number: Int) -> Bool {
        switch field {
        case .interval: intervalMilliseconds = number
        case .callID: callID = number
        case .code: code = number
        case .status:
            guard let known = Status(rawValue: number) else { return false }
            status = known
        case .lastRun: lastRun = number
        case .lastChange: lastChange = number
        default: return false
        }
        return true
    }
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
}
