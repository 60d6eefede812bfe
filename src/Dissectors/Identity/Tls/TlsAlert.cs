namespace Sensor.Dissectors.Identity.Tls;

/// <summary>Names of alerts (RFC 8446, section 6; RFC 5246, section 7.2; RFC 7301, section 3.2).</summary>
public static class TlsAlert
{
    public const byte Fatal = 2;

    public static ReadOnlySpan<byte> Text(byte description) => description switch
    {
        0 => "close_notify"u8,
        10 => "unexpected_message"u8,
        20 => "bad_record_mac"u8,
        22 => "record_overflow"u8,
        40 => "handshake_failure"u8,
        42 => "bad_certificate"u8,
        43 => "unsupported_certificate"u8,
        44 => "certificate_revoked"u8,
        45 => "certificate_expired"u8,
        46 => "certificate_unknown"u8,
        47 => "illegal_parameter"u8,
        48 => "unknown_ca"u8,
        49 => "access_denied"u8,
        50 => "decode_error"u8,
        51 => "decrypt_error"u8,
        70 => "protocol_version"u8,
        71 => "insufficient_security"u8,
        80 => "internal_error"u8,
        86 => "inappropriate_fallback"u8,
        109 => "missing_extension"u8,
        110 => "unsupported_extension"u8,
        112 => "unrecognized_name"u8,
        116 => "certificate_required"u8,
        120 => "no_application_protocol"u8,
        _ => "other"u8,
    };
}
