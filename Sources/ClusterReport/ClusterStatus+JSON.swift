import Wire

extension ClusterStatus {
    /// Keys: `nodes`, `resources`, `instances`, `maintenance_mode`.
    public var json: JSONLine {
        var line = JSONLine()
        line.add("nodes", nodes.map(\.json))
        line.add("resources", resources.map(\.json))
        line.add("instances", counts.json)
        line.add("maintenance_mode", inMaintenance)
        return line
    }
}

extension InstanceCounts {
    /// Keys: `all`, `disabled`, `blocked`.
    var json: JSONLine {
        var line = JSONLine()
        line.add("all", Int64(all))
        line.add("disabled", Int64(disabled))
        line.add("blocked", Int64(blocked))
        return line
    }
}

extension NodeStatus {
    /// Keys: `name`, `id`, `state` (2.1.5's words), `online`, `pending`, `unclean`, `standby`, `standby_onfail`,
    /// `maintenance`, `health` (green, yellow, red).
    var json: JSONLine {
        var line = JSONLine()
        line.add("name", name)
        line.add("id", id)
        line.add("state", text)
        line.add("online", isOnline)
        line.add("pending", isPending)
        line.add("unclean", isUnclean)
        line.add("standby", isStandby)
        line.add("standby_onfail", isStandbyByFailure)
        line.add("maintenance", inMaintenance)
        line.add("health", health.rawValue)
        return line
    }
}

extension ResourceStatus {
    /// Key `kind` says which others there are: primitive, group or clone.
    var json: JSONLine {
        switch self {
        case .primitive(let primitive): primitive.json
        case .group(let group): group.json
        case .clone(let clone): clone.json
        }
    }
}

extension PrimitiveStatus {
    /// Keys: `kind`, `id`, `agent`, `role`, `pending` (null, or `Starting`, `Monitoring` …), `nodes`, `failed`,
    /// `failed_probe` (null, or why), `orphan`, `disabled`, `blocked`, `managed`, `failure_ignored`.
    var json: JSONLine {
        var line = JSONLine()
        line.add("kind", "primitive")
        line.add("id", id)
        line.add("agent", agent)
        line.add("role", role.text)
        line.add("pending", pendingState ?? pendingOperation)
        line.add("nodes", nodes)
        line.add("failed", isFailed)
        line.add("failed_probe", failedProbe)
        line.add("orphan", isOrphan)
        line.add("disabled", isDisabled)
        line.add("blocked", isBlocked)
        line.add("managed", isManaged)
        line.add("failure_ignored", ignoresFailure)
        return line
    }
}

extension GroupStatus {
    /// Keys: `kind`, `id`, `managed`, `disabled`, `members`.
    var json: JSONLine {
        var line = JSONLine()
        line.add("kind", "group")
        line.add("id", id)
        line.add("managed", isManaged)
        line.add("disabled", isDisabled)
        line.add("members", members.map(\.json))
        return line
    }
}

extension CloneStatus {
    /// Keys: `kind`, `id`, `child`, `managed`, `disabled`, `instances` (those with more to say than where they run),
    /// `started` and `stopped` (nodes).
    var json: JSONLine {
        var line = JSONLine()
        line.add("kind", "clone")
        line.add("id", id)
        line.add("child", child)
        line.add("managed", isManaged)
        line.add("disabled", isDisabled)
        line.add("instances", instances.map(\.json))
        line.add("started", started)
        line.add("stopped", stopped.flatMap(\.nodes))
        return line
    }
}
