import ClusterModel

/// The text of `stonith -m`: the RA API's XML, as cluster-glue's external.c and stonith.c print it.
public enum AgentMetadata {
    /// - Parameter parameters: the `<parameters>` element as text.
    public static func xml(type: String, description: String, deviceID: String, parameters: String) -> String {
        """
        <?xml version="1.0"?>
        <!DOCTYPE resource-agent SYSTEM "ra-api-1.dtd">
        <resource-agent name="\(type)">
        <version>1.0</version>
        <longdesc lang="en">
        \(description)
        </longdesc>
        <shortdesc lang="en">\(deviceID)</shortdesc>
        \(parameters)
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
            type: description.type, description: escaped(description.text), deviceID: escaped(description.deviceID),
            parameters: "<parameters>\n\(parameters)</parameters>")
    }

    private static func element(_ parameter: DeviceDescription.Parameter) -> String {
        let fallback = parameter.fallback.map { " default=\"\(escaped($0))\"" } ?? ""
        return """
            <parameter name="\(escaped(parameter.name))" unique="\(parameter.isUnique ? 1 : 0)" \
            required="\(parameter.isRequired ? 1 : 0)">
            <content type="\(escaped(parameter.type))"\(fallback) />
            <shortdesc lang="en">
            \(escaped(parameter.brief))
            </shortdesc>
            <longdesc lang="en">
            \(escaped(parameter.text))
            </longdesc>
            </parameter>

            """
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }
}
