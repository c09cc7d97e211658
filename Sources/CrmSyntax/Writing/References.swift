/// Which parts others refer to by `id-ref`: only those show their ids.
struct References {
    private var ids: [String: Set<String>] = [:]

    init(_ objects: [CrmObject]) { for object in objects { look(object.element) } }

    private mutating func look(_ element: CIBElement) {
        if let id = element["id-ref"] { ids[element.name, default: []].insert(id) }
        for child in element.children { look(child) }
    }

    func contains(_ element: CIBElement) -> Bool { ids[element.name]?.contains(element.id) == true }
}
