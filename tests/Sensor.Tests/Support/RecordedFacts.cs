using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sensor.Capture;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Health;
using Sensor.Pipeline;
using Sensor.Streams;

namespace Sensor.Tests.Support;

/// <summary>Facts of a capture, kept as they came, and what can be made of them: the same day again and again, with other addresses, loss and wrong clocks.</summary>
internal sealed class RecordedFacts : IFactConsumer
{
    private readonly List<(FactHeader Header, byte[] Body)> _facts = [];

    public IReadOnlyList<(FactHeader Header, byte[] Body)> All => _facts;

    public static RecordedFacts Of(string path, int workers)
    {
        using var input = new CaptureInput([path]);
        var facts = new RecordedFacts();
        new Replay(input, workers, new PartitionSettings(ProtocolRegister.All, new Pseudonymizer("state"u8)) { Seed = 7 }).Run(facts);
        return facts;
    }

    public void Take(in FactHeader header, ReadOnlySpan<byte> body) => _facts.Add((header, body.ToArray()));

    /// <summary>
    /// The same so many times, each some hours later and from one of twelve other networks, so that devices have peers, days go by and stories are told anew; with
    /// minutes of loss in between, and one time when the clock was put back. In the last
    /// quarter they ask the servers of another network than before.
    /// </summary>
    public RecordedFacts Repeated(int times)
    {
        var repeated = new RecordedFacts();
        var packets = _facts[^1].Header.Ordinal;
        for (var turn = 0; turn < times; turn++)
        {
            foreach (var (fact, body) in _facts)
            {
                if (fact.KindId == FactPublisher.NameDefinition)
                {
                    if (turn == 0)
                    {
                        repeated._facts.Add((fact, body));
                    }

                    continue;
                }

                var header = fact;
                header.Time += turn * 5 * 3_600_000_000_000;
                header.Ordinal += turn * packets;
                header.FirstOrdinal += turn * packets;
                header.Flow = header.Flow with
                {
                    Client = Moved(header.Flow.Client, turn), Server = Moved(header.Flow.Server, turn < times * 3 / 4 ? turn : turn + 1), Id = header.Flow.Id ^ ((long)turn << 30),
                };
                repeated._facts.Add((header, body));
            }

            if (turn % 4 == 1)
            {
                repeated.AddLoss(LossSampler.Interval);
            }

            if (turn == times / 2)
            {
                repeated.Add(new CameShort { What = Shortcoming.ClockStepped, Count = 1 }, -2 * 3_600_000_000_000);
            }

            repeated.Add(new CameShort { What = Shortcoming.Fragments, Count = turn + 1 }, 0);
        }

        return repeated;
    }

    private void AddLoss(long interval)
    {
        for (var i = 1; i <= 30; i++)
        {
            var sample = new LossSample { Delivered = 100_000, Lost = i < 15 ? 10_000 + i : 0, Holes = i < 15 ? 10 : 0 };
            Add(sample, interval);
            Add(sample, 0, partition: 9);
        }
    }

    private void Add<T>(T fact, long later, byte partition = 3)
        where T : unmanaged, IFact<T>
    {
        var header = new FactHeader
        {
            Time = _facts[^1].Header.Time + later, Ordinal = _facts[^1].Header.Ordinal, KindId = T.Kind.Id, BodyLength = (ushort)Unsafe.SizeOf<T>(), Partition = partition,
        };
        _facts.Add((header, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in fact)).ToArray()));
    }

    private static IpAddress Moved(IpAddress address, int turn) => address.IsV4 ? address with { Low = address.Low + ((ulong)(turn % 12) << 16) } : address;
}
