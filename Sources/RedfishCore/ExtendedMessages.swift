import Wire

/// What a service says about an error: `@Message.ExtendedInfo` (DSP0266, error responses), or the messages of a task.
struct ExtendedMessages: Equatable, Sendable {
    private struct Message: Equatable, Sendable {
        var id: String
        var text: String
        var resolution: String
    }

    private let messages: [Message]

    /// More of them say the same again.
    private static let shownMax = 3

    /// - Parameter json: an error's body, or a task.
    init(_ json: JSONValue?) {
        let error = json?["error"]
        let lists = [
            error?["@Message.ExtendedInfo"], json?["@Message.ExtendedInfo"], json?["Messages"],
        ]
        var messages = lists.map(Self.elements).first { !$0.isEmpty }.map(Self.read) ?? []
        if messages.isEmpty, let error, let text = error["message"]?.text {
            messages = [Message(id: error["code"]?.text ?? "", text: text, resolution: "")]
        }
        self.messages = messages
    }

    /// Some services give one message where a list should be.
    private static func elements(_ json: JSONLink) -> [JSONValue] {
        if case .object = json { return [json].compactMap { $0 } }
        return json?.elements ?? []
    }

    private static func read(_ elements: [JSONValue]) -> [Message] {
        elements.prefix(32).map { element in
            // Some services leave out the text and give the message's name only.
            let id = element["MessageId"]?.text ?? element["MessageID"]?.text ?? ""
            return Message(
                id: id, text: element["Message"]?.text ?? id, resolution: element["Resolution"]?.text ?? "")
        }
    }

    /// Whether one of them is a standard message, such as `Base.1.8.SessionLimitExceeded`: the version and the
    /// registry's name vary.
    func has(_ name: String) -> Bool {
        messages.contains { $0.id == name || $0.id.hasSuffix(".\(name)") }
    }

    /// For an operator: one line, bounded, harmless; empty where the service says nothing.
    ///
    /// - Parameter secrets: what must not be shown even if the service repeats it.
    func text(withholding secrets: [String]) -> String {
        let said = messages.prefix(Self.shownMax).map { message in
            let advice = message.resolution.isEmpty || message.resolution == "None." ? "" : " \(message.resolution)"
            return message.text + advice
        }
        if RemoteText.has(secrets, in: said.joined(separator: " ")) { return "its message repeats a secret" }
        return said.map { RemoteText.harmless($0) }.filter { !$0.isEmpty }.joined(separator: "; ")
    }
}
