import Testing

@testable import IPMISettings
@testable import ipmi

@Suite struct BMCSessionTests {
    @Test func aGUIDIsWrittenFromItsLastByteOn() {
        #expect(BMCSession.text(guid: Array(0..<16)) == "0f0e0d0c-0b0a-0908-0706-050403020100")
        #expect(
            BMCSession.text(guid: [UInt8](repeating: 0xFF, count: 16)) == "ffffffff-ffff-ffff-ffff-ffffffffffff")
    }
}
