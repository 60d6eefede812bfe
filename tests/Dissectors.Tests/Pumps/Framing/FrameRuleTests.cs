using Sensor.Dissectors.Pumps.Compiled.Framing;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Tests.Pumps.Framing;

/// <summary>What can't be meant is said in one sentence, with its place.</summary>
public sealed class FrameRuleTests
{
    private static readonly FrameDefinition Line = new() { Start = [2], Ends = [[3]], Place = new Place(7, 3) };

    public static TheoryData<string, object> Mistakes => new()
    {
        { "Nothing says where the frame ends", new FrameDefinition { Start = [2], Place = Line.Place } },
        { "two ways", Line with { Size = 10 } },
        { "two ways", Line with { IsDatagram = true } },
        { "needs a start", Line with { Start = [], Ends = [], Size = 10 } },
        { "neither trailer nor tail", Line with { Checksums = [new ChecksumDefinition()] } },
        { "none is said", Line with { Trailer = [Known.Sum] } },
        { "one place", Line with { Trailer = [Known.Sum, Known.Sum], Checksums = [new ChecksumDefinition()] } },
        { "8, 16, 24 or 32", Line with { Trailer = [Known.Sum], Checksums = [new ChecksumDefinition { Width = 12, Place = Line.Place }] } },
        { "at most 16384", Line with { Max = 16_385 } },
        { "fewest", Line with { Min = 600, Max = 500 } },
        { "start or header", Line with { Header = 1, Length = new LengthDefinition(1, LengthCoding.U16BigEndian) { Place = Line.Place } } },
        { "1 to 8 of them", Line with { Header = 1, Length = new LengthDefinition(1, LengthCoding.Hex) { Place = Line.Place } } },
        { "how another begins", Line with { Ends = [[3], [3, 4]] } },
        { "one of the ends", Line with { More = [4] } },
        { "must be the frame's start", Line with { EndIsShared = true } },
        { "gives a frame up", Line with { Abort = 3 } },
        { "behind an end", Line with { Ends = [], Size = 9, Tail = [Known.Literal("x")] } },
        { "covers the end", Line with { Trailer = [Known.Sum], Checksums = [new ChecksumDefinition { ThroughEnd = true, Place = Line.Place }] } },
        { "either a byte", Line with { Escape = new EscapeDefinition() } },
        { "one that ends the frame", Line with { Escape = new EscapeDefinition { Byte = 3, Xor = 1 } } },
        { "Only a checksum tells", Line with { Escape = new EscapeDefinition { Byte = 4, Xor = 1, IsOptional = true } } },
        { "no end", Line with { Ends = [], Size = 9, Escape = new EscapeDefinition { Byte = 4, Xor = 1 } } },
        { "name of an element", Line with { Start = [], Ends = [], XmlRoots = ["a b"] } },
        { "nothing around it", Line with { Ends = [], XmlRoots = ["a"] } },
        { "1 ms to 60 s", Line with { Ends = [], IdleMilliseconds = 0 } },
        { "leave no room", Line with { Header = 200, Max = 100 } },
        { "without bytes", Line with { Alphabet = ByteSet.Of([]) } },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_is_said(string says, object frame)
    {
        var faults = new DefinitionFaults();
        FrameProgram.Compile(Known.Protocol((FrameDefinition)frame), faults);
        Assert.Contains(faults.All, f => f.Sentence.Contains(says, StringComparison.Ordinal));
        Assert.All(faults.All, f => Assert.Equal(Line.Place, f.Place));
        Assert.All(faults.All, f => Assert.EndsWith(".", f.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Frames_and_tokens_must_go_together()
    {
        Assert.Contains("leave no room for others", Sentences(Known.Protocol(Line, new FrameDefinition { IdleMilliseconds = 5 })), StringComparison.Ordinal);
        Assert.Contains("would never be found", Sentences(Known.Protocol(Line, Line with { Max = 9 })), StringComparison.Ordinal);
        Assert.Contains("first byte of a frame", Sentences(Known.Protocol(Line) with { Link = new LinkDefinition { Tokens = [new TokenDefinition(2, "x")] } }), StringComparison.Ordinal);
        Assert.Contains("is there twice", Sentences(Known.Protocol(Line) with { Link = new LinkDefinition { Tokens = [new TokenDefinition(6, "x"), new TokenDefinition(6, "y")] } }), StringComparison.Ordinal);
        Assert.Contains("1 to 16", Sentences(Known.Protocol()), StringComparison.Ordinal);
        Assert.Contains("parity", Sentences(Known.Protocol(Line with { Ends = [[0x83]] }) with { Link = new LinkDefinition { StripParity = true } }), StringComparison.Ordinal);
    }

    private static string Sentences(ProtocolDefinition definition)
    {
        var faults = new DefinitionFaults();
        FrameProgram.Compile(definition, faults);
        return string.Join(' ', faults.All.Select(f => f.Sentence));
    }
}
