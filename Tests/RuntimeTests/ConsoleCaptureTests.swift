import ConsoleCore
import Execution
import Foundation
import NIOCore
import NIOPosix
import Runtime
import Synchronization
import TestRig
import Testing

/// A capture of a program that writes its number into `ran`, has the console if there is a file `up`, and loses it once
/// there is a file `lost`.
@Suite struct ConsoleCaptureTests {
    private let folder: TemporaryFolder
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let said = Reports()

    private final class Reports: Sendable {
        private let list = Mutex<[CaptureReport]>([])

        var all: [CaptureReport] { list.withLock { $0 } }

        func add(_ report: CaptureReport) { list.withLock { $0.append(report) } }
    }

    init() throws {
        folder = try TemporaryFolder()
        thread.start()
    }

    private var ran: [pid_t] { ((try? folder.read("ran")) ?? "").split(separator: "\n").compactMap { pid_t($0) } }

    private func onLoop<Result: Sendable>(_ body: @escaping @Sendable (any EventLoop) throws -> Result) throws -> Result
    {
        let loop = group.next()
        return try loop.submit { try body(loop) }.wait()
    }

    private func capture(rest: Int64, isHeld: Bool = false) throws -> NIOLoopBound<ConsoleCapture> {
        let program = try folder.write(
            "own",
            """
            #!/bin/sh
            echo $$ >>\(folder.path("ran"))
            if [ -e \(folder.path("silent")) ]; then cat >/dev/null; exit; fi
            if [ -e \(folder.path("dies")) ]; then exit; fi
            if [ -e \(folder.path("up")) ]; then
                echo captured
                until [ -e \(folder.path("lost")) ]; do sleep 0.01; done
            fi
            echo waiting no answer
            cat >/dev/null

            """, mode: 0o755)
        let path = folder.path("ring")
        return try onLoop { [thread, said] loop in
            guard let ring = ConsoleCapture.openRing(path) else { throw POSIXError(.EIO) }
            let setup = ConsoleCapture.Setup(program: program, parameters: [0], restMilliseconds: rest)
            let capture = ConsoleCapture(setup, ring: ring, on: loop, thread: thread) { said.add($0) }
            capture.hold(isHeld)
            capture.start()
            return NIOLoopBound(capture, eventLoop: loop)
        }
    }

    private func close(_ capture: NIOLoopBound<ConsoleCapture>) throws {
        try folder.write("lost", "")
        try onLoop { _ in capture.value.close() }
        #expect(eventually { ran.allSatisfy(isDead) })
    }

    @Test func whatWaitsIsEndedByAHoldAndComesBackAfterARest() throws {
        let capture = try capture(rest: 700)
        #expect(eventually { said.all == [.waiting("no answer")] })
        try onLoop { _ in capture.value.hold(true) }
        #expect(eventually { ran.count == 1 && isDead(ran[0]) })
        let released = ContinuousClock.now
        try onLoop { _ in
            capture.value.hold(false)
            capture.value.hold(true)
            capture.value.hold(false)
        }
        #expect(eventually { ran.count == 2 })
        #expect(ContinuousClock.now - released > .milliseconds(300), "its sessions may still be open")
        try close(capture)
    }

    @Test func whatIsLoggingInIsEndedByAHold() throws {
        try folder.write("silent", "")
        let capture = try capture(rest: 60_000)
        #expect(eventually { ran.count == 1 })
        try onLoop { _ in capture.value.hold(true) }
        #expect(eventually { isDead(ran[0]) } && said.all.isEmpty)
        try close(capture)
    }

    /// It was lost by itself, and waits for its turn when the hold begins.
    @Test func whatPausesRestsAfterAHoldAsWell() throws {
        try folder.write("dies", "")
        let capture = try capture(rest: 60_000)
        #expect(eventually { !said.all.isEmpty })
        try onLoop { _ in capture.value.hold(true) }
        let before = ran.count
        try onLoop { _ in capture.value.hold(false) }
        #expect(!eventually(withinSeconds: 3) { ran.count > before }, "its sessions may still be open")
        try close(capture)
    }

    @Test func aHeldOneIsNotStarted() throws {
        let capture = try capture(rest: 60_000, isHeld: true)
        #expect(try onLoop { _ in capture.value.state } == nil)
        #expect(!eventually(withinSeconds: 0.5) { !ran.isEmpty })
        try onLoop { _ in capture.value.hold(false) }
        #expect(eventually { ran.count == 1 }, "no session of its own is open")
        try close(capture)
    }

    @Test func anOpenSessionStaysAndIsNotTriedAgain() throws {
        try folder.write("up", "")
        let capture = try capture(rest: 60_000)
        #expect(eventually { said.all == [.captured] })
        try onLoop { _ in capture.value.hold(true) }
        try folder.write("lost", "")
        #expect(eventually { said.all == [.captured, .waiting("no answer")] }, "it was heard to the end")
        #expect(eventually { ran.count == 1 && isDead(ran[0]) })
        try close(capture)
    }
}
