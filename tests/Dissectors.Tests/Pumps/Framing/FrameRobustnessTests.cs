using System.Diagnostics;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Framing;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Tests.Support;

namespace Sensor.Dissectors.Tests.Pumps.Framing;

/// <summary>Whatever comes: nothing is thrown, nothing hangs, nothing is allocated, and what is whole is found.</summary>
public sealed class FrameRobustnessTests
{
    /// <summary>Milliseconds for 64 KB: many times what a loaded machine needs, a fraction of what looking at every byte for each would.</summary>
    private const int Limit = 2000;

    private static readonly ProtocolDefinition[] All =
    [
        Known.Alaris, Known.Bcc, Known.Dianet, Known.Fresenius, Known.Terumo, Known.Graseby, Known.As50, Known.Ne1000, Known.Harvard,
        Known.Protocol(new FrameDefinition { XmlRoots = ["REQ", "REP"], Max = 16_384 }),
        Known.Protocol(new FrameDefinition { Start = [2], Header = 2, Length = new LengthDefinition(1, LengthCoding.U16LittleEndian), Max = 16_384, Trailer = [Known.Sum], Checksums = [Known.Preset("crc-32", ChecksumCoding.BigEndian)] }),
        Known.Protocol(new FrameDefinition { Start = [7, 7], Size = 12, Trailer = [Known.Sum], Checksums = [Known.Preset("crc-8", ChecksumCoding.BigEndian)] }),
        Known.Protocol(new FrameDefinition { IdleMilliseconds = 20 }),
        Known.Protocol(new FrameDefinition { Ends = [[13, 10], [13, 13]], Max = 16_384 }),
    ];

    private static readonly byte[][] Samples =
    [
        [.. "!INF|4961\r!INF_START|38F3\r"u8], Reading.Bytes("\x01" + "00031\x02" + "1/1/1>ADMIN:ALIVE\x03" + "00061\x04\x06"),
        Reading.Hex("7E 41 01 5C 0E 7E 80 7E 41 11 00 01 B8 2C 7E"), Reading.Bytes("\x02" + "0DC48\x03\x06\x15" + "3"), [.. "[EXIT]"u8, 0xbb, 0xee],
        Reading.Hex("02 08 53 41 46 30 55 43 03 FF FB 01 FF FF"), [.. "<?xml version=\"1.0\"?><REQ><a/></REQ>\r\n"u8], [.. "<07O12>"u8],
    ];

    /// <summary>Frames that an encoder of its own has written are found again between bytes that are none.</summary>
    [Fact]
    public void What_was_written_is_found_between_garbage()
    {
        var random = new Random(11);
        for (var round = 0; round < 400; round++)
        {
            var shape = new Written(random);
            var bytes = new List<byte>();
            var expected = new List<string>();
            for (var i = 0; i < 12; i++)
            {
                if (random.Next(3) == 0)
                {
                    // Nothing that begins, ends or escapes.
                    bytes.AddRange(Enumerable.Range(0, random.Next(20)).Select(_ => (byte)random.Next(0x30, 0x3a)));
                }

                var content = new byte[random.Next(shape.IsText ? 1 : 0, 60)];
                for (var k = 0; k < content.Length; k++)
                {
                    content[k] = (byte)(shape.IsText ? random.Next(0x30, 0x5b) : random.Next(256));
                }

                bytes.AddRange(shape.Write(content));
                expected.Add(System.Text.Encoding.Latin1.GetString(content));
            }

            byte[] all = [.. bytes];
            Assert.Equal(expected, new Reading(shape.Definition).Say(all).Found);
            Assert.Equal(expected, new Reading(shape.Definition).Say(all, 1 + random.Next(20)).Found);
        }
    }

    [Fact]
    public void Any_bytes_are_stood_and_segmentation_changes_nothing()
    {
        var random = new Random(12);
        foreach (var definition in All)
        {
            for (var round = 0; round < 150; round++)
            {
                var bytes = Mutated(random, 1 + random.Next(12));
                var (midStream, from) = (random.Next(2) == 0, (Sender)random.Next(3));
                var whole = new Reading(definition, from, midStream).Say(bytes).Finish();
                foreach (var size in new[] { 1, 2, 3, 1 + random.Next(64) })
                {
                    var pieces = new Reading(definition, from, midStream).Say(bytes, size).Finish();
                    Assert.Equal(whole.Found, pieces.Found);
                    Assert.Equal(whole.Resyncs, pieces.Resyncs);
                }
            }
        }
    }

    [Fact]
    public void A_probe_takes_any_bytes()
    {
        var random = new Random(13);
        var programs = All.Select(Reading.Compiled).ToArray();
        for (var round = 0; round < 4000; round++)
        {
            var bytes = Mutated(random, 1 + random.Next(6));
            var head = bytes.AsSpan(0, Math.Min(bytes.Length, IProtocol.MaxProbeBytes));
            programs[round % programs.Length].Probe(head, new ProbeHints((Direction)(round & 1), 1, (round & 2) != 0, (round & 4) != 0), new Half());
        }
    }

    [Fact]
    public void Nothing_is_allocated_at_steady_state()
    {
        var random = new Random(14);
        var inputs = Enumerable.Range(0, 60).Select(i => i < Samples.Length ? Samples[i] : Mutated(random, 8)).ToArray();
        foreach (var definition in All)
        {
            var program = Reading.Compiled(definition);
            var reader = new FrameReader(program);
            var judge = new Half();
            void Once()
            {
                foreach (var input in inputs)
                {
                    reader.Reset(midStream: false);
                    Drain(reader, input, Sender.Either);
                    reader.Lose();
                    Drain(reader, input, Sender.Pump);
                    program.Probe(input.AsSpan(0, Math.Min(512, input.Length)), default, judge);
                }
            }

            Once();
            Assert.Equal(0, Allocation.Least(Once));
        }
    }

