import ClusterModel

extension CIBConfiguration {
    /// With stars for the values of names that begin with `passw`, as crmsh shows them to people.
    public var hidingPasswords: CIBConfiguration {
        var table = ObjectTable(self)
        for object in table.objects {
            var hidden = object
            hidden.element.hidePasswords()
            table.put(hidden)
        }
        for index in table.others.indices { table.others[index].xml = CIBElement.hidden(table.others[index].xml) }
        return table.configuration
    }

    /// A password is six stars: it was shown and taken for the value.
    public var hasHiddenPassword: Bool { ObjectTable(self).objects.contains { $0.element.hasHiddenPassword } }
}

extension CIBElement {
    fileprivate var hasHiddenPassword: Bool {
        if name == "nvpair", self["name"]?.hasPrefix("passw") == true, self["value"] == Self.stars { return true }
        return children.contains(where: \.hasHiddenPassword)
    }

    private static let stars = "******"

    mutating func hidePasswords() {
        if name == "nvpair", self["name"]?.hasPrefix("passw") == true, self["value"] != nil {
            self["value"] = Self.stars
        }
        for index in children.indices { children[index].hidePasswords() }
        verbatim = verbatim.map(Self.hidden)
        attributes.inside = attributes.inside.map(Self.hidden)
    }

    /// What cannot be looked into is not shown at all where there may be one.
    static func hidden(_ xml: String) -> String {
        guard xml.utf8.indices.contains(where: { xml.utf8[$0...].starts(with: "passw".utf8) }) else { return xml }
        guard var element = try? ElementScanner.element(xml) else { return "<!-- this may have a password -->" }
        let old = element
        element.hidePasswords()
        return element == old ? xml : element.xml
    }
}
