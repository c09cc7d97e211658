import ClusterModel

/// The text of `stonith -m`: the RA API's XML, as cluster-glue's external.c and stonith.c print it.
public enum AgentMetadata {
    /// What cluster-glue prints for a text that the agent does not give.
    private static let noValue = "<!-- no value -->"

    /// - Parameters:
    ///   - description: plain text, as `deviceID`; nil when the agent does not say.
    ///   - parameters: the `<parameters>` element, XML already.
    public static func xml(type: String, description: String?, deviceID: String?, parameters: String?) -> String {
        """
        <?xml version="1.0"?>
        <!DOCTYPE resource-agent SYSTEM "ra-api-1.dtd">
        <resource-agent name="\(quoted(type))">
        <version>1.0</version>
        <longdesc lang="en">
        \(escaped(description ?? noValue))
        </longdesc>
        <shortdesc lang="en">\(escaped(deviceID ?? noValue))</shortdesc>
        \(parameters ?? noValue)
        <actions>
        <action name="start"   timeout="20" />
        <action name="stop"    timeout="15" />
        <action name="status"  timeout="20" />
        <action name="monitor" timeout="20" interval="3600" />
        <action name="meta-data"  timeout="15" />
        </actions>
        <special tag="heartbeat">
        <version>2.0</version>
        </special>
        </resource-agent>

        """
    }

    /// The metadata of a native plugin.
    public static func xml(of description: DeviceDescription) -> String {
        let parameters = description.parameters.map(element).joined()
        return xml(
            type: description.type, description: description.text, deviceID: description.deviceID,
            parameters: "<parameters>\n\(parameters)</parameters>")
    }

    private static func element(_ parameter: DeviceDescription.Parameter) -> String {
        let fallback = parameter.fallback.map { " default=\"\(quoted($0))\"" } ?? ""
        return """
            <parameter name="\(quoted(parameter.name))" unique="\(parameter.isUnique ? 1 : 0)" \
            required="\(parameter.isRequired ? 1 : 0)">
            <content type="\(quoted(parameter.type))"\(fallback) />
            <shortdesc lang="en">
            \(escaped(parameter.brief))
            </shortdesc>
            <longdesc lang="en">
            \(escaped(parameter.text))
            </longdesc>
            </parameter>

            """
    }

    /// As libxml2's xmlEncodeEntitiesReentrant, which cluster-glue's `-m` uses: ASCII, whatever came in, and without
    /// the control characters that XML cannot hold.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\r": result += "&#13;"
            case "\t", "\n", " "..."\u{7F}": result.unicodeScalars.append(scalar)
            case "\0"..<" ", "\u{FFFE}"..."\u{FFFF}": continue
            default: result += "&#x\(String(scalar.value, radix: 16, uppercase: true));"
            }
        }
        return result
    }

    /// The same for an attribute's value.
    private static func quoted(_ text: String) -> String {
        escaped(text).split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "&quot;")
    }
}
