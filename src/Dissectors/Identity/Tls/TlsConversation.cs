using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Tls;

/// <summary>
/// One TLS connection: reads the records of both sides until each has begun to send in cipher, and then nothing more. Loss inside a record that was being
/// waited for is survived; after any other the rest of that side is passed over, because nothing in cipher says where a record begins.
/// </summary>
public sealed class TlsConversation(PartitionContext context) : IdentityConversation(context)
{
    /// <summary>Bytes of a record that are looked at: hellos and the beginning of the first certificate.</summary>
    private const int Window = 4096;

    private const int MessageHeader = 4;
    private const byte ClientHello = 1, ServerHello = 2, CertificateMessage = 11;

    /// <summary>TLS 1.3's alert in cipher: level, description, content type and a tag of 16 (RFC 8446, section 5.2). No message of a handshake is so short.</summary>
    private const int CipheredAlert = 2 + 1 + 16;

    private readonly Side[] _sides = new Side[2];
    private TlsSession _session;
    private bool _hasFailed;
    private bool _hasEarlyData;
    private bool _isTold;

    protected override void Reset()
    {
        _sides.AsSpan().Clear();
        _session = default;
        _hasFailed = _hasEarlyData = _isTold = false;
    }

    protected override Step Read(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        ref var side = ref _sides[(int)direction];
        if (_isTold || side.IsDone)
        {
            return NoMore(0);
        }

        if (side.Owed > 0)
        {
            var owed = side.Owed;
            side.Owed = 0;
            return Step.SkipAfter(0, owed);
        }

        if (!side.HasBegun && data[0] >= 0x80)
        {
            return ReadSslv2(direction, data, at);
        }

        if (data.Length < TlsRecord.Size)
        {
            return Step.Need(0, TlsRecord.Size);
        }

        return TlsRecord.TryParse(data, out var record) ? ReadRecord(direction, record, data, at) : Stop(ref side, at);
    }

    protected override void Lose(Direction direction, long bytes, in Moment at)
    {
        ref var side = ref _sides[(int)direction];
        if (bytes <= side.Asked)
        {
            side.Owed = side.Asked - bytes;
            side.Asked = 0;
            side.HasBegun = side.IsPastMessages = true;
        }
        else if (!side.IsDone)
        {
            Stop(ref side, at);
        }
    }

    protected override void Finish(in Moment at)
    {
        if (!_isTold && (_sides[0].HasBegun || _sides[1].HasBegun))
        {
            Tell(at);
        }
    }

    private Step ReadSslv2(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        ref var side = ref _sides[(int)direction];
        if (data.Length < Sslv2Hello.Size)
        {
            return Step.Need(0, Sslv2Hello.Size);
        }

        if (!Sslv2Hello.TryParse(data, out var hello))
        {
            return Stop(ref side, at);
        }

        side.HasBegun = true;
        _session.Client = hello.IsClients ? direction.Sender() : direction.Sender().Peer();
        var version = TlsVersions.Of(hello.Version);
        if (hello.IsClients)
        {
            _session.ClientVersion = version;
        }
        else
        {
            _session.Version = version;
        }

        // What follows a newer version's hello is in records, what follows SSL 2.0's own isn't read.
        if (version == TlsVersion.Sslv2)
        {
            return Stop(ref side, at);
        }

        TellIfOver(at);
        return Step.SkipAfter(Sslv2Hello.Size, hello.Length - Sslv2Hello.Size);
    }

    private Step ReadRecord(Direction direction, in TlsRecord record, ReadOnlySpan<byte> data, in Moment at)
    {
        ref var side = ref _sides[(int)direction];
        var isInCipher = record.Content == TlsContent.ApplicationData;
        if (record.Content == TlsContent.Handshake && side.HasChangedCipher)
        {
            if (data.Length < TlsRecord.Size + MessageHeader && record.Length >= MessageHeader)
            {
                return Step.Need(0, TlsRecord.Size + MessageHeader);
            }

            // TLS 1.3 may change ciphers for show and say hello again (RFC 8446, appendix D.4).
            isInCipher = !IsHello(data[TlsRecord.Size..], record.Length);
        }

        var wanted = isInCipher ? 0
            : record.Content == TlsContent.Handshake ? Math.Min(record.Length, Window)
            : record is { Content: TlsContent.Alert, Length: TlsRecord.AlertLength } ? record.Length
            : 0;
        if (data.Length < TlsRecord.Size + wanted)
        {
            side.Asked = TlsRecord.Size + record.Length;
            return Step.Need(0, TlsRecord.Size + wanted);
        }

        side.Asked = 0;
        side.HasBegun = true;
        var body = data.Slice(TlsRecord.Size, wanted);
        if (isInCipher)
        {
            TakeCiphered(ref side, direction.Sender() == _session.Client, record);
        }
        else if (record.Content == TlsContent.Handshake)
        {
            TakeMessages(direction, body, record.Length, at);
        }
        else if (record.Content == TlsContent.Alert)
        {
            TakeAlert(ref side, body);
        }
        else if (record.Content == TlsContent.ChangeCipherSpec)
        {
            side.HasChangedCipher = true;
        }

        TellIfOver(at);
        return Step.SkipAfter(TlsRecord.Size + wanted, record.Length - wanted);
    }

    private static bool IsHello(ReadOnlySpan<byte> fragment, int length) =>
        fragment.Length >= MessageHeader && fragment[0] is ClientHello or ServerHello
        && ((fragment[1] << 16) | (fragment[2] << 8) | fragment[3]) == length - MessageHeader;

