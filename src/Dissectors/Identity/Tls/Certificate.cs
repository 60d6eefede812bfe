namespace Sensor.Dissectors.Identity.Tls;

/// <summary>What a certificate says of whom (RFC 5280, section 4.1), as far as there are bytes of it. Views into them.</summary>
internal ref struct Certificate
{
    /// <summary>Names as they are encoded; see <see cref="DistinguishedName"/>.</summary>
    public ReadOnlySpan<byte> Issuer;

    public ReadOnlySpan<byte> Subject;

    /// <summary>Seconds since the Unix epoch; 0 where it can't be read.</summary>
    public long NotBefore;

    public long NotAfter;

    public static Certificate Read(ReadOnlySpan<byte> der)
    {
        var certificate = default(Certificate);
        var body = new DerReader(der).Enter(DerReader.Sequence).Enter(DerReader.Sequence);
        if (body.Next == DerReader.Explicit0)
        {
            body.Take(DerReader.Explicit0);
        }

        body.Take(DerReader.Integer);
        body.Take(DerReader.Sequence);
        certificate.Issuer = body.Take(DerReader.Sequence);
        var validity = body.Enter(DerReader.Sequence);
        certificate.NotBefore = Time(ref validity);
        certificate.NotAfter = Time(ref validity);
        certificate.Subject = body.Take(DerReader.Sequence);
        return certificate;
    }

    /// <summary>YYMMDDHHMMSSZ before 2050, with four digits of the year from then on (RFC 5280, section 4.1.2.5).</summary>
    private static long Time(ref DerReader validity)
    {
        var isUtc = validity.Next == DerReader.UtcTime;
        var text = validity.Take(isUtc ? DerReader.UtcTime : DerReader.GeneralizedTime);
        var digits = isUtc ? 12 : 14;
        if (text.Length != digits + 1 || text[digits] != (byte)'Z' || text[..digits].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return 0;
        }

        var year = isUtc ? Two(text, 0) : (100 * Two(text, 0)) + Two(text, 2);
        year += isUtc ? year < 50 ? 2000 : 1900 : 0;
        text = text[(digits - 10)..];
        var (month, day, hour, minute, second) = (Two(text, 0), Two(text, 2), Two(text, 4), Two(text, 6), Two(text, 8));
        return year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59
            ? 0
            : (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
    }

    private static int Two(ReadOnlySpan<byte> digits, int at) => (10 * (digits[at] - '0')) + digits[at + 1] - '0';
}
