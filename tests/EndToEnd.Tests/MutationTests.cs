using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json;
using Sensor.EndToEnd.Tests.Support;
using Sensor.Options;

namespace Sensor.EndToEnd.Tests;

/// <summary>
/// Two thousand broken captures: whatever is in them, a run ends soon, in order, with results that can be read, and keeps nothing.
/// </summary>
public sealed class MutationTests
{
    private const int Rounds = 32;

    private static readonly TimeSpan _few = TimeSpan.FromSeconds(5);

    public static TheoryData<string> Small { get; } = [.. Truth.SmallNames];

    [Theory]
    [MemberData(nameof(Small))]
    public void A_broken_capture_is_read_as_far_as_it_goes(string capture)
    {
        var original = File.ReadAllBytes(Repository.Capture(capture));
        var dice = new Random(Seed(capture));
        using var folder = new TemporaryFolder();
        for (var round = 0; round < Rounds; round++)
        {
            var mutant = new Mutant(original, dice);
            var path = folder.Write($"{round}-{mutant.What}.{Path.GetFileName(capture)}", mutant.Bytes);
            var output = folder.File("out");
            var watch = Stopwatch.StartNew();
            int exitCode;
            string error;
            try
            {
                (exitCode, error) = InProcess.Replay(new ReplayOptions([path]) { Out = output, Workers = 1 + (round % 2) });
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{Keep()}: {e.Message}", e);
            }

            Require(watch.Elapsed < _few, () => $"{Keep()} took {watch.Elapsed}");
            Require(exitCode is 0 or 1, () => $"{Keep()}: exit {exitCode}");
            Assert.True(exitCode == 0 || error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 1, error);
            if (exitCode == 0)
            {
                AssertReadable(output, Keep);
                if (round % 4 == 0)
                {
                    AssertSameWithMoreWorkers(path, output, Keep);
                }
            }

            File.Delete(path);

            // What broke something is kept for whoever mends it.
            string Keep()
            {
                var kept = Path.Combine(Path.GetTempPath(), Path.GetFileName(path));
                File.Copy(path, kept, overwrite: true);
                return kept;
            }
        }
    }

    /// <summary>Run after run leaves nothing behind.</summary>
    [Fact]
    public void Memory_does_not_grow_from_run_to_run()
    {
        var capture = File.ReadAllBytes(Repository.Capture("parts/dicom-get.pcapng"));
        var dice = new Random(20261121);
        using var folder = new TemporaryFolder();
        Work(10);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Work(50);
        var after = GC.GetTotalMemory(forceFullCollection: true);

        Assert.InRange(after - before, long.MinValue, 40L << 20);

        void Work(int times)
        {
            for (var i = 0; i < times; i++)
            {
                var path = folder.Write("mutant", new Mutant(capture, dice).Bytes);
                InProcess.Replay(new ReplayOptions([path]) { Out = folder.File("out"), Workers = 2 });
            }
        }
    }

