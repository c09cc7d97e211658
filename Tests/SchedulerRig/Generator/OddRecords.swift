import ClusterModel

/// Makes records that lack something, or say it as no cluster writes it.
enum OddRecords {
    /// In some histories.
    static func add(_ cib: inout CIB, _ draw: inout Draw) {
        for state in cib.nodeStates.indices {
            for history in cib.nodeStates[state].histories.indices where draw.chance(15) {
                let records = cib.nodeStates[state].histories[history].operations
                cib.nodeStates[state].histories[history].operations = spoiled(records, &draw)
            }
        }
    }

    static func spoiled(_ records: [OperationRecord], _ draw: inout Draw) -> [OperationRecord] {
        guard !records.isEmpty else { return [] }
        var records = records
        let place = draw.below(records.count)
        let key = records[place].transitionKey
        switch draw.below(9) {
        case 0: records[place].status = .unknown
        case 1: records[place].code = nil
        case 2: records[place].others["rc-code"] = draw.pick(["", "x", "1x", " 1", "+7", "4294967296"])
        case 3: records[place].others["op-status"] = draw.pick(["12", "99", "4x"])
        case 4: records[place].others["call-id"] = draw.pick(["2x", " 3"])
        case 5: records[place].transitionKey = String(key.prefix { $0 != "-" }.dropLast(8))
        case 6: records[place].transitionKey = "+" + key
        case 7: records[place].transitionMagic = nil
        default: records[place].others["operation"] = records[place].operation.uppercased()
        }
        return records
    }
}
