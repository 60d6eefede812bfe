using System.Globalization;
using Sensor.Alerts;
using Sensor.Dissectors.Dicom;
using Sensor.Dissectors.Packets;

namespace Sensor.Rules;

/// <summary>
/// Associations rejected in series, and AE titles guessed: a caller that is refused under many different titles is trying them; one that is refused again
/// and again under the same is misconfigured, or persistent.
/// </summary>
internal sealed class AssociationRejections : IRule
{
    /// <summary>Nanoseconds of packet time in which rejections belong together.</summary>
    public const long Window = 600L * 1_000_000_000;

    /// <summary>Different called or calling titles refused to one caller.</summary>
    public const int TitlesForGuessing = 5;

    /// <summary>Rejections of one caller by one acceptor.</summary>
    public const int RejectionsForSeries = 10;

    private const int MaxTitles = 64;
    private const int MaxPackets = 10;

    private readonly SlidingTable<(IpAddress Caller, IpAddress Acceptor), Series> _series = new(Window, RuleRegister.MaxPairs);

    public long Forgotten => _series.Evicted;

    public void Take(in RuleFact fact, AlertDesk desk)
    {
        if (!fact.Is<DicomAssociation>() || fact.Actor is not { } caller || fact.Target is not { } acceptor)
        {
            return;
        }

        ref readonly var association = ref fact.As<DicomAssociation>();
        if (association.Result != AssociationResult.Rejected)
        {
            return;
        }

        ref readonly var header = ref fact.Header;
        var series = _series.Of((caller.Address, acceptor.Address), header.Time);
        series.Add(fact.Names[association.CallingAe].Text, fact.Names[association.CalledAe].Text, header.FirstOrdinal, association.Start);
        var titles = Math.Max(series.Called.Count, series.Calling.Count);
        var reason = Text(association.Refusal);
        if (titles == TitlesForGuessing && !series.GuessingTold)
        {
            series.GuessingTold = true;
            var tried = string.Join(", ", (series.Called.Count >= series.Calling.Count ? series.Called : series.Calling).Order(StringComparer.Ordinal));
            desk.Raise(new Alert(AlertCatalogue.AeGuessing, caller, acceptor)
            {
                Header = header,
                AppProto = "dicom",
                Observed = new Observed(titles, "AE title", $"{titles} different AE titles refused within {Wording.Span(header.Time - series.Since)}"),
                Expected = new ExpectedRange(0, 0, TitlesForGuessing - 1, "AE title", 0, null),
                Explanation = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{caller.Label} was refused by {acceptor.Label} under {titles} different AE titles within {Wording.Span(header.Time - series.Since)} ({tried}); the last refusal said {reason}. A configured device asks for one or two."),
                Packets = [.. series.Packets],
                Period = (series.Since, header.Time),
            });
        }
        else if (series.Count == RejectionsForSeries && !series.GuessingTold)
        {
            desk.Raise(new Alert(AlertCatalogue.AssociationRejections, caller, acceptor)
            {
                Header = header,
                AppProto = "dicom",
                Observed = new Observed(series.Count, "rejection", $"{series.Count} rejections within {Wording.Span(header.Time - series.Since)}"),
                Expected = new ExpectedRange(0, 0, RejectionsForSeries - 1, "rejection", 0, null),
                Explanation = $"{acceptor.Label} rejected {series.Count} associations of {caller.Label} within {Wording.Span(header.Time - series.Since)}; the last refusal said {reason}.",
                Packets = [.. series.Packets],
                Period = (series.Since, header.Time),
            });
        }
    }

    private static string Text(AssociateRefusal refusal) => System.Text.Encoding.ASCII.GetString(AssociateOutcome.RejectReason(refusal));

    private sealed class Series
    {
        public SortedSet<string> Called { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Calling { get; } = new(StringComparer.Ordinal);

        public List<long> Packets { get; } = [];

        public int Count { get; private set; }

        public long Since { get; private set; }

        public bool GuessingTold { get; set; }

        public void Add(string calling, string called, long packet, long time)
        {
            Since = Count == 0 ? time : Since;
            Count++;
            Add(Calling, calling);
            Add(Called, called);
            if (Packets.Count < MaxPackets)
            {
                Packets.Add(packet);
            }
        }

        private static void Add(SortedSet<string> titles, string title)
        {
            if (titles.Count < MaxTitles)
            {
                titles.Add(title);
            }
        }
    }
}
