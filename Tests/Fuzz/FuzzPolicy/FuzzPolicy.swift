import AccessPolicy
import ClusterModel
import FuzzDriver

/// Any bytes as a policy, and as the accounts that it names.
enum FuzzPolicy {
    static func check(_ bytes: [UInt8]) {
        let reading = PolicyReader.read(bytes)
        precondition(reading.remarks.count <= 100, "more remarks than the limit")
        let lines = bytes.count { $0 == 0x0A } + 1
        let accounts = AccountTable(passwd: bytes, group: bytes)
        var remarks = reading.remarks
        let policy = AccessPolicy(reading.rules, file: "x", ownUser: 1, accounts, remarks: &remarks)
        for remark in remarks {
            precondition((0...lines).contains(remark.line) && remark.column > 0, "a place that is not there")
            let shown = remark.rendered(file: "x").utf8
            precondition(!shown.contains { $0 < 0x20 && $0 != 0x0A || $0 == 0x7F }, "a control character")
        }
        check(policy, reading.rules)
    }

    /// Nobody gets a right that no line gives.
    private static func check(_ policy: AccessPolicy, _ rules: [PolicyRule]) {
        let given = rules.reduce(into: Set<Right>()) { $0.formUnion($1.rights) }
        for uid: UInt32 in [2, 1000, .max] {
            precondition(policy.rights(uid: uid, gids: [0, 7]).isSubset(of: given), "a right out of nothing")
        }
        let aboutRoot = rules.contains { $0.subject != .other && $0.subject != .group(.number(0)) }
        precondition(aboutRoot || policy.rights(uid: 0, gids: []) == .act, "root is locked out")
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzPolicy.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}

@c(FuzzPolicy_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