    private static void AssertReadable(string folder, Func<string> keep)
    {
        foreach (var name in ReplayResult.FileNames[..4])
        {
            foreach (var line in File.ReadLines(Path.Combine(folder, name)))
            {
                try
                {
                    using var _ = JsonDocument.Parse(line);
                }
                catch (JsonException e)
                {
                    Assert.Fail($"{keep()}: {name}: {e.Message}: {line}");
                }
            }
        }

        using var summary = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "summary.json")));
        var numbers = summary.RootElement.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Number);
        foreach (var number in numbers.Concat(summary.RootElement.GetProperty("streams").EnumerateObject()))
        {
            Require(number.Value.GetInt64() >= 0, () => $"{keep()}: {number}");
        }
    }

    /// <summary>Damage doesn't show how many worked on it either.</summary>
    private static void AssertSameWithMoreWorkers(string path, string folder, Func<string> keep)
    {
        var expected = ReplayResult.FileNames[..4].Select(n => File.ReadAllText(Path.Combine(folder, n)))
            .Append(ReplayResult.WithoutRun(File.ReadAllText(Path.Combine(folder, "summary.json")))).ToList();
        var actual = InProcess.Results(new ReplayOptions([path]) { Workers = 3 });
        foreach (var (i, name) in ReplayResult.FileNames.Index())
        {
            Require(expected[i] == actual[i], () => $"{keep()}: {name} differs with 3 workers");
        }
    }

    /// <summary>Asks what to say only when it has to be said: saying it keeps a file.</summary>
    private static void Require(bool holds, Func<string> otherwise)
    {
        if (!holds)
        {
            Assert.Fail(otherwise());
        }
    }

    /// <summary>The same mutants in every run.</summary>
    private static int Seed(string capture) => capture.Aggregate(17, (seed, c) => unchecked((seed * 31) + c));

    /// <summary>A capture with something wrong.</summary>
    private sealed class Mutant
    {
        private static readonly uint[] _lies = [0, 1, 2, 5, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFF0, 0xFFFF_FFFF];

        private readonly Random _dice;
        private readonly List<(int At, int Data, int Length)> _records = [];
        private readonly bool _isPcapng;

        public Mutant(byte[] original, Random dice)
        {
            _dice = dice;
            Bytes = [.. original];
            _isPcapng = original[0] == 0x0A;
            FindRecords();
            What = _dice.Next(8) switch
            {
                0 => Truncate(),
                1 => Splice(),
                2 => LieInARecordHeader(),
                3 => LieInANetworkHeader(),
                4 => LieInALengthOfThePayload(),
                5 => Shuffle(),
                6 => Flip(1 + _dice.Next(8)),
                _ => Flip(50 + _dice.Next(500)),
            };
        }

        public byte[] Bytes { get; private set; }

        public string What { get; }

        private void FindRecords()
        {
            for (var at = _isPcapng ? 0 : ClassicPcap.HeaderLength; at + 16 <= Bytes.Length;)
            {
                var length = _isPcapng ? BitConverter.ToInt32(Bytes, at + 4) : 16 + BitConverter.ToInt32(Bytes, at + 8);
                var header = _isPcapng ? 28 : 16;
                if (!_isPcapng || BitConverter.ToInt32(Bytes, at) == 6)
                {
                    _records.Add((at, at + header, length - header));
                }

                at += length;
            }
        }

        private (int At, int Data, int Length) Any() => _records[_dice.Next(_records.Count)];

        private string Truncate()
        {
            Bytes = Bytes[.._dice.Next(Bytes.Length)];
            return "truncated";
        }

        private string Flip(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Bytes[_dice.Next(Bytes.Length)] ^= (byte)(1 << _dice.Next(8));
            }

            return $"flipped-{count}";
        }

        /// <summary>A piece taken out, doubled, or put elsewhere.</summary>
        private string Splice()
        {
            var (from, to) = (_dice.Next(Bytes.Length), _dice.Next(Bytes.Length));
            var length = Math.Min(_dice.Next(1, 3000), Bytes.Length - from);
            var piece = Bytes[from..(from + length)];
            Bytes = _dice.Next(2) == 0 ? [.. Bytes[..from], .. Bytes[(from + length)..]] : [.. Bytes[..to], .. piece, .. Bytes[to..]];
            return "spliced";
        }

        private string LieInARecordHeader()
        {
            var (at, data, _) = Any();
            Lie(at + (4 * _dice.Next((data - at) / 4)), 4);
            return "record-header";
        }

        /// <summary>Somewhere in the first 80 bytes of a frame: types, lengths, offsets, sequence numbers.</summary>
        private string LieInANetworkHeader()
        {
            for (var i = 0; i < 3; i++)
            {
                var (_, data, length) = Any();
                Lie(data + _dice.Next(Math.Clamp(length, 1, 80)), 1 << _dice.Next(3));
            }

            return "network-header";
        }

        /// <summary>Where a PDU or PDV begins there is a length; elsewhere a few bytes of payload do.</summary>
        private string LieInALengthOfThePayload()
        {
            for (var i = 0; i < 3; i++)
            {
                var (_, data, length) = Any();
                var frame = Bytes.AsSpan(data, Math.Min(length, Bytes.Length - data));
                var pdu = frame.Length > 54 ? frame[54..].IndexOf([(byte)4, (byte)0]) : -1;
                var at = pdu >= 0 ? 54 + pdu + 2 + (6 * _dice.Next(2)) : _dice.Next(frame.Length);
                Lie(data + Math.Min(at, frame.Length - 1), _dice.Next(2) == 0 ? 4 : 2);
            }

            return "payload-length";
        }

        /// <summary>Whole records in another order, some twice, some left out.</summary>
        private string Shuffle()
        {
            if (_isPcapng)
            {
                return Splice();
            }

            var pieces = _records.Select(r => Bytes[r.At..(r.Data + r.Length)]).ToArray();
            for (var i = 0; i < pieces.Length / 4; i++)
            {
                var (a, b) = (_dice.Next(pieces.Length), _dice.Next(pieces.Length));
                switch (_dice.Next(3))
                {
                    case 0:
                        (pieces[a], pieces[b]) = (pieces[b], pieces[a]);
                        break;
                    case 1:
                        pieces[a] = pieces[b];
                        break;
                    default:
                        pieces[a] = [];
                        break;
                }
            }

            Bytes = [.. Bytes[..ClassicPcap.HeaderLength], .. pieces.SelectMany(p => p)];
            return "shuffled";
        }

        private void Lie(int at, int width)
        {
            Span<byte> lie = stackalloc byte[4];
            var value = _dice.Next(4) == 0 ? (uint)_dice.NextInt64(uint.MaxValue) : _lies[_dice.Next(_lies.Length)];
            if (_dice.Next(2) == 0)
            {
                BinaryPrimitives.WriteUInt32BigEndian(lie, width == 4 ? value : value << (32 - (8 * width)));
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(lie, value);
            }

            lie[..Math.Min(width, Bytes.Length - at)].CopyTo(Bytes.AsSpan(at));
        }
    }
}
