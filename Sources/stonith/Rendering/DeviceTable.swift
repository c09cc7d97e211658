import ClusterModel
import Control

/// The devices, one a line, in the order of their priority within their groups.
struct DeviceTable {
    private let devices: [DeviceReport]
    private let ink: Ink

    init(_ devices: [DeviceReport], _ ink: Ink) {
        self.devices = devices
        self.ink = ink
    }

    private static let titles = [
        "DEVICE", "TYPE", "KIND", "PRIORITY", "TARGETS", "GROUP", "TIMEOUT", "DELAY", "STATE", "LAST ACTION",
    ]

    var text: String {
        var table = TextTable(Self.titles, ink)
        for device in devices { table.add(Self.cells(device)) }
        return table.text
    }

    private static func cells(_ device: DeviceReport) -> [TextTable.Cell] {
        [
            .init(device.device), .init(device.type), .init(device.kind?.word ?? "-"), "\(device.priority)",
            .init(targets(device)), .init(device.group ?? "-"),
            .init(device.timeoutMilliseconds.map { Span($0).description } ?? "-"), .init(delay(device)),
            state(device), last(device),
        ]
    }

    private static func targets(_ device: DeviceReport) -> String {
        guard device.targetsKnown else { return "not known yet" }
        return device.targets.isEmpty ? "none" : device.targets.map(\.description).joined(separator: ",")
    }

    private static func delay(_ device: DeviceReport) -> String {
        switch (device.delayBaseMilliseconds, device.delayMaxMilliseconds) {
        case (0, 0): "-"
        case (let base, let most) where most <= base: "\(Span(base))"
        case (let base, let most): "\(Span(base)) to \(Span(most))"
        }
    }

    private static func state(_ device: DeviceReport) -> TextTable.Cell {
        if device.isBanned { return .init("not here (location)", .yellow) }
        return device.isBusy ? .init("at work", .yellow) : "ready"
    }

    static func last(_ device: DeviceReport) -> TextTable.Cell {
        guard let code = device.lastCode else { return "-" }
        let moment = device.lastUnixMilliseconds.map { "\(Moment(unixMilliseconds: $0).text) " } ?? ""
        let text = device.lastText.isEmpty ? "" : ": \(device.lastText)"
        return .init("\(moment)\(code.word)\(text)", code == .ok ? nil : .red)
    }
}
