import ClusterModel
import Control
import FuzzDriver
import Wire

/// What may come over the daemon's socket, from either side, and out of its history file.
///
/// The first byte is who reads, the second how the bytes are split; the rest is what came.
enum FuzzControl {
    static func lines(_ bytes: ArraySlice<UInt8>, _ chunk: Int, bytesMax: Int) -> [[UInt8]] {
        var buffer = LineBuffer(bytesMax: bytesMax)
        var lines: [[UInt8]] = []
        var rest = bytes
        while !rest.isEmpty {
            buffer.append(rest.prefix(chunk))
            rest = rest.dropFirst(chunk)
            do throws(LineBuffer.TooLong) {
                while let line = try buffer.next() { lines.append(Array(line)) }
            } catch { return lines }
        }
        return lines
    }

    /// Whatever is understood means the same once it was written and read again.
    static func asDaemon(_ line: [UInt8]) throws(ControlError) {
        let request = try ControlRequest(decoding: line[...])
        let again = try ControlRequest(decoding: request.encoded().dropLast())
        precondition(request == again, "a request changed on its way")
        if case .fence(let order) = request.verb {
            precondition(order.minimumEvidence > .none, "a fence that needs no evidence")
        }
    }

    static func asClient(_ line: [UInt8]) throws(ControlError) {
        guard let message = try DaemonMessage(decoding: line[...]) else { return }
        let again = try DaemonMessage(decoding: message.encoded().dropLast())
        precondition(message == again, "a message changed on its way")
    }

    static func asHistory(_ line: [UInt8]) throws(ControlError) {
        let record = try FencingRecord(decoding: line[...])
        let again = try FencingRecord(decoding: record.json.bytes.dropLast())
        precondition(record == again, "a record changed on disk")
        guard let verdict = record.verdict else { return }
        precondition((ExitStatus(verdict) == .done) == verdict.isSuccess, "0 for what is no success")
    }

    /// A refused request is answered with an error that a client can read.
    static func refuse(_ error: ControlError) {
        guard let answer = try? DaemonMessage(decoding: DaemonMessage.error(error).encoded().dropLast()) else {
            preconditionFailure("an error that nobody can read")
        }
        precondition(answer == .error(error), "an error changed on its way")
    }
}

@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    guard input.count > 2 else { return 0 }
    let lines = FuzzControl.lines(input[2...], input.count, bytesMax: 512)
    let split = FuzzControl.lines(input[2...], Int(input[1]) + 1, bytesMax: 512)
    precondition(lines == split, "how it is split changes what is read")
    for line in lines + [Array(input[2...])] {
        do throws(ControlError) {
            switch input[0] % 3 {
            case 0: try FuzzControl.asDaemon(line)
            case 1: try FuzzControl.asClient(line)
            default: try FuzzControl.asHistory(line)
            }
        } catch { FuzzControl.refuse(error) }
    }
    return 0
}

@c(FuzzControl_main)
public func fuzzMain(_ count: CInt, _ arguments: FuzzArguments?) -> CInt { FuzzDriver.run(count, arguments, fuzzOne) }
