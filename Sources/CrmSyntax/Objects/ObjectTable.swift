import ClusterModel

/// A configuration as the objects that operators name. Resources in a group or clone are objects of their own.
struct ObjectTable {
    private(set) var objects: [CrmObject] = []
    private var places: [CrmObject.Key: Int] = [:]
    /// Places of nodes by name.
    private var namedNodes: [String: Int] = [:]
    /// Parts that stand beside the sections; of those that statements speak of, how they stood.
    var others: [UnknownElement] = []

    init() {}

    subscript(_ key: CrmObject.Key) -> CrmObject? { places[key].map { objects[$0] } }
    /// What is neither node nor user.
    subscript(_ id: String) -> CrmObject? { self[CrmObject.Key(id: id)] }

    /// All that bear that id, or are the node of that name.
    func all(named id: String) -> [CrmObject] {
        [self[id], node(id), self[CrmObject.Key(space: .user, id: id)]].compactMap(\.self)
    }

    /// Puts an object in the place of the one of its id, or behind all others.
    mutating func put(_ object: CrmObject) {
        if let place = places[object.key] {
            objects[place] = object
            note(place)
        } else {
            objects.append(object)
            note(objects.count - 1)
        }
    }

    /// One of those that a configuration has: also where another bears its id.
    mutating func add(_ object: CrmObject) {
        var object = object
        while places[object.key] != nil { object.copy += 1 }
        put(object)
    }

    private mutating func note(_ place: Int) {
        let object = objects[place]
        places[object.key] = place
        if object.kind == .node, let name = object.element["uname"] { namedNodes[name] = place }
    }

    mutating func remove(where isGone: (CrmObject) -> Bool) {
        objects.removeAll(where: isGone)
        (places, namedNodes) = ([:], [:])
        for place in objects.indices { note(place) }
    }

    /// Names of all nodes, sorted by bytes.
    var nodeNames: [String] {
        objects.filter { $0.kind == .node }.map { $0.element["uname"] ?? $0.id }.sorted { $0.precedesByBytes($1) }
    }

    /// The node of that id or name.
    func node(_ name: String) -> CrmObject? {
        self[CrmObject.Key(space: .node, id: name)] ?? namedNodes[name].map { objects[$0] }
    }

    /// Which object holds each resource that lies in another.
    var holders: [String: String] {
        var holders: [String: String] = [:]
        for object in objects { for member in object.members { holders[member] = object.id } }
        return holders
    }
}

extension String {
    /// The order of Python, and of all who sort without a locale.
    func precedesByBytes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
