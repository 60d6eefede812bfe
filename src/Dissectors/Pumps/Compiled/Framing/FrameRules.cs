using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

/// <summary>What a frame definition must be to mean something.</summary>
internal sealed class FrameRules(FrameDefinition frame, bool stripsParity, DefinitionFaults faults)
{
    public const int MaxFrames = 16;
    private const int MaxLiteral = 64;
    private const int MaxPieces = 16;
    private const int MaxTokens = 32;
    private const int MaxArguments = 16;
    private const int MaxIdleMilliseconds = 60_000;

    /// <summary>What frames and tokens must be beside each other.</summary>
    public static void CheckTogether(ProtocolDefinition definition, DefinitionFaults faults)
    {
        var frames = definition.Frames;
        if (frames.Count is 0 or > MaxFrames)
        {
            faults.Add(definition.Place, $"A protocol has 1 to {MaxFrames} kinds of frames.");
        }

        if (definition.GoodFrames is < 1 or > MaxFrames)
        {
            faults.Add(definition.Place, $"1 to {MaxFrames} good frames make it certain.");
        }

        for (var i = 0; i < Math.Min(frames.Count, MaxFrames); i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (one, two) = (frames[j], frames[i]);
                var meet = one.From == Sender.Either || two.From == Sender.Either || one.From == two.From;
                if (meet && (Fills(one) || Fills(two)))
                {
                    faults.Add(two.Place, "Frames that silence or datagrams end leave no room for others of the same sender.");
                }
                else if (meet && one.Checksums.Count == 0 && one.Alphabet is null && IsSame(one, two))
                {
                    faults.Add(two.Place, "These frames look like those before them, which have neither checksum nor alphabet, so they would never be found.");
                }
            }
        }

        var tokens = definition.Link.Tokens;
        if (tokens.Count > MaxTokens)
        {
            faults.Add(tokens[MaxTokens].Place, $"A protocol has at most {MaxTokens} tokens.");
        }

