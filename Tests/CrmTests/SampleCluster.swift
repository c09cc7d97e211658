/// A cluster of three nodes with a fence device, a lone primitive, a group and a clone, as CIB XML.
struct SampleCluster {
    var properties = ["stonith-enabled": "true"]
    /// Attributes of `<cib>` besides the usual ones.
    var attributes = ""
    var nodes = ["pm01", "pm02", "pm03"]
    /// `standby` and others, by node.
    var nodeAttributes: [String: [String: String]] = [:]
    var resources = Self.usual
    var constraints = ""
    var status = ""

    static let usual = """
        <primitive id="st" class="stonith" type="null"/>
        <primitive id="db" class="ocf" provider="heartbeat" type="Dummy">
        <operations><op id="db-m" name="monitor" interval="10s"/></operations>
        <instance_attributes id="db-ia"><nvpair id="db-ia-1" name="fake" value="x"/></instance_attributes></primitive>
        <group id="web"><primitive id="vip" class="ocf" provider="heartbeat" type="Dummy"/>
        <primitive id="httpd" class="ocf" provider="heartbeat" type="Dummy">
        <operations><op id="httpd-m" name="monitor" interval="10s"/></operations></primitive></group>
        <clone id="pings"><primitive id="ping" class="ocf" provider="pacemaker" type="Dummy">
        <operations><op id="ping-m" name="monitor" interval="10s"/></operations></primitive></clone>
        """

    static let member = #"in_ccm="true" crmd="online" join="member" expected="member""#
    static let left = #"in_ccm="false" crmd="offline" join="down" expected="down""#

    /// All nodes are there, and nothing was done yet.
    static var fresh: SampleCluster {
        var cluster = SampleCluster()
        cluster.status = cluster.nodes.enumerated().map { state($0 + 1, $1) }.joined()
        return cluster
    }

    /// `<node_state>`, with histories by resource.
    static func state(
        _ id: Int, _ name: String, _ membership: String = member, _ histories: String = "", attributes: String = ""
    ) -> String {
        """
        <node_state id="\(id)" uname="\(name)" \(membership)>\(attributes)<lrm id="\(id)"><lrm_resources>\(histories)\
        </lrm_resources></lrm></node_state>

        """
    }

    /// `<transient_attributes>`.
    static func transient(_ id: Int, _ values: [(String, String)]) -> String {
        let pairs = values.map {
            #"<nvpair id="s-\#(id)-\#($0.0.filter(\.isLetter))" name="\#($0.0)" value="\#($0.1)"/>"#
        }
        return """
            <transient_attributes id="\(id)"><instance_attributes id="status-\(id)">\(pairs.joined())\
            </instance_attributes></transient_attributes>
            """
    }

    /// `<lrm_resource>` of an OCF dummy.
    static func history(_ resource: String, _ operations: String...) -> String {
        """
        <lrm_resource id="\(resource)" class="ocf" provider="heartbeat" type="Dummy">\(operations.joined())\
        </lrm_resource>
        """
    }

    /// `<lrm_rsc_op>`; what did not end as expected is a failure.
    static func operation(
        _ resource: String, _ task: String, _ code: Int, call: Int, every interval: Int = 0, expected: Int = 0,
        status: Int = 0
    ) -> String {
        let failed = status >= 0 && code != expected
        let id = failed ? "last_failure_0" : interval == 0 ? "last_0" : "\(task)_\(interval)"
        let key = "1:1:\(expected):00000000-0000-0000-0000-000000000000"
        return """
            <lrm_rsc_op id="\(resource)_\(id)" operation_key="\(resource)_\(task)_\(interval)" operation="\(task)" \
            crm_feature_set="3.16.1" transition-key="\(key)" transition-magic="\(status):\(code);\(key)" \
            call-id="\(call)" rc-code="\(code)" op-status="\(status)" interval="\(interval)" \
            last-rc-change="1767268000" exec-time="0" queue-time="0"/>
            """
    }

    var xml: String {
        let options = properties.sorted { $0.key < $1.key }.map {
            #"<nvpair id="o-\#($0)" name="\#($0)" value="\#($1)"/>"#
        }
        let nodes = nodes.enumerated().map { Self.node($0 + 1, $1, nodeAttributes[$1] ?? [:]) }
        return """
            <cib validate-with="pacemaker-3.7" admin_epoch="0" epoch="1" num_updates="0" have-quorum="1" dc-uuid="1" \
            \(attributes)><configuration><crm_config><cluster_property_set id="cib-bootstrap-options">\
            \(options.joined())</cluster_property_set></crm_config><nodes>\(nodes.joined())</nodes>
            <resources>\(resources)</resources><constraints>\(constraints)</constraints></configuration>
            <status>\(status)</status></cib>

            """
    }

    private static func node(_ id: Int, _ name: String, _ attributes: [String: String]) -> String {
        let pairs = attributes.sorted { $0.key < $1.key }.map {
            #"<nvpair id="n\#(id)-\#($0.filter(\.isLetter))" name="\#($0)" value="\#($1)"/>"#
        }
        let set = pairs.isEmpty ? "" : "<instance_attributes id=\"n\(id)\">\(pairs.joined())</instance_attributes>"
        return "<node id=\"\(id)\" uname=\"\(name)\">\(set)</node>"
    }
}
