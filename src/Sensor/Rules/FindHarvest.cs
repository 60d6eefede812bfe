using System.Globalization;
using Sensor.Alerts;
using Sensor.Dissectors.Dicom;
using Sensor.Dissectors.Packets;

namespace Sensor.Rules;

/// <summary>
/// Lists of patients or studies pulled by C-FIND: queries that ask for everything and are answered, or very many matches whatever was asked.
/// </summary>
internal sealed class FindHarvest : IRule
{
    /// <summary>Nanoseconds of packet time in which queries belong together.</summary>
    public const long Window = 600L * 1_000_000_000;

    /// <summary>Matches returned to queries without any restriction.</summary>
    public const int UniversalMatches = 100;

    /// <summary>Matches returned to queries of any kind: more than a person reads in ten minutes.</summary>
    public const int Matches = 2000;

    private const int MaxPackets = 10;

    private readonly SlidingTable<(IpAddress Asker, IpAddress Server), Harvest> _harvests = new(Window, RuleRegister.MaxPairs);

    public long Forgotten => _harvests.Evicted;

    public void Take(in RuleFact fact, AlertDesk desk)
    {
        if (!fact.Is<DimseOperation>() || fact.Actor is not { } asker || fact.Target is not { } server)
        {
            return;
        }

        ref readonly var query = ref fact.As<DimseOperation>();
        if (query.Command != DimseCommand.FindRequest)
        {
            return;
        }

        ref readonly var header = ref fact.Header;
        var harvest = _harvests.Of((asker.Address, server.Address), header.Time);
        harvest.Add(in query, header.FirstOrdinal);
        var universal = harvest.Universal >= UniversalMatches;
        if (harvest.Told || !(universal || harvest.All >= Matches))
        {
            return;
        }

        harvest.Told = true;
        var matches = universal ? harvest.Universal : harvest.All;
        var queries = universal ? harvest.UniversalQueries : harvest.Queries;
        var limit = universal ? UniversalMatches : Matches;
        var how = universal ? "without any restriction" : "of any kind";
        desk.Raise(new Alert(AlertCatalogue.FindHarvest, asker, server)
        {
            Header = header,
            AppProto = "dicom",
            Observed = new Observed(matches, "match", $"{matches} matches returned to queries {how}"),
            Expected = new ExpectedRange(0, 0, limit - 1, "match", 0, null),
            Explanation = string.Create(
                CultureInfo.InvariantCulture,
                $"{server.Label} returned {matches:N0} matches to {asker.Label} for {queries} C-FIND {(queries == 1 ? "query" : "queries")} {how} within {Wording.Span(header.Time - harvest.Since)}. Ordinary work asks for one patient, or for a day's list; the bound is {limit:N0} in {Window / 60_000_000_000} minutes."),
            Packets = [.. universal ? harvest.UniversalPackets : harvest.Packets],
            Period = (harvest.Since, header.Time),
        });
    }

    private sealed class Harvest
    {
        public List<long> Packets { get; } = [];

        public List<long> UniversalPackets { get; } = [];

        public int UniversalQueries { get; private set; }

        public long Universal { get; private set; }

        public long All { get; private set; }

        public int Queries { get; private set; }

        public long Since { get; private set; }

        public bool Told { get; set; }

        public void Add(in DimseOperation query, long packet)
        {
            Since = Queries == 0 ? query.Start : Since;
            Queries++;
            All += query.Pending;

            // A worklist is asked without restriction all day; a level names the query/retrieve service (PS3.4 C.4.1).
            if (query.Query.IsUniversal && query.Query.Level != QueryLevel.None)
            {
                Universal += query.Pending;
                UniversalQueries++;
                Note(UniversalPackets, packet);
            }

            Note(Packets, packet);
        }

        /// <summary>The first few and the latest, which may be the one that tips the scales.</summary>
        private static void Note(List<long> packets, long packet)
        {
            if (packets.Count == MaxPackets)
            {
                packets.RemoveAt(MaxPackets - 1);
            }

            packets.Add(packet);
        }
    }
}
