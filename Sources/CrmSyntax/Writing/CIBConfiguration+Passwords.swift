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
        return table.configuration
    }
}

extension CIBElement {
    fileprivate mutating func hidePasswords() {
        if name == "nvpair", self["name"]?.hasPrefix("passw") == true, self["value"] != nil { self["value"] = "******" }
        for index in children.indices { children[index].hidePasswords() }
    }
}
