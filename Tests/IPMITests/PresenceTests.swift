import Glibc
import Testing

@testable import IPMISettings
@testable import ipmi

/// Small stories on a made-up clock that begins at 1000.
@Suite struct PresenceTests {
    private static let refused = PresencePing.Heard.refusal(ECONNREFUSED)
    private static let unreachable = PresencePing.Heard.refusal(EHOSTUNREACH)
    private static func quiet() -> Bool { false }

    private static func start(silence: Int64 = 5000) -> Presence {
        Presence(at: 1000, silenceMilliseconds: silence)
    }

    private static func cause(_ presence: Presence) -> BMCError.Cause? {
        if case .absent(let cause, _) = presence.state { cause } else { nil }
    }

    private static func expect(
        _ presence: inout Presence, pings isDue: Bool, at now: Int64, from place: SourceLocation = #_sourceLocation
    ) {
        let taken = presence.takePing(at: now)
        #expect(taken == isDue, sourceLocation: place)
    }

    @Test func theFirstPingIsDueAtOnceAndTheNextASecondLater() {
        var presence = Self.start()
        #expect(presence.deadline == 1000)
        Self.expect(&presence, pings: true, at: 1000)
        Self.expect(&presence, pings: false, at: 1999)
        #expect(presence.deadline == 2000)
        Self.expect(&presence, pings: true, at: 2000)
    }

    @Test func anAnswerEndsThePings() {
        var presence = Self.start()
        Self.expect(&presence, pings: true, at: 1000)
        presence.hear(.answer, at: 1001)
        #expect(presence.state == .present)
        #expect(presence.deadline == nil)
        Self.expect(&presence, pings: false, at: 99_000)
        presence.look(at: 99_000, sessionHeard: Self.quiet)
        #expect(presence.state == .present)
    }

    @Test func twoRefusalsAHundredMillisecondsApartAreTheTruth() {
        var presence = Self.start()
        Self.expect(&presence, pings: true, at: 1000)
        presence.hear(Self.refused, at: 1001)
        #expect(presence.state == .refusedOnce)
        Self.expect(&presence, pings: false, at: 1100)
        #expect(presence.deadline == 1101)
        Self.expect(&presence, pings: true, at: 1101)
        presence.hear(Self.refused, at: 1102)
        #expect(Self.cause(presence) == .refused)
        #expect(presence.deadline == nil)
    }

    @Test func aBMCThatWasJustStartingIsPresent() {
        var presence = Self.start()
        presence.hear(Self.refused, at: 1001)
        presence.hear(.nothing, at: 1101)
        #expect(presence.state == .refusedOnce)
        presence.hear(.answer, at: 1102)
        #expect(presence.state == .present)
        presence.hear(Self.refused, at: 1200)
        #expect(presence.state == .present)
    }

    @Test func noRouteIsAnotherCauseThanRefusal() {
        var presence = Self.start()
        presence.hear(Self.unreachable, at: 1001)
        presence.hear(Self.unreachable, at: 1101)
        #expect(Self.cause(presence) == .unreachable)
    }

    @Test func silenceIsToldAtItsEndAndNotBefore() {
        var presence = Self.start(silence: 2500)
        presence.look(at: 3499, sessionHeard: Self.quiet)
        #expect(presence.state == .waiting)
        for now in [1000, 2000, 3000] as [Int64] { Self.expect(&presence, pings: true, at: now) }
        #expect(presence.deadline == 3500)
        presence.look(at: 3500, sessionHeard: Self.quiet)
        #expect(Self.cause(presence) == .silent)
    }

    @Test func oneRefusalAndThenSilenceIsSilence() {
        var presence = Self.start()
        presence.hear(Self.refused, at: 1001)
        presence.look(at: 6000, sessionHeard: Self.quiet)
        #expect(Self.cause(presence) == .silent)
    }

    @Test func aBMCThatAnswersNoPingButTheSessionIsPresent() {
        var presence = Self.start()
        presence.look(at: 6000) { true }
        #expect(presence.state == .present)
    }

    @Test func theSessionIsAskedOnlyWhenItMatters() {
        var asked = 0
        var presence = Self.start()
        for now in stride(from: Int64(1000), through: 6000, by: 500) {
            presence.look(at: now) {
                asked += 1
                return false
            }
        }
        #expect(asked == 1)
    }

    /// A BMC may ignore pings and share a link with its node that goes down with it.
    @Test func aRefusalDoesNotCountOnceTheSessionHeardSomething() {
        var presence = Self.start()
        presence.hear(.refusal(111), at: 10)
        presence.hear(.refusal(111), at: 120)
        presence.look(at: 120, sessionHeard: { true })
        #expect(presence.state == .present)
    }

    @Test func whatWasSettledStaysSettled() {
        var presence = Self.start()
        presence.look(at: 6000, sessionHeard: Self.quiet)
        presence.hear(.answer, at: 6001)
        #expect(Self.cause(presence) == .silent)
        Self.expect(&presence, pings: false, at: 7000)
    }
}
