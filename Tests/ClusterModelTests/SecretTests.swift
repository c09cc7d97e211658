import ClusterModel
import Testing

/// Every way Swift has of turning a value into text.
@Suite struct SecretTests {
    private static let word = "hogehoge"
    private let secret = Secret(word)
    private let parameter = Parameter(name: "passwd", value: Secret(word))

    private static func allTexts<Value>(of value: Value) -> [String] {
        var printed = ""
        print(value, to: &printed)
        var dumped = ""
        dump(value, to: &dumped)
        return [
            printed, dumped, "\(value)", String(describing: value), String(reflecting: value), "\([value])",
            "\(["a": value])", "\(Optional(value) as Any)", "\(Mirror(reflecting: value))",
            Mirror(reflecting: value).children.map { "\($0)" }.joined(),
        ]
    }

    @Test func aSecretIsNeverPrinted() {
        for text in Self.allTexts(of: secret) { #expect(!text.contains(Self.word)) }
        #expect("\(secret)" == "•••")
    }

    @Test func aParameterPrintsItsNameOnly() {
        let texts = Self.allTexts(of: parameter)
        for text in texts { #expect(!text.contains(Self.word)) }
        #expect(texts[0].contains("passwd"))
    }

    @Test func itsLengthIsNotPrintedEither() {
        #expect("\(Secret(""))" == "\(Secret("a much longer one"))")
    }

    @Test func whoAsksForTheValueGetsIt() {
        #expect(secret.reveal() == Self.word)
        #expect(secret == Secret(Self.word))
        #expect(secret != Secret("other"))
    }
}