    /// <summary>A flood of starts, of ends, of anything: the cost of a byte doesn't grow with the number of bytes before it.</summary>
    [Theory]
    [InlineData("!")]
    [InlineData("!\r")]
    [InlineData("\u0001")]
    [InlineData("\u000100031\u0002")]
    [InlineData("\u0002")]
    [InlineData("\u0002\u00ff\u003f")]
    [InlineData("~")]
    [InlineData("~A")]
    [InlineData("<REQ >")]
    [InlineData("<REQ ")]
    [InlineData("<REQ ></REQ ")]
    [InlineData("<REQ ><REP >")]
    [InlineData("<")]
    [InlineData("[")]
    [InlineData("\u0007")]
    [InlineData("\r")]
    [InlineData("a")]
    [InlineData("\u00ff\u00fb\u0001\u00ff\u00ff!")]
    [InlineData("\u00ff\u00fb\u0001\u0002\u00ff\u00ff\u003f")]
    [InlineData("\u00ff\u00fa")]
    [InlineData("\u0081\u0082")]
    public void A_flood_costs_what_its_bytes_cost(string unit)
    {
        var piece = Reading.Bytes(unit);
        var bytes = new byte[64 * 1024];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = piece[i % piece.Length];
        }

        foreach (var definition in All)
        {
            var reader = new FrameReader(Reading.Compiled(definition));
            reader.Reset(midStream: true);
            var clock = Stopwatch.StartNew();
            Drain(reader, bytes, Sender.Either);
            Assert.True(clock.ElapsedMilliseconds < Limit, $"{clock.ElapsedMilliseconds} ms whole");
            reader.Reset(midStream: false);
            clock.Restart();
            var begun = 0;
            for (var length = 1; length <= bytes.Length; length += 13)
            {
                begun += Drain(reader, bytes.AsSpan(begun, length - begun), Sender.Either);
            }

            Assert.True(clock.ElapsedMilliseconds < Limit, $"{clock.ElapsedMilliseconds} ms in pieces");
        }
    }

    private static int Drain(FrameReader reader, ReadOnlySpan<byte> data, Sender from)
    {
        var used = 0;
        while (used < data.Length)
        {
            var sign = reader.Read(data[used..], from, new Moment(1, 1), out _, out var consumed, out _);
            used += consumed;
            if (sign == FrameSign.Wait)
            {
                break;
            }
        }

        return used;
    }

    private static byte[] Mutated(Random random, int pieces)
    {
        var bytes = Enumerable.Range(0, pieces).SelectMany(_ => Samples[random.Next(Samples.Length)]).ToArray();
        for (var i = random.Next(6); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(3) == 0 ? [.. bytes.Where(_ => random.Next(12) != 0), 0x21] : bytes;
    }

    private sealed class Half : IContentJudge
    {
        public bool Knows(ReadOnlySpan<byte> content, Sender from) => content.Length % 2 == 0;
    }

    /// <summary>A frame definition by chance, with its encoder.</summary>
    private sealed class Written
    {
        private readonly bool _escapes;
        private readonly int _sum;

        public Written(Random random)
        {
            IsText = random.Next(2) == 0;
            _escapes = !IsText;
            _sum = random.Next(3);
            Definition = Known.Protocol(new FrameDefinition
            {
                Start = [0x02, 0x22],
                Ends = [[0x03]],
                Alphabet = IsText ? Known.Text : null,
                Escape = _escapes ? new EscapeDefinition { Byte = 0x10, Xor = 0x40 } : null,
                Trailer = [Known.Literal("="), Known.Sum],
                Checksums = [Checksum],
            });
        }

        public ProtocolDefinition Definition { get; }

        public bool IsText { get; }

        private ChecksumDefinition Checksum => _sum switch
        {
            0 => Known.Preset("modbus", ChecksumCoding.Hex),
            1 => new ChecksumDefinition { Kind = ChecksumKind.Sum, Width = 16, Coding = ChecksumCoding.Decimal, Digits = 5, FromStart = true, CoversTrailer = true },
            _ => Known.Preset("crc-32", ChecksumCoding.Hex) with { FromStart = true, Skip = 1 },
        };

        public byte[] Write(byte[] content)
        {
            byte[] covered = _sum switch { 0 => content, 1 => [0x02, 0x22, .. content, (byte)'='], _ => [0x22, .. content] };
            var sum = _sum switch
            {
                0 => $"{Modbus(covered):X4}",
                1 => $"{covered.Sum(b => b) & 0xffff:D5}",
                _ => $"{Crc32(covered):x8}",
            };
            byte[] inside = [.. content, (byte)'=', .. Reading.Bytes(sum)];
            return [0x02, 0x22, .. _escapes ? inside.SelectMany(b => b is 0x02 or 0x03 or 0x10 ? new byte[] { 0x10, (byte)(b ^ 0x40) } : [b]) : inside, 0x03];
        }

        private static uint Modbus(byte[] bytes) => bytes.Aggregate(0xffffu, (crc, b) => Bits(crc ^ b, 0xa001));

        private static uint Crc32(byte[] bytes) => ~bytes.Aggregate(uint.MaxValue, (crc, b) => Bits(crc ^ b, 0xedb88320));

        private static uint Bits(uint crc, uint polynomial)
        {
            for (var i = 0; i < 8; i++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * polynomial);
            }

            return crc;
        }
    }
}
