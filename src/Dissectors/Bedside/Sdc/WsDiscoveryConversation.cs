using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Bedside.Sdc;

/// <summary>Messages of WS-Discovery between one sender and those it sends to, each in a datagram of its own: nothing is remembered between two.</summary>
internal sealed class WsDiscoveryConversation : BedsideConversation
{
    /// <summary>Matches of one message that are told.</summary>
    private const int MaxMatches = 16;

    /// <summary>Bytes of names that are shown.</summary>
    private const int MaxName = 128;

    private readonly SoapMessage _message;
    private Direction _direction;
    private Moment _at;
    private int _matches;

    public WsDiscoveryConversation(PartitionContext context)
        : base(context) => _message = new SoapMessage(Announce);

    protected override ReadOnlySpan<byte> Family => "sdc"u8;

    protected override void Reset()
    {
    }

    protected override Step Read(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        (_direction, _at, _matches) = (direction, at, 0);
        _message.Clear();
        _message.Feed(data);
        return Step.Done(data.Length);
    }

    protected override void Lose(Direction direction, long bytes, in Moment at)
    {
    }

    protected override void Finish(in Moment at)
    {
    }

    private void Announce()
    {
        if (_matches == MaxMatches)
        {
            return;
        }

        _matches++;
        var fact = new WsDiscoveryMessage
        {
            What = KindOf(_message.Announcing),
            Endpoint = Context.Intern(NameKind.Serial, PlainText.Printable(_message.Endpoint.Text, MaxName)),
            Types = Term(PlainText.Printable(_message.Types.Text, MaxName)),
            Location = Context.Intern(NameKind.Other, PlainText.Printable(DiscoveryTexts.Location(_message.Scopes.Text), MaxName)),
            IsMedical = DiscoveryTexts.IsMedical(_message.Types.Text, _message.Scopes.Text),
            Sender = _direction.Sender(),
            Quality = Quality & ~Quality.OneSided,
        };
        foreach (var range in _message.Addresses.Text.Split((byte)' '))
        {
            var address = _message.Addresses.Text[range];
            var isHttps = address.StartsWith("https://"u8);
            if (isHttps || address.StartsWith("http://"u8))
            {
                fact.IsHttps |= isHttps;
                fact.IsPlainHttp |= !isHttps;
                fact.Address = fact.Address.IsNone ? PlainText.Host(Context, DiscoveryTexts.HostOf(address)) : fact.Address;
            }
        }

        Context.Facts.Write(in fact, Flow, _at.Time, _at.Ordinal, fact.Quality, fact.Sender);
    }

    private static DiscoveryKind KindOf(SoapElement element) => element switch
    {
        SoapElement.Hello => DiscoveryKind.Hello,
        SoapElement.Bye => DiscoveryKind.Bye,
        SoapElement.Probe => DiscoveryKind.Probe,
        SoapElement.ProbeMatch => DiscoveryKind.ProbeMatch,
        SoapElement.Resolve => DiscoveryKind.Resolve,
        SoapElement.ResolveMatch => DiscoveryKind.ResolveMatch,
        _ => DiscoveryKind.Other,
    };
}
