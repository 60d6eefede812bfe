using System.Buffers;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>What one sender's frames look like, taken together. Immutable.</summary>
internal sealed class FrameSide
{
    private readonly TokenDefinition?[] _tokens = new TokenDefinition?[256];
    private readonly FrameShape[] _bare;
    private readonly SearchValues<byte> _starts;
    private readonly SearchValues<byte> _begins;
    private readonly SearchValues<byte> _ends;

    public FrameSide(FrameShape[] shapes, IEnumerable<TokenDefinition> tokens, bool stripsParity)
    {
        Shapes = shapes;
        Silence = shapes.FirstOrDefault(s => s.Ending == FrameEnding.Silence);
        Datagram = Silence is null ? shapes.FirstOrDefault(s => s.Ending == FrameEnding.Datagram) : null;
        _bare = [.. shapes.Where(s => s.IsBare)];
        foreach (var token in tokens)
        {
            _tokens[token.Value] = token;
        }

        var starts = shapes.Where(s => s.Start.Length > 0).Select(s => s.Start[0]).Concat(shapes.Any(s => s.Ending == FrameEnding.Xml) ? [(byte)'<'] : []);
        _starts = SearchValues.Create([.. starts.Distinct()]);
        _ends = SearchValues.Create([.. _bare.SelectMany(s => s.Ends.Select(e => e[0]).Concat(s.Abort >= 0 ? [(byte)s.Abort] : [])).Distinct()]);
        var begins = Bytes.Where(b => _starts.Contains(b) || _tokens[b] is not null || shapes.Any(s => BeginsWith(s, b))).ToArray();
        _begins = SearchValues.Create(begins);
        MayBeTelnet = Silence is null && Datagram is null && !_starts.Contains(LinkCleaner.Iac) && _tokens[LinkCleaner.Iac] is null;
        byte[] opening = [.. begins, 0x00, 0x0a, 0x0d, .. MayBeTelnet ? [LinkCleaner.Iac] : Array.Empty<byte>()];
        Opening = SearchValues.Create([.. opening, .. stripsParity ? opening.Select(b => (byte)(b ^ 0x80)) : []]);
    }

    public FrameShape[] Shapes { get; }

    /// <summary>Its frames end by silence, and there are no others.</summary>
    public FrameShape? Silence { get; }

    /// <summary>Its frames are datagrams, and there are no others.</summary>
    public FrameShape? Datagram { get; }

    /// <summary>Nothing of its own begins as Telnet's option bytes do.</summary>
    public bool MayBeTelnet { get; }

    /// <summary>Some of its frames are found only where others end.</summary>
    public bool HasBare => _bare.Length > 0;

    /// <summary>With what its first byte on the wire can be.</summary>
    public SearchValues<byte> Opening { get; }

    private static IEnumerable<byte> Bytes => Enumerable.Range(0, 256).Select(i => (byte)i);

    public TokenDefinition? TokenOf(byte value) => _tokens[value];

    public bool IsStart(byte value) => _starts.Contains(value);

    /// <summary>A frame or a token can begin so.</summary>
    public bool MayBegin(byte value) => _begins.Contains(value);

    public int NextStart(ReadOnlySpan<byte> data) => data.IndexOfAny(_starts);

    /// <summary>Where a frame without a start of its own can begin: behind the next end.</summary>
    /// <param name="data">Bytes.</param>
    /// <param name="behind">That place; 0 where there is no whole end.</param>
    /// <returns>Bytes at the end of <paramref name="data"/> that may be the front of an end.</returns>
    public int NextBehindEnd(ReadOnlySpan<byte> data, out int behind)
    {
        behind = 0;
        for (var at = 0; at < data.Length; at++)
        {
            var next = data[at..].IndexOfAny(_ends);
            if (next < 0)
            {
                return 0;
            }

            at += next;
            var rest = data[at..];
            foreach (var shape in _bare)
            {
                if (rest[0] == shape.Abort)
                {
                    behind = at + 1;
                    return 0;
                }

                foreach (var end in shape.Ends)
                {
                    if (rest.StartsWith(end) && rest.Length >= end.Length + shape.TailSize)
                    {
                        behind = at + end.Length + shape.TailSize;
                        return 0;
                    }

                    if (rest.StartsWith(end) || (rest.Length < end.Length && end.AsSpan().StartsWith(rest)))
                    {
                        return rest.Length;
                    }
                }
            }
        }

        return 0;
    }

    private static bool BeginsWith(FrameShape shape, byte value) => shape.Start.Length == 0 && shape.Ending switch
    {
        FrameEnding.Xml => value == '<',
        FrameEnding.Delimiter => shape.Forbidden is { } forbidden ? !forbidden.Contains(value)
            : shape.Definition.Header > 0 || shape.Escape is not null || shape.Definition.Alphabet is null || shape.Definition.Alphabet.Contains(value)
                || shape.Ends.Any(e => e[0] == value) || shape.Edges.Any(e => e.TrailerSize > 0),
        _ => true,
    };
}
