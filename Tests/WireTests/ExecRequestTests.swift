import ClusterModel
import Testing
import Wire

/// The bytes that Sources/StonithExec/frame.h describes, written out by hand.
@Suite struct ExecRequestTests {
    @Test func anOrderIsWrittenAsTheHeaderSays() {
        let order = ExecRequest.Order(
            action: .off, leavesOff: true, target: "n1", deadlineMilliseconds: 0x0102,
            parameters: [Parameter(name: "passwd", value: Secret("ä"))])
        let head: [UInt8] = [0, 0, 0, 51, 1] + [0, 0, 0, 0, 0, 0, 0, 5]
        let body: [UInt8] = [0, 0, 0, 2] + [0, 0, 0, 1] + [0, 0, 0, 0, 0, 0, 1, 2] + [0, 0, 0, 2] + Array("n1".utf8)
        let name: [UInt8] = [0, 0, 0, 6] + Array("passwd".utf8)
        #expect(
            ExecRequest.act(id: 5, order).encoded() == head + body + [0, 0, 0, 1] + name + [0, 0, 0, 2, 0xC3, 0xA4])
    }

    @Test func aCancelIsItsHeadOnly() {
        #expect(
            ExecRequest.cancel(id: .max).encoded() == [0, 0, 0, 9, 2] + [UInt8](repeating: 0xFF, count: 8))
    }

    @Test func soAreForgetAndClose() {
        #expect(ExecRequest.forget(id: 1).encoded() == [0, 0, 0, 9, 3] + [0, 0, 0, 0, 0, 0, 0, 1])
        #expect(ExecRequest.close.encoded() == [0, 0, 0, 9, 4] + [UInt8](repeating: 0, count: 8))
    }
}