    private void TakeCiphered(ref Side side, bool isClient, in TlsRecord record)
    {
        side.IsInCipher = side.IsDone = true;
        _hasFailed |= isClient && !_hasEarlyData && record is { Content: TlsContent.ApplicationData, Length: <= CipheredAlert };
    }

    /// <summary>An alert in clear is its level and description; one in cipher, before its side had finished, can only be the end.</summary>
    private void TakeAlert(ref Side side, ReadOnlySpan<byte> body)
    {
        if (body is [not TlsAlert.Fatal, _])
        {
            return;
        }

        side.IsDone = _hasFailed = true;
        if (body is [_, var description])
        {
            _session.HasAlert = true;
            _session.Alert = description;
        }
    }

    /// <param name="direction">Who says them.</param>
    /// <param name="window">The beginning of a record's fragment.</param>
    /// <param name="length">The fragment's length.</param>
    /// <param name="at">When.</param>
    private void TakeMessages(Direction direction, ReadOnlySpan<byte> window, int length, in Moment at)
    {
        ref var side = ref _sides[(int)direction];
        if (side.IsPastMessages)
        {
            return;
        }

        var offset = Math.Min(side.MessageRest, length);
        side.MessageRest -= offset;
        while (offset + MessageHeader <= window.Length)
        {
            var header = new FieldReader(window[offset..]);
            var type = header.Byte();
            var body = header.Number24();
            Take(direction, type, header.Take(body), at);
            offset += MessageHeader + body;
            if (offset > length)
            {
                side.MessageRest = offset - length;
                return;
            }
        }

        // What begins behind the window, or in the last bytes of a record, isn't followed.
        side.IsPastMessages = offset < length;
    }

    private void Take(Direction direction, byte type, ReadOnlySpan<byte> body, in Moment at)
    {
        ref var side = ref _sides[(int)direction];
        switch (type)
        {
            case ClientHello:
                _session.Client = direction.Sender();
                TakeClient(TlsHello.Read(body, isClients: true));
                break;
            case ServerHello:
                _session.Client = direction.Sender().Peer();
                side.IsServer = true;
                TakeServer(TlsHello.Read(body, isClients: false));
                break;

            // A client's may name a person.
            case CertificateMessage when side.IsServer:
                var list = new FieldReader(body);
                list.Number24();
                TakeCertificate(Certificate.Read(list.Take(list.Number24())), at);
                break;
        }
    }

    private void TakeClient(in TlsHello hello)
    {
        _session.ClientVersion = hello.Version;
        _session.Sni = PlainText.Host(Context, hello.Host);
        _hasEarlyData |= hello.HasEarlyData;
        var names = hello.Protocols;
        for (var i = 0; i < OfferedProtocols.Length && !names.IsAtEnd;)
        {
            // Names that aren't any keep servers tolerant (RFC 8701).
            _session.Offered[i] = PlainText.Banner(Context, names.Vector8().Rest);
            i += _session.Offered[i].IsNone ? 0 : 1;
        }
    }

    private void TakeServer(in TlsHello hello)
    {
        _session.Version = hello.Version;
        _session.HasCipher = hello.HasCipher;
        _session.Cipher = hello.Cipher;
        var names = hello.Protocols;
        _session.Alpn = PlainText.Banner(Context, names.Vector8().Rest);
    }

    private void TakeCertificate(in Certificate certificate, in Moment at)
    {
        _session.Subject = Intern(certificate.Subject);
        _session.Issuer = Intern(certificate.Issuer);
        _session.IsSelfSigned = !_session.Subject.IsNone && certificate.Subject.SequenceEqual(certificate.Issuer);
        (_session.NotBefore, _session.NotAfter) = (certificate.NotBefore, certificate.NotAfter);
        _session.SeenAt = at.Time / 1_000_000_000;
        var name = DistinguishedName.CommonName(certificate.Subject);
        _session.CertificateHost = name.Contains((byte)'.') && !name.Contains((byte)':') ? PlainText.Host(Context, name) : NameId.None;
    }

    private NameId Intern(ReadOnlySpan<byte> name)
    {
        Span<byte> text = stackalloc byte[DistinguishedName.MaxLength];
        return Context.Intern(NameKind.Certificate, text[..DistinguishedName.Format(name, text)]);
    }

    private Step Stop(ref Side side, in Moment at)
    {
        side.IsDone = true;
        TellIfOver(at);
        return NoMore(0);
    }

    /// <summary>After an alert only the other side's first words are waited for, which may be seen later.</summary>
    private void TellIfOver(in Moment at)
    {
        if (!_isTold && ((_sides[0].IsDone && _sides[1].IsDone) || (_hasFailed && _sides[0].HasBegun && _sides[1].HasBegun)))
        {
            Tell(at);
        }
    }

    private void Tell(in Moment at)
    {
        _isTold = true;
        _session.Quality = Quality;
        _session.Handshake = _hasFailed ? TlsHandshake.Failed
            : _sides[0].IsInCipher && _sides[1].IsInCipher ? TlsHandshake.Completed
            : TlsHandshake.Unknown;
        Write(_session, at, _session.Client);
    }

    private struct Side
    {
        /// <summary>Bytes of the record that is waited for, its header with them.</summary>
        public long Asked;

        /// <summary>Bytes still to come of a record that was damaged.</summary>
        public long Owed;

        /// <summary>Bytes of a message that go on in the next record.</summary>
        public int MessageRest;
        public bool HasBegun;
        public bool HasChangedCipher;
        public bool IsInCipher;
        public bool IsServer;

        /// <summary>Where the next message begins isn't known.</summary>
        public bool IsPastMessages;
        public bool IsDone;
    }
}
