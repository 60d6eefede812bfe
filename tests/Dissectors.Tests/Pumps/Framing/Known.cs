using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Tests.Pumps.Framing;

/// <summary>The frames of published protocols, as definitions say them.</summary>
internal static class Known
{
    public static readonly ByteSet Text = ByteSet.Of([.. Enumerable.Range(0x20, 0x5f).Select(i => (byte)i)]);

    public static readonly EdgeDefinition Sum = new((byte[]?)null);

    public static ProtocolDefinition Alaris { get; } = Protocol(new FrameDefinition
    {
        Start = [.. "!"u8],
        Ends = [[.. "\r"u8]],
        Abort = 0x1b,
        Max = 512,
        Alphabet = Text,
        Trailer = [Literal("|"), Sum],
        Checksums = [Preset("ccitt-false", ChecksumCoding.Hex)],
    });

    public static ProtocolDefinition Bcc { get; } = Protocol(new FrameDefinition
    {
        Start = [0x01],
        Header = 6,
        Ends = [[0x03], [0x17]],
        More = [0x17],
        Length = new LengthDefinition(1, LengthCoding.Decimal, 5),
        Max = 16_384,
        Escape = new EscapeDefinition
        {
            Pairs = [((byte)'E', (byte)'X', (byte)'D'), ((byte)'E', (byte)'E', (byte)'E'), ((byte)'e', (byte)'x', (byte)'d'), ((byte)'e', (byte)'e', (byte)'e')],
            IsOptional = true,
        },
        Tail = [Sum, Literal("\x04")],
        Checksums = [new ChecksumDefinition { Kind = ChecksumKind.Sum, Width = 8, Coding = ChecksumCoding.Decimal, Digits = 5, FromStart = true, ThroughEnd = true }],
    }) with
    {
        Ports = [4001],
        Link = new LinkDefinition { Tokens = [new TokenDefinition(0x06, "ack", TokenMeaning.Received), new TokenDefinition(0x15, "nak", TokenMeaning.Failed)] },
    };

    public static ProtocolDefinition Dianet { get; } = Protocol(new FrameDefinition
    {
        Start = [0x7e],
        Ends = [[0x7e]],
        EndIsShared = true,
        Max = 256,
        Escape = new EscapeDefinition { Byte = 0x7d, Xor = 0x20 },
        Trailer = [Sum],
        Checksums = [Preset("ccitt-false", ChecksumCoding.BigEndian) with { IsAugmented = false }],
    }) with
    {
        Link = new LinkDefinition { Tokens = [new TokenDefinition(0x80, "monitor")] },
    };

    public static ProtocolDefinition Fresenius { get; } = Protocol(new FrameDefinition
    {
        Start = [0x02],
        Ends = [[0x03]],
        Max = 256,
        Alphabet = Text,
        Trailer = [Sum],
        Checksums = [new ChecksumDefinition { Kind = ChecksumKind.Sum, Width = 8, XorOut = 0xff, Coding = ChecksumCoding.Hex }],
    }) with
    {
        Link = new LinkDefinition
        {
            StripParity = true,
            Tokens =
            [
                new TokenDefinition(0x06, "ack", TokenMeaning.Received),
                new TokenDefinition(0x15, "nak", TokenMeaning.Failed, 1),
                new TokenDefinition(0x05, "enq"),
                new TokenDefinition(0x14, "dc4"),
            ],
        },
    };

    public static ProtocolDefinition Terumo { get; } = Protocol(new FrameDefinition
    {
        Start = [0x02],
        Ends = [[0x03]],
        Max = 2048,
        Alphabet = Text,
        Trailer = [Sum],
        Checksums = [Preset("xmodem", ChecksumCoding.Hex)],
    });

    public static ProtocolDefinition Graseby { get; } = Protocol(new FrameDefinition
    {
        Start = [.. "<"u8],
        Header = 2,
        Ends = [[.. ">"u8]],
        Length = new LengthDefinition(1, LengthCoding.Hex, 2),
        Max = 255,
        Alphabet = Text,
        Trailer = [Sum],
        Checksums =
        [
            Preset("x25", ChecksumCoding.Hex),
            Preset("kermit", ChecksumCoding.Hex),
            new ChecksumDefinition { Kind = ChecksumKind.Sum, Width = 8, Coding = ChecksumCoding.Hex, FromStart = true },
        ],
    });

    public static ProtocolDefinition As50 { get; } = Protocol(new FrameDefinition
    {
        Start = [.. "["u8],
        Ends = [[.. "]"u8]],
        Max = 128,
        Alphabet = Text,
        Tail = [Sum],
        Checksums = [Preset("xmodem", ChecksumCoding.BigEndian) with { FromStart = true, ThroughEnd = true }],
    });

    /// <summary>Commands end with a return; answers stand in STX and ETX, with a length and a sum in safe mode.</summary>
    public static ProtocolDefinition Ne1000 { get; } = Protocol(
        new FrameDefinition { From = Sender.Controller, Ends = [[.. "\r"u8]], Alphabet = Text, Max = 128 },
        new FrameDefinition { From = Sender.Pump, Start = [0x02], Ends = [[0x03]], Alphabet = Text, Max = 128 },
        new FrameDefinition
        {
            Start = [0x02],
            Header = 1,
            Length = new LengthDefinition(1, LengthCoding.U8, Add: 1),
            Trailer = [Sum, Literal("\x03")],
            Checksums = [Preset("xmodem", ChecksumCoding.BigEndian)],
            Max = 256,
        });

    public static ProtocolDefinition Harvard { get; } = Protocol(
        new FrameDefinition { From = Sender.Controller, Ends = [[.. "\r"u8]], Alphabet = Text, Max = 128 },
        new FrameDefinition { From = Sender.Pump, Ends = [[.. ":"u8], [.. ">"u8], [.. "<"u8], [.. "*"u8]], Max = 512 });

    public static ProtocolDefinition Protocol(params FrameDefinition[] frames) => new()
    {
        Name = "test",
        Title = "Test",
        Source = "Test",
        Frames = frames,
        Messages = [],
    };

    public static EdgeDefinition Literal(string text) => new(System.Text.Encoding.Latin1.GetBytes(text));

    public static ChecksumDefinition Preset(string name, ChecksumCoding coding) =>
        ChecksumPresets.TryFind(name, out var preset) ? preset with { Coding = coding } : throw new ArgumentException(name);
}
