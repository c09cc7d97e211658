/// An RHCS agent of a test's own, in shell: it keeps what it is told, one file a run, and does what the test wants.
public enum FakeAgent {
    /// - Parameters:
    ///   - actions: What its metadata has beside `monitor`; attributes may follow a word, as in `on automatic="1"`.
    ///   - parameters: More of them, as XML.
    ///   - told: Where it appends its options, `-` between two runs; metadata is not told.
    ///   - body: Shell, with the options in `opt_NAME` and the action in `$action`.
    public static func text(
        actions: [String] = ["off", "on", "reboot", "status"], parameters: String = "", told: String = "/dev/null",
        _ body: String = "exit 0"
    ) -> String {
        let list = (["monitor"] + actions).map { entry in
            let parts = entry.split(separator: " ", maxSplits: 1)
            return "<action name=\"\(parts[0])\" \(parts.dropFirst().first ?? "")/>"
        }
        return """
            #!/bin/sh
            action=reboot
            text=
            while IFS= read -r line; do
                text="$text$line
            "
                case $line in
                action=*) action=${line#action=} ;;
                *=*) eval "opt_${line%%=*}=\\${line#*=}" ;;
                esac
            done
            if [ "$action" = metadata ]; then
                cat <<'END'
            <?xml version="1.0" ?>
            <resource-agent name="fake" shortdesc="Fence agent of a test">
            <longdesc>It does what the test wants.</longdesc>
            <vendor-url>https://example.org/fake</vendor-url>
            <parameters>
            \(parameter("action", #"required="1""#, #"default="reboot""#))
            \(parameter("ip", #"required="1" obsoletes="ipaddr""#))
            \(parameter("ipaddr", #"required="1" deprecated="1""#))
            \(parameter("username", #"obsoletes="login""#))
            \(parameter("login", #"deprecated="1""#))
            \(parameter("password", #"obsoletes="passwd""#))
            \(parameter("passwd", #"deprecated="1""#))
            \(parameters)
            </parameters>
            <actions>
            \(list.joined(separator: "\n"))
            </actions>
            </resource-agent>
            END
                exit 0
            fi
            printf '%s-\\n' "$text" >>\(told)
            \(body)

            """
    }

    public static func parameter(_ name: String, _ attributes: String = "", _ content: String = "") -> String {
        "<parameter name=\"\(name)\" unique=\"0\" \(attributes)><getopt mixed=\"--\(name)=[\(name)]\"/>"
            + "<content type=\"string\" \(content)/><shortdesc lang=\"en\">The \(name)</shortdesc></parameter>"
    }

    /// One of several outlets, as most agents name it.
    public static let plug =
        parameter("plug", #"required="1" obsoletes="port""#) + parameter("port", #"required="1" deprecated="1""#)
}
