/// A line that is not the node's own, in a captured console.
public enum ConsoleMark {
    /// `[stonith 2026-03-30T14:43:09Z: the console is captured]`
    public static func line(_ text: String, unixSeconds: Int64) -> String {
        "[stonith \(stamp(unixSeconds)): \(text)]"
    }

    /// RFC 3339, in UTC: the ring may be read by a daemon that has another time zone.
    static func stamp(_ unixSeconds: Int64) -> String {
        let (days, seconds) = unixSeconds.quotientAndRemainder(dividingBy: 86_400)
        let (year, month, day) = date(days)
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(twoDigits).joined(separator: ":")
        return "\(year)-\(twoDigits(month))-\(twoDigits(day))T\(clock)Z"
    }

    /// The Gregorian date so many days after 1970-01-01, counted in years that begin in March.
    private static func date(_ days: Int64) -> (Int64, Int64, Int64) {
        let (era, dayOfEra) = (days + 719_468).quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9, day)
    }

    private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
