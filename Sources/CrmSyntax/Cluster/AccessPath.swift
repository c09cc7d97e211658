/// Short words for what access rights are given to, and the XPath that each stands for (crmsh's `acl_shortcuts`).
enum AccessPath: String, CaseIterable {
    case meta, params, utilization, location, property, nodeattr, nodeutil, node, status, cib

    /// The parts of the XPath; a part with a name in it is `before` and `behind` that name.
    private struct Part {
        var before: String
        var behind: String?
    }

    private var parts: [Part] {
        switch self {
        case .meta: [Self.primitive("/meta_attributes"), Self.pair]
        case .params: [Self.primitive("/instance_attributes"), Self.pair]
        case .utilization: [Self.primitive("/utilization")]
        case .location: []
        case .property: [Part(before: "//crm_config/cluster_property_set"), Self.pair]
        case .nodeattr: [Part(before: "//nodes/node/instance_attributes"), Self.pair]
        case .nodeutil: [Part(before: "//nodes/node/utilization"), Self.named]
        case .node: [Part(before: "//nodes/node"), Self.named]
        case .status: [Part(before: "/cib/status")]
        case .cib: [Part(before: "/cib")]
        }
    }

    private static let pair = Part(before: "/nvpair[@name='", behind: "']")
    private static let named = Part(before: "[@uname='", behind: "']")

    private static func primitive(_ set: String) -> Part { Part(before: "//primitive[@id='", behind: "']" + set) }

    /// Nil when so many names do not belong to it.
    func path(_ names: [String]) -> String? {
        if self == .location {
            guard let name = names.first, names.count == 1 else { return nil }
            return "//rsc_location[@id='cli-prefer-\(name)' and @rsc='\(name)']"
        }
        var (path, rest) = ("", names[...])
        for part in parts {
            guard let behind = part.behind else {
                path += part.before
                continue
            }
            guard let name = rest.popFirst() else { return path.isEmpty ? nil : path }
            path += part.before + name + behind
        }
        return rest.isEmpty ? path : nil
    }

    /// The short form of an XPath; nil where there is none.
    static func short(_ path: String) -> String? {
        for shortcut in allCases {
            if let names = shortcut.names(in: path) { return ([shortcut.rawValue] + names).joined(separator: ":") }
        }
        return nil
    }

    private func names(in path: String) -> [String]? {
        let quoted = path.split(separator: "'", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
        let names = self == .location ? Array(quoted.suffix(1)) : quoted
        guard names.allSatisfy({ NameByte.areAll($0) }), self.path(names) == path else { return nil }
        return names
    }

    /// How it is written.
    var form: String {
        switch self {
        case .meta, .params: "\(rawValue):PRIMITIVE[:NAME]"
        case .utilization, .location: "\(rawValue):RESOURCE"
        case .property, .nodeattr: "\(rawValue)[:NAME]"
        case .nodeutil, .node: "\(rawValue)[:NODE]"
        case .status, .cib: rawValue
        }
    }
}
