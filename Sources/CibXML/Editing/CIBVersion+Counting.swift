import ClusterModel

extension CIBVersion {
    /// What is not there is 0; what is there and no number that can be counted is no version.
    public init(reading attributes: ElementAttributes) throws(CIBError) {
        for name in ["admin_epoch", "epoch", "num_updates"] {
            if let text = attributes[name], Int(text).map({ $0 < 0 }) ?? true {
                throw CIBError(.uncounted(name, text), element: "cib")
            }
        }
        self = CIB(attributes: attributes).version
    }

    /// The next one: of another configuration, or of another status.
    public func counted(isConfiguration: Bool) throws(CIBError) -> CIBVersion {
        var next = self
        if isConfiguration {
            next.epoch = try Self.next(epoch, "epoch")
            next.updates = 0
        } else {
            next.updates = try Self.next(updates, "num_updates")
        }
        return next
    }

    /// After an operator's change of the whole.
    func administered() throws(CIBError) -> CIBVersion {
        CIBVersion(adminEpoch: try Self.next(adminEpoch, "admin_epoch"), epoch: epoch, updates: updates)
    }

    private static func next(_ number: Int, _ name: String) throws(CIBError) -> Int {
        let (next, isTooLarge) = number.addingReportingOverflow(1)
        guard !isTooLarge else { throw CIBError(.uncounted(name, String(number)), element: "cib") }
        return next
    }
}

extension XMLElement {
    var version: CIBVersion {
        get throws(CIBError) { try CIBVersion(reading: attributes) }
    }

    mutating func set(_ version: CIBVersion) {
        self["admin_epoch"] = String(version.adminEpoch)
        self["epoch"] = String(version.epoch)
        self["num_updates"] = String(version.updates)
    }
}
