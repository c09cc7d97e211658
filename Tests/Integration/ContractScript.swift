import TestRig

/// An external script that does for each verb what the environment says: `v_status` for `status`, `v_getinfo_xml` for
/// `getinfo-xml`. It notes what it was told.
enum ContractScript {
    static let text = #"""
        #!/bin/sh
        echo "$*" >>"$told"
        eval "plan=\$v_$(echo "$1" | tr - _)"
        if [ -n "$plan" ]; then
            eval "$plan"
            exit
        fi
        case $1 in
        status|reset|off|on) ;;
        gethosts) echo n1 ;;
        getconfignames) echo hostlist ;;
        getinfo-devid) echo Contract ;;
        getinfo-devname) echo "Contract device" ;;
        getinfo-devdescr) echo "This & <that>" ;;
        getinfo-devurl) echo http://example.org ;;
        getinfo-xml) echo '<parameters><parameter name="hostlist"/></parameters>' ;;
        *) exit 1 ;;
        esac
        """#

    static func call(
        _ arguments: [String], _ verbs: [String: String] = [:], _ environment: [String: String] = [:]
    ) -> PeerComparison.Call {
        let plans = verbs.map { ("v_\($0)", $1) }
        return PeerComparison.Call(
            ["-t", "external/contract"] + arguments, environment: environment.merging(plans) { $1 })
    }
}
