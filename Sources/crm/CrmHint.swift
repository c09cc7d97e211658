/// How something is done here that crmsh does by a command of its own.
enum CrmHint {
    /// - Parameter words: behind `crm`.
    static func command(_ words: [String]) -> String? {
        let name = words.count > 2 ? words[2] : nil
        switch words.first {
        case "node": return "crm configure node \(name ?? "NAME") attributes \(nodeAttribute(words.dropFirst().first))"
        case "resource":
            let role = words.dropFirst().first == "start" ? "Started" : "Stopped"
            return
                "crm configure save \(name ?? "ID") FILE, add meta target-role=\(role), crm configure load update FILE"
        case "status", "st": return "crm_simulate -x CIB"
        case "cib", "history", "script", "template", "maintenance", "site", "ra", "options", "cluster", "corosync":
            return "no cluster runs, there is only a CIB in a file: crm configure --help"
        default: return nil
        }
    }

    private static func nodeAttribute(_ verb: String?) -> String {
        switch verb {
        case "online": "standby=off"
        case "maintenance": "maintenance=on"
        case "ready": "maintenance=off"
        default: "standby=on"
        }
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
