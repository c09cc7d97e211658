import Glibc

/// Times as ISO 8601 writes them: `2026-01-31`, `2026-01-31 12:00:00Z`, `20260131T120000+09:00`.
enum ISODate {
    /// Seconds since 1970; nil for anything else. Without a zone it is that of this machine.
    static func seconds(_ text: String) -> Int? {
        var rest = Array(text.utf8)[...]
        guard let year = number(4, &rest), skip("-", &rest) != nil, let month = number(2, &rest),
            skip("-", &rest) != nil, let day = number(2, &rest), (1...12).contains(month), day > 0,
            day <= length(year, month), year > 0
        else { return nil }
        var time = (hour: 0, minute: 0, second: 0)
        if !rest.isEmpty {
            guard rest.first == UInt8(ascii: "T") || rest.first == UInt8(ascii: " ") else { return nil }
            rest.removeFirst()
            guard let read = clock(&rest) else { return nil }
            time = read
        }
        let seconds =
            days(year, month, day) * 86_400 + time.hour * 3600 + time.minute * 60 + time.second
        if rest.isEmpty { return local(year, month, day, time) }
        return zone(&rest).map { seconds - $0 }
    }

    /// As 2.1.5 prints it: `2026-01-31 12:00:00Z`.
    static func text(_ seconds: Int) -> String {
        var (moment, fields) = (time_t(seconds), tm())
        gmtime_r(&moment, &fields)
        let date = [Int(fields.tm_year) + 1900, Int(fields.tm_mon) + 1, Int(fields.tm_mday)].map(twoDigits)
        let time = [fields.tm_hour, fields.tm_min, fields.tm_sec].map { twoDigits(Int($0)) }
        return "\(date.joined(separator: "-")) \(time.joined(separator: ":"))Z"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

    // MARK: Reading

    private static func clock(_ rest: inout ArraySlice<UInt8>) -> (hour: Int, minute: Int, second: Int)? {
        guard let hour = number(2, &rest), skip(":", &rest) != nil, let minute = number(2, &rest),
            hour < 24 || hour == 24 && minute == 0, minute < 60
        else { return nil }
        var second = 0
        if skip(":", &rest) == true || rest.first.map(isDigit) == true {
            guard let read = number(2, &rest), read < 61, hour < 24 || read == 0 else { return nil }
            second = read
        }
        return (hour, minute, second)
    }

    /// What local time is ahead of UTC, in seconds.
    private static func zone(_ rest: inout ArraySlice<UInt8>) -> Int? {
        while rest.first == UInt8(ascii: " ") { rest.removeFirst() }
        if rest.elementsEqual("Z".utf8) { return 0 }
        guard let sign = rest.popFirst(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let hours = number(2, &rest), hours < 15
        else { return nil }
        _ = skip(":", &rest)
        guard let minutes = rest.isEmpty ? 0 : number(2, &rest), minutes < 60, rest.isEmpty else { return nil }
        return (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func number(_ digits: Int, _ rest: inout ArraySlice<UInt8>) -> Int? {
        guard rest.count >= digits, rest.prefix(digits).allSatisfy(isDigit) else { return nil }
        defer { rest = rest.dropFirst(digits) }
        return rest.prefix(digits).reduce(0) { $0 * 10 + Int($1) - 48 }
    }

    /// Whether the sign was there; it may be left out before a digit. Nil where anything else stands.
    private static func skip(_ sign: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool? {
        if rest.first == UInt8(ascii: sign) {
            rest.removeFirst()
            return true
        }
        return rest.first.map(isDigit) == true ? false : nil
    }

    // MARK: Counting

    /// Days of a month.
    private static func length(_ year: Int, _ month: Int) -> Int {
        days(month == 12 ? year + 1 : year, month % 12 + 1, 1) - days(year, month, 1)
    }

    /// From 1970-01-01, in the Gregorian calendar: years begin in March here, so that the leap day comes last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }

    /// Nil where mktime knows none; its answer for that is a good time, too.
    private static func local(_ year: Int, _ month: Int, _ day: Int, _ time: (hour: Int, minute: Int, second: Int))
        -> Int?
    {
        var fields = tm()
        fields.tm_year = Int32(year - 1900)
        fields.tm_mon = Int32(month - 1)
        fields.tm_mday = Int32(day)
        fields.tm_hour = Int32(time.hour)
        fields.tm_min = Int32(time.minute)
        fields.tm_sec = Int32(time.second)
        fields.tm_isdst = -1
        fields.tm_wday = -1
        let seconds = Int(mktime(&fields))
        return seconds == -1 && fields.tm_wday == -1 ? nil : seconds
    }
}
