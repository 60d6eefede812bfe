using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Identity.Http;

/// <summary>One HTTP/1 connection: reads heads, skips bodies (but for SOAP's, which are scanned), and puts each request together with its response, which may be seen first.</summary>
internal sealed partial class HttpConversation(PartitionContext context, HttpCounters counters, SoapListener? listener) : IdentityConversation(context)
{
    /// <summary>Bytes of the end of line behind a chunk.</summary>
    private const int ChunkEnd = 2;

    private readonly Side[] _sides = new Side[2];
    private HeadQueue _requests;
    private HeadQueue _responses;
    private Endpoint _client;
    private bool _isTunnel;
    private bool _hasTold;

    /// <summary>Where one line leads.</summary>
    private enum Phase : byte
    {
        /// <summary>A request line or a status line comes.</summary>
        Start,
        Fields,
        ChunkSize,
        Trailer,

        /// <summary>The place is lost: a request line or a status line is looked for.</summary>
        Lost,
    }

    protected override void Reset()
    {
        _sides.AsSpan().Clear();
        _requests.Clear();
        _responses.Clear();
        _client = Endpoint.Client;
        _isTunnel = _hasTold = false;
    }

    protected override Step Read(Direction direction, ReadOnlySpan<byte> data, in Moment at)
    {
        ref var side = ref _sides[(int)direction];
        if (_isTunnel)
        {
            return NoMore(0);
        }

        if (side.Body.Left > 0)
        {
            return ReadBody(direction, data, at);
        }

        switch (side.Lines.Read(data, out var line, out var used))
        {
            case LineKind.Incomplete:
                return Step.Need(0, data.Length + 1);
            case LineKind.Rest:
                return Step.Done(used);
        }

        var skip = side.Phase switch
        {
            Phase.Fields when line.IsEmpty => EndHead(direction, at),
            Phase.Fields => TakeField(ref side, line),
            Phase.ChunkSize => TakeChunk(ref side, line),
            Phase.Trailer => EndTrailer(direction, line, at),
            _ => Begin(direction, line, at),
        };
        return skip < 0 || _isTunnel ? NoMore(used) : Step.SkipAfter(used, skip);
    }

    protected override void Lose(Direction direction, long bytes, in Moment at)
    {
        ref var side = ref _sides[(int)direction];
        if (side.Body.TryLose(bytes))
        {
            return;
        }

        side.Lines.Lose();
        LosePlace(ref side);

        // Which response is whose isn't known any more.
        Flush(at);
    }

    protected override void Finish(in Moment at)
    {
        Flush(at);
        EndSoap(at);
    }

    private static void LosePlace(ref Side side) => (side.Phase, side.IsDamaged) = (Phase.Lost, true);

    private long Begin(Direction direction, ReadOnlySpan<byte> line, in Moment at)
    {
        ref var side = ref _sides[(int)direction];
        if (line.IsEmpty)
        {
            return 0;
        }

        // A body without an end of line may stand before a status.
        var within = side.Phase == Phase.Lost ? Math.Max(0, HttpLine.StatusWithin(line)) : 0;
        var isRequest = HttpLine.TryRequest(line, out var method);
        var status = 0;
        if (!isRequest && !HttpLine.TryStatus(line[within..], out status))
        {
            LosePlace(ref side);
            return 0;
        }

        counters.Resyncs += side.IsDamaged ? 1 : 0;
        side.IsDamaged = false;
        side.Phase = Phase.Fields;
        side.Head = new HttpHead { Ordinal = at.Ordinal, Length = -1, Method = method, Status = (ushort)status };
        _client = isRequest ? direction.Sender() : direction.Sender().Peer();
        return 0;
    }

    private long TakeField(ref Side side, ReadOnlySpan<byte> line)
    {
        HttpFields.Take(Context, ref side.Head, line);
        return 0;
    }

    /// <summary>Bytes of the body to skip; negative: all there are (RFC 9112, section 6.3).</summary>
    private long EndHead(Direction direction, in Moment at)
    {
        ref var side = ref _sides[(int)direction];
        ref readonly var head = ref side.Head;
        side.Phase = Phase.Start;
        var isResponse = head.Status != 0;
        if (isResponse && head.Status is >= 100 and < 200 and not 101)
        {
            return 0;
        }

        var method = isResponse ? TakeResponse(in head, at) : TakeRequest(in head, at);
        _isTunnel = head.Status == 101 || (isResponse && method == HttpMethod.Connect && head.Status < 300);
        if (isResponse && (method == HttpMethod.Head || head.Status is 204 or 304))
        {
            return 0;
        }

        side.Phase = head.IsChunked ? Phase.ChunkSize : Phase.Start;
        side.Body = new ScannedBody(BeginBody(direction, in head));
        return head.IsChunked ? 0
            : side.Body.IsScanned ? side.Body.Scan(head.Length)
            : head.Length >= 0 ? head.Length
            : isResponse ? -1
            : 0;
    }

    private static long TakeChunk(ref Side side, ReadOnlySpan<byte> line)
    {
        var size = HttpLine.ChunkSize(line);
        if (size < 0)
        {
            LosePlace(ref side);
            return 0;
        }

        side.Phase = size == 0 ? Phase.Trailer : Phase.ChunkSize;
        return size == 0 ? 0 : side.Body.IsScanned ? side.Body.Scan(size, ChunkEnd) : size + ChunkEnd;
    }

    private long EndTrailer(Direction direction, ReadOnlySpan<byte> line, in Moment at)
    {
        ref var side = ref _sides[(int)direction];
        side.Phase = line.IsEmpty ? Phase.Start : Phase.Trailer;
        if (line.IsEmpty)
        {
            EndBody(direction, at);
        }

        return 0;
    }

    private HttpMethod TakeRequest(in HttpHead request, in Moment at)
    {
        if (_responses.Count > 0)
        {
            Tell(request, _responses.Take(), at);
        }
        else
        {
            if (_requests.IsFull)
            {
                counters.GivenUp++;
                Tell(_requests.Take(), default, at);
            }

            _requests.Add(request);
        }

        return request.Method;
    }

    /// <summary>Answers with the method of its request, where that is known.</summary>
    private HttpMethod TakeResponse(in HttpHead response, in Moment at)
    {
        if (_requests.Count > 0)
        {
            var request = _requests.Take();
            Tell(request, response, at);
            return request.Method;
        }

        if (_responses.IsFull)
        {
            counters.GivenUp++;
            Tell(default, _responses.Take(), at);
        }

        _responses.Add(response);
        return HttpMethod.None;
    }

    private void Flush(in Moment at)
    {
        while (_requests.Count > 0)
        {
            Tell(_requests.Take(), default, at);
        }

        while (_responses.Count > 0)
        {
            Tell(default, _responses.Take(), at);
        }
    }

    private void Tell(in HttpHead request, in HttpHead response, in Moment at)
    {
        var exchange = new HttpExchange { Request = request, Response = response, IsFirst = !_hasTold, Client = _client, Quality = Quality };
        _hasTold = true;
        Write(exchange, at, _client, request.Ordinal == 0 ? response.Ordinal : request.Ordinal);
    }

    private struct Side
    {
        public LineReader Lines;
        public HttpHead Head;
        public Phase Phase;

        /// <summary>It had a place and lost it.</summary>
        public bool IsDamaged;

        public ScannedBody Body;
    }
}
