import ClusterModel

/// Makes up the ids that an operator left out, as crmsh 4.4 does (idmgmt.py): of the id of what is around, and what it
/// is; with a number where that is taken.
struct IdentityMaker {
    private var used: Set<String> = []
    private var nextNumber: [String: Int] = [:]

    /// Parts without ids, and those whose id is that of something else.
    private static let idless: Set<String> = [
        "operations", "fencing-topology", "network", "docker", "rkt", "podman", "storage", "select",
        "select_attributes", "select_fencing", "select_nodes", "select_resources", "resource_ref", "obj_ref", "",
    ]
    private static let suffixes = [
        "instance_attributes": "instance_attributes", "meta_attributes": "meta_attributes",
        "utilization": "utilization", "rule": "rule", "expression": "expression", "date_expression": "expression",
        "duration": "duration", "date_spec": "date_spec",
    ]
    /// What must be equal in an old element for its id to be taken over; all others need only the same name.
    private static let likeness = [
        "nvpair": ["name"], "op": ["name", "interval"], "rule": ["score", "score-attribute", "role"],
        "expression": ["attribute", "operation", "value"], "fencing-level": ["target", "devices"],
        "recipient": ["value"],
    ]

    /// Takes all ids that an object was given, so that none of them is made up for another; answers those that were
    /// taken already.
    @discardableResult
    mutating func reserve(_ element: CIBElement) -> [String] {
        var doubled: [String] = []
        if let id = Self.ownID(element), !used.insert(id).inserted { doubled.append(id) }
        for child in element.children { doubled += reserve(child) }
        return doubled
    }

    /// Makes up what is missing in an object whose own ids are reserved.
    ///
    /// - Parameters:
    ///   - old: the element that it replaces, whose ids it keeps where the parts are alike.
    ///   - hint: what the ids of its parts begin with when it has none itself.
    mutating func complete(_ element: inout CIBElement, from old: CIBElement? = nil, hint: String = "") {
        claim(&element, old, hint)
        let prefix = element.name == "node" ? element["uname"] ?? hint : element["id"] ?? hint
        var rest = Dictionary(grouping: (old?.children ?? []).reversed(), by: Self.likeness(of:))
        for index in element.children.indices {
            let child = element.children[index]
            let like = child["id-ref"] == nil ? rest[Self.likeness(of: child)]?.popLast() : nil
            complete(&element.children[index], from: like, hint: prefix)
        }
    }

    private mutating func claim(_ element: inout CIBElement, _ old: CIBElement?, _ hint: String) {
        if element["id"] != nil || element["id-ref"] != nil || Self.idless.contains(element.name) { return }
        if element.name == "node" {
            element["id"] = old?["id"] ?? element["uname"]
        } else if let id = old?["id"], used.insert(id).inserted {
            element["id"] = id
        } else {
            element["id"] = fresh(Self.stem(element, hint))
        }
    }

    private static func stem(_ element: CIBElement, _ hint: String) -> String {
        let isNumber = !hint.isEmpty && hint.utf8.allSatisfy { (48...57).contains($0) }
        let prefix = isNumber ? "num-\(hint)" : hint
        switch element.name {
        case "nvpair": return "\(prefix)-\(element["name"] ?? "None")"
        case "op":
            let name = "\(prefix)-\(element["name"] ?? "None")"
            return element["interval"].map { $0.isEmpty ? name : "\(name)-\($0)" } ?? name
        default: return suffixes[element.name].map { "\(prefix)-\($0)" } ?? prefix
        }
    }

    private mutating func fresh(_ stem: String) -> String {
        if used.insert(stem).inserted { return stem }
        var number = nextNumber[stem] ?? 0
        while !used.insert("\(stem)-\(number)").inserted { number += 1 }
        nextNumber[stem] = number + 1
        return "\(stem)-\(number)"
    }

    /// Nil where the attribute is none, or the id of something else, or of a node or a user: those are apart.
    private static func ownID(_ element: CIBElement) -> String? {
        ["resource_ref", "obj_ref", "node", "role", "acl_target"].contains(element.name) ? nil : element["id"]
    }

    /// Elements of which this is the same are alike.
    private static func likeness(of element: CIBElement) -> [String?] {
        [element.name] + (likeness[element.name] ?? []).map { element[$0] }
    }
}
