namespace Sensor.Dissectors.Identity.Tls;

/// <summary>
/// A ClientHello or a ServerHello (RFC 8446, sections 4.1.2 and 4.1.3; RFC 5246, section 7.4.1), as far as there are bytes of it. Views into them.
/// </summary>
internal ref struct TlsHello
{
    private const int RandomLength = 32;
    private const ushort ServerName = 0, Alpn = 16, EarlyDataExtension = 42, SupportedVersions = 43;

    /// <summary>RFC 6066, section 3: the only type of name there is.</summary>
    private const byte HostName = 0;

    /// <summary>Of a client the newest offered, of a server the one chosen.</summary>
    public TlsVersion Version;

    /// <summary>Chosen by the server; see <see cref="HasCipher"/>.</summary>
    public ushort Cipher;
    public bool HasCipher;

    public ReadOnlySpan<byte> Host;

    /// <summary>Application protocols: those offered, or the one chosen. Names behind a byte of length each (RFC 7301, section 3.1).</summary>
    public FieldReader Protocols;

    /// <summary>The client sends data before the handshake is over (RFC 8446, section 4.2.10).</summary>
    public bool HasEarlyData;

    public static TlsHello Read(ReadOnlySpan<byte> body, bool isClients)
    {
        var hello = default(TlsHello);
        var reader = new FieldReader(body);
        hello.Version = TlsVersions.Of(reader.Number());
        reader.Take(RandomLength);
        reader.Vector8();
        if (isClients)
        {
            // Cipher suites and compression methods.
            reader.Vector16();
            reader.Vector8();
        }
        else
        {
            hello.HasCipher = reader.Rest.Length >= 2;
            hello.Cipher = reader.Number();
            reader.Byte();
        }

        for (var extensions = reader.Vector16(); !extensions.IsAtEnd;)
        {
            hello.Take(extensions.Number(), extensions.Vector16(), isClients);
        }

        return hello;
    }

    private void Take(ushort type, FieldReader extension, bool isClients)
    {
        switch (type)
        {
            case ServerName:
                var names = extension.Vector16();
                Host = names.Byte() == HostName ? names.Vector16().Rest : default;
                break;
            case Alpn:
                Protocols = extension.Vector16();
                break;
            case EarlyDataExtension:
                HasEarlyData = true;
                break;
            case SupportedVersions:
                Version = isClients ? Newest(extension.Vector8()) : TlsVersions.Of(extension.Number());
                break;
        }
    }

    /// <summary>Versions that aren't any are sent on purpose, to keep servers tolerant (RFC 8701).</summary>
    private static TlsVersion Newest(FieldReader versions)
    {
        var newest = TlsVersion.None;
        while (!versions.IsAtEnd)
        {
            var version = TlsVersions.Of(versions.Number());
            newest = version > newest ? version : newest;
        }

        return newest;
    }
}
