/// How something is done here that crmsh does by a command of its own.
enum CrmHint {
    private static let noCluster = "no cluster runs, there is only a CIB in a file: crm configure --help"

    /// - Parameter words: behind `crm`.
    static func command(_ words: [String]) -> String? {
        let (verb, name) = (words.dropFirst().first ?? "", words.count > 2 ? words[2] : nil)
        switch words.first {
        case "node": return node(verb, name ?? "NAME")
        case "resource": return resource(verb, name ?? "ID")
        case "status", "st": return "crm_simulate -x CIB"
        case "cib", "history", "script", "template", "maintenance", "site", "ra", "options", "cluster", "corosync":
            return noCluster
        default: return nil
        }
    }

    private static func node(_ verb: String, _ name: String) -> String {
        switch verb {
        case "standby": "crm configure node \(name) attributes standby=on"
        case "online": "crm configure node \(name) attributes standby=off"
        case "maintenance": "crm configure node \(name) attributes maintenance=on"
        case "ready": "crm configure node \(name) attributes maintenance=off"
        case "show": "crm configure show"
        case "delete": "crm configure delete \(name)"
        case "fence": "stonith fence \(name)"
        default: noCluster
        }
    }

    private static func resource(_ verb: String, _ name: String) -> String {
        switch verb {
        case "start": meta("target-role=Started", name)
        case "stop": meta("target-role=Stopped", name)
        case "manage": meta("is-managed=true", name)
        case "unmanage": meta("is-managed=false", name)
        case "migrate", "move": "crm configure location cli-prefer-\(name) \(name) inf: NODE"
        case "unmigrate", "unmove", "clear": "crm configure delete cli-prefer-\(name)"
        case "status", "show", "list": "crm_simulate -x CIB"
        default: noCluster
        }
    }

    private static func meta(_ value: String, _ name: String) -> String {
        "crm configure save \(name) FILE, add meta \(value), crm configure load update FILE"
    }

    /// - Parameter verb: behind `crm configure`.
    static func configure(_ verb: String) -> String? {
        switch verb {
        case "edit", "modgroup", "rename", "set":
            "crm configure save FILE, edit it, crm configure load replace FILE"
        case "commit", "refresh", "upgrade": "what is loaded is written at once"
        case "erase": "crm configure load replace -f /dev/null"
        case "ptest", "simulate": "crm_simulate -S -x CIB"
        default: nil
        }
    }
}
