using System.Runtime.InteropServices;
using Sensor.State;

namespace Sensor.History;

/// <summary>Who talks to whom by which protocol.</summary>
/// <param name="Client">Number of the device that asks; 0 for one that isn't known.</param>
/// <param name="Server">Number of the device that is asked; 0 for one that isn't known, as it never answered.</param>
/// <param name="App">Number of the protocol from 1; 0 for none.</param>
internal readonly record struct Pair(int Client, int Server, byte App) : IComparable<Pair>
{
    public int CompareTo(Pair other) =>
        Client != other.Client ? Client.CompareTo(other.Client) : Server != other.Server ? Server.CompareTo(other.Server) : App.CompareTo(other.App);
}

/// <summary>What two devices had to do with each other.</summary>
internal struct Dealings
{
    /// <summary>Conversations that are over.</summary>
    public long Conversations;

    /// <summary>Bytes on the wire.</summary>
    public long Bytes;

    public long Commands;

    /// <summary>Packet times.</summary>
    public long First;
    public long Last;
}

/// <summary>All pairs of devices in bounded room: at the bound the half that was heard of longest ago is forgotten, and counted. Allocates no more once it has been there.</summary>
internal sealed class PairTable(int most = PairTable.Max)
{
    public const int Max = 65_536;

    private readonly Dictionary<Pair, Dealings> _pairs = [];

    /// <summary>Pairs by when they were last heard of, while half of them is forgotten; made when the bound is first reached.</summary>
    private (long Last, Pair Who)[]? _ages;

    /// <summary>Pairs that were forgotten, and their conversations.</summary>
    public (long Pairs, long Conversations) Forgotten { get; private set; }

    /// <summary>All of them by their devices' numbers.</summary>
    public IEnumerable<(Pair Who, Dealings What)> All => _pairs.Select(p => (p.Key, p.Value)).OrderBy(p => p.Key);

    /// <summary>What is known of a pair, to be added to; it was heard of at this time.</summary>
    public ref Dealings Of(in Pair pair, long time)
    {
        if (_pairs.Count >= most && !_pairs.ContainsKey(pair))
        {
            ForgetHalf();
        }

        ref var dealings = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, pair, out var isKnown);
        dealings.First = isKnown ? Math.Min(dealings.First, time) : time;
        dealings.Last = Math.Max(dealings.Last, time);
        return ref dealings;
    }

    public void Save(PartWriter writer)
    {
        writer.Int64(Forgotten.Pairs);
        writer.Int64(Forgotten.Conversations);
        writer.Int32(_pairs.Count);
        foreach (var (who, what) in All)
        {
            writer.Int32(who.Client);
            writer.Int32(who.Server);
            writer.Byte(who.App);
            foreach (var number in (ReadOnlySpan<long>)[what.Conversations, what.Bytes, what.Commands, what.First, what.Last - what.First])
            {
                RowState.WriteSmall(writer, number);
            }
        }
    }

    /// <summary>Takes what was saved into one that is as new.</summary>
    /// <param name="reader">What was saved.</param>
    /// <param name="apps">What number each saved protocol has now.</param>
    public void Load(ref PartReader reader, ReadOnlySpan<int> apps)
    {
        Forgotten = (reader.Tally(), reader.Tally());
        for (var rest = reader.Count(most, least: 14); rest > 0 && !reader.Failed; rest--)
        {
            var (client, server, app) = (reader.Int32(int.MaxValue), reader.Int32(int.MaxValue), reader.Byte());
            var what = new Dealings
            {
                Conversations = RowState.ReadSmall(ref reader), Bytes = RowState.ReadSmall(ref reader), Commands = RowState.ReadSmall(ref reader), First = RowState.ReadSmall(ref reader),
            };
            what.Last = what.First + RowState.ReadSmall(ref reader);
            if (reader.Require(app < apps.Length))
            {
                ref var dealings = ref Of(new Pair(client, server, (byte)apps[app]), what.First);
                dealings.Conversations += what.Conversations;
                dealings.Bytes += what.Bytes;
                dealings.Commands += what.Commands;
                dealings.Last = Math.Max(dealings.Last, what.Last);
            }
        }
    }

    private void ForgetHalf()
    {
        var ages = (_ages ??= new (long, Pair)[most]).AsSpan(0, _pairs.Count);
        var place = 0;
        foreach (var (who, what) in _pairs)
        {
            ages[place++] = (what.Last, who);
        }

        ages.Sort(static (a, b) => a.Last != b.Last ? a.Last.CompareTo(b.Last) : a.Who.CompareTo(b.Who));
        foreach (ref readonly var age in ages[..((ages.Length + 1) / 2)])
        {
            _pairs.Remove(age.Who, out var what);
            Forgotten = (Forgotten.Pairs + 1, Forgotten.Conversations + what.Conversations);
        }
    }
}
