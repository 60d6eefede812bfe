using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Http;

/// <summary>Bodies that are SOAP messages go to who listens to them.</summary>
internal sealed partial class HttpConversation
{
    /// <summary>Of a connection that has carried SOAP.</summary>
    private SoapDialogue? _soap;

    /// <summary>Whether the body is one that is scanned.</summary>
    private bool BeginBody(Direction direction, in HttpHead head)
    {
        if (listener is null || !head.IsSoap || head.IsEncoded || (head.Length <= 0 && !head.IsChunked))
        {
            return false;
        }

        _soap ??= listener.TryRent(Flow);
        counters.GivenUp += _soap is null ? 1 : 0;
        _soap?.BeginBody(direction);
        return _soap is not null;
    }

    private Step ReadBody(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        ref var side = ref _sides[(int)direction];
        if (!side.Body.IsScanned)
        {
            return Step.SkipAfter(0, side.Body.TakeAll());
        }

        var used = side.Body.Take(data.Length);
        _soap!.Feed(direction, data[..used]);
        if (side.Body.Left > 0)
        {
            return Step.Done(used);
        }

        var rest = side.Body.TakeAll();
        if (side.Phase == Phase.Start)
        {
            EndBody(direction, at);
        }

        return Step.SkipAfter(used, rest);
    }

    private void EndBody(Direction direction, in Moment at)
    {
        ref var side = ref _sides[(int)direction];
        if (side.Body.IsScanned)
        {
            side.Body = default;
            _soap!.EndBody(direction, Quality, at);
        }
    }

    private void EndSoap(in Moment at)
    {
        if (_soap is { } dialogue)
        {
            dialogue.Finish(Quality, at);
            listener!.Return(dialogue);
            _soap = null;
        }
    }
}