        var seen = new HashSet<byte>();
        foreach (var token in tokens.Take(MaxTokens))
        {
            var fault = !seen.Add(token.Value) ? "is there twice"
                : token.Arguments is < 0 or > MaxArguments ? $"can have 0 to {MaxArguments} bytes of arguments"
                : frames.Any(f => (f.Start.Length > 0 && f.Start[0] == token.Value) || (f.XmlRoots.Count > 0 && token.Value == '<')) ? "is the first byte of a frame, too"
                : definition.Link.StripParity && token.Value > 0x7f ? "can't be above 0x7F where the parity bit is taken off"
                : null;
            if (fault is not null)
            {
                faults.Add(token.Place, $"Token 0x{token.Value:X2} {fault}.");
            }
        }
    }

    public void Check()
    {
        CheckEnding();
        CheckSizes();
        CheckLiterals();
        CheckEdges();
        CheckEscape();
        CheckLength();
    }

    private static bool Fills(FrameDefinition frame) => frame.IsDatagram || frame.IdleMilliseconds is not null;

    private static bool IsSame(FrameDefinition one, FrameDefinition two) =>
        two.Start.AsSpan().StartsWith(one.Start) && one.Ends.Count > 0 && two.Ends.All(e => one.Ends.Any(o => e.AsSpan().StartsWith(o))) && two.Ends.Count > 0;

    private void Fault(bool isFault, string sentence)
    {
        if (isFault)
        {
            faults.Add(frame.Place, sentence);
        }
    }

    private void CheckEnding()
    {
        var ways = (frame.Ends.Count > 0 ? 1 : 0) + (frame.Ends.Count == 0 && frame.Length is not null ? 1 : 0) + (frame.Size is not null ? 1 : 0)
            + (frame.XmlRoots.Count > 0 ? 1 : 0) + (frame.IdleMilliseconds is not null ? 1 : 0) + (frame.IsDatagram ? 1 : 0);
        Fault(ways == 0, "Nothing says where the frame ends: it needs an end, a length, a size, XML roots, silence or datagrams.");
        if (ways > 1)
        {
            var said = new[]
            {
                frame.Ends.Count > 0 ? "end" : null, frame.Ends.Count == 0 && frame.Length is not null ? "length" : null, frame.Size is not null ? "size" : null,
                frame.XmlRoots.Count > 0 ? "xml" : null, frame.IdleMilliseconds is not null ? "idle" : null, frame.IsDatagram ? "datagram" : null,
            };
            Fault(true, $"There are {(ways == 2 ? "two" : ways)} ways for the frame to end: {string.Join(" and ", said.OfType<string>())}.");
        }

        var counted = frame.Ends.Count == 0 && (frame.Length is not null || frame.Size is not null);
        Fault(counted && frame.Start.Length == 0, "A frame that ends by its length or size needs a start: nothing else tells where it begins after bytes were lost.");
        Fault(frame.EndIsShared && !frame.Ends.Any(e => e.AsSpan().SequenceEqual(frame.Start)), "A shared end must be the frame's start, too.");
        Fault(frame.KeepsEnd && (frame.Ends.Count == 0 || frame.EndIsShared || frame.Trailer.Count > 0), "An end that is kept needs an end of its own, and no trailer before it.");
        Fault(frame.EndIsShared && frame.Tail.Count > 0, "A shared end has no tail.");
        Fault(frame.More is { } more && !frame.Ends.Any(e => e.AsSpan().SequenceEqual(more)), "The end that says that there is more must be one of the ends.");
        Fault(frame.Abort is { } abort && (frame.Ends.Count == 0 || frame.Ends.Any(e => e.Contains(abort))), "A byte that gives a frame up is none of its ends, and its frame has an end.");
        Fault(frame.IdleMilliseconds is <= 0 or > MaxIdleMilliseconds, $"Silence that ends a frame lasts 1 ms to {MaxIdleMilliseconds / 1000} s.");
        var isPlain = frame.Start.Length == 0 && frame.Header == 0 && frame.Trailer.Count == 0 && frame.Tail.Count == 0 && frame.Length is null;
        Fault(frame.XmlRoots.Count > 0 && !isPlain, "An XML document has nothing around it; with a start and an end, leave the roots to the messages.");
        Fault(frame.XmlRoots.Count > MaxPieces, $"There are at most {MaxPieces} XML roots.");
        Fault(frame.XmlRoots.Any(r => r.Length is 0 or > MaxLiteral || r.Any(c => c is '<' or '>' or '/' || char.IsWhiteSpace(c))), "An XML root is the name of an element.");
    }

    private void CheckSizes()
    {
        Fault(frame.Max is < 1 or > FrameShape.MaxFrame, $"A frame has at most {FrameShape.MaxFrame} bytes.");
        Fault(frame.Size is < 1 or > FrameShape.MaxFrame, $"A frame's size is 1 to {FrameShape.MaxFrame} bytes.");
        Fault(frame.Min < 0 || frame.Min > frame.Max, "The fewest bytes of a frame can't be more than the most.");
        Fault(frame.Header is < 0 or > 256, "A header has 0 to 256 bytes.");
        Fault(frame.Start.Length + frame.Header >= Math.Min(frame.Max, frame.Size ?? frame.Max), "Start and header leave no room in the frame.");
        Fault(frame.Alphabet is { Low: var low, High: var high } && low == 0 && high == 0, "An alphabet without bytes allows none.");
    }

    private void CheckLiterals()
    {
        Fault(frame.Start.Length > MaxLiteral || frame.Ends.Any(e => e.Length is 0 or > MaxLiteral), $"Starts and ends have 1 to {MaxLiteral} bytes.");
        Fault(frame.Ends.Count > MaxPieces, $"There are at most {MaxPieces} ends.");
        for (var i = 0; i < Math.Min(frame.Ends.Count, MaxPieces); i++)
        {
            for (var j = 0; j < Math.Min(frame.Ends.Count, MaxPieces); j++)
            {
                Fault(i != j && frame.Ends[i].AsSpan().StartsWith(frame.Ends[j]) && (i < j || frame.Ends[i].Length > frame.Ends[j].Length),
                    "One end is how another begins, so that nobody can tell which it is.");
            }
        }

        Fault(stripsParity && frame.Start.Concat(frame.Ends.SelectMany(e => e)).Any(b => b > 0x7f), "Where the parity bit is taken off no byte is above 0x7F.");
    }

    private void CheckEdges()
    {
        var pieces = frame.Trailer.Concat(frame.Tail).ToArray();
        var places = pieces.Count(p => p.Literal is null);
        Fault(pieces.Length > MaxPieces || pieces.Any(p => p.Literal is { Length: 0 or > MaxLiteral }), $"Trailer and tail have at most {MaxPieces} pieces of 1 to {MaxLiteral} bytes.");
        Fault(places > 1, "The checksum stands in one place.");
        Fault(places == 0 && frame.Checksums.Count > 0, "The checksum stands in neither trailer nor tail.");
        Fault(places == 1 && frame.Checksums.Count == 0, "There is a place for a checksum, but none is said.");
        Fault(frame.Tail.Count > 0 && frame.Ends.Count == 0, "A tail stands behind an end, and this frame has none.");
        Fault(frame.Checksums.Count > 8, "There are at most 8 checksums to choose from.");
        var inTail = frame.Tail.Any(p => p.Literal is null);
        foreach (var sum in frame.Checksums.Take(8))
        {
            if (sum.ThroughEnd && !inTail)
            {
                faults.Add(sum.Place, "A checksum that covers the end stands behind it, in the tail.");
            }

            if (inTail && Written(sum) != Written(frame.Checksums[0]))
            {
                faults.Add(sum.Place, "Checksums in a tail must be equally long: nothing else tells where the frame ends.");
            }

            if (stripsParity && sum.Coding is (ChecksumCoding.BigEndian or ChecksumCoding.LittleEndian))
            {
                faults.Add(sum.Place, "A binary checksum doesn't survive where the parity bit is taken off.");
            }
        }
    }

    private static int Written(ChecksumDefinition sum) => sum.Coding switch
    {
        ChecksumCoding.Hex => sum.Digits > 0 ? sum.Digits : sum.Width / 4,
        ChecksumCoding.Decimal => sum.Digits,
        _ => sum.Width / 8,
    };

    private void CheckEscape()
    {
        if (frame.Escape is not { } escape)
        {
            return;
        }

        var ends = frame.Ends.SelectMany(e => e).ToHashSet();
        var fault = frame.Ends.Count == 0 ? "Escapes keep ends out of content, and this frame has no end."
            : escape.Byte is null == (escape.Pairs.Count == 0) ? "Escapes are either a byte with an xor, or pairs."
            : escape.Byte is not null && escape.Xor == 0 ? "An escaped byte must be written as another: its xor can't be 0."
            : escape.Pairs.Count > MaxLiteral ? $"There are at most {MaxLiteral} pairs."
            : escape.Byte is { } single && ends.Contains(single) ? "The byte that escapes can't be one that ends the frame."
            : escape.Pairs.Any(p => ends.Contains(p.First) || ends.Contains(p.Second)) ? "A pair can't have a byte that ends the frame."
            : escape.IsOptional && frame.Checksums.Count == 0 ? "Only a checksum tells whether optional escapes are there."
            : null;
        if (fault is not null)
        {
            faults.Add(escape.Place == default ? frame.Place : escape.Place, fault);
        }
    }

    private void CheckLength()
    {
        if (frame.Length is not { } length)
        {
            return;
        }

        var ascii = length.Coding is LengthCoding.Decimal or LengthCoding.Hex;
        var fault = length.Coding > LengthCoding.Ber ? "The coding of the length isn't known."
            : ascii && length.Digits is < 1 or > 8 ? "A length in digits has 1 to 8 of them."
            : length.Offset < 0 || length.Offset + (long)new LengthField(length).Size > frame.Start.Length + (long)frame.Header ? $"The length must stand in start or header: give {length.Offset + new LengthField(length).Size - frame.Start.Length} bytes or more as 'header', and leave them out of the messages."
            : Math.Abs((long)length.Add) > FrameShape.MaxFrame ? "What is added to a length is less than a frame."
            : null;
        if (fault is not null)
        {
            faults.Add(length.Place == default ? frame.Place : length.Place, fault);
        }
    }
}
