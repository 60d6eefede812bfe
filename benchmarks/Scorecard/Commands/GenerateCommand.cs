using System.Globalization;
using System.Text.Json;
using Hospital.Kernel;
using Hospital.Labels;
using Hospital.Network;
using Hospital.Sites;
using Hospital.Wire;
using Scorecard.Runs;

namespace Scorecard.Commands;

/// <summary>A stretch of a hospital for people to look at.</summary>
internal sealed class GenerateCommand(int devices, ulong seed, int weeks, IReadOnlyList<string> attacks, string pcap, string from, string until, string labels)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public int Run()
    {
        if (devices < 20 || weeks < 1)
        {
            throw new UsageException("A hospital has at least 20 devices and lives at least one week.");
        }

        var site = SiteParameters.Of(seed, devices) with { Weeks = weeks };
        var source = new AttackSource();
        Wanted[] wanted = [.. attacks.SelectMany(a => Named(a, source.Catalogue))];
        if (wanted.Length > 0 && site.End <= site.TestStart)
        {
            throw new UsageException("Attacks come in the test weeks, from the sixth on.");
        }

        var begin = Instant(from) ?? site.Start;
        var end = Instant(until) ?? begin + Nanos.Hour;
        if (begin < site.Start || end > site.End || end <= begin)
        {
            throw new UsageException($"The hospital lives from {Text(site.Start)} to {Text(site.End)}.");
        }

        var order = new RunOrder(site, wanted.Length > 0 ? 1 : 0, wanted);
        var (plan, unplaced) = source.PlanFor(order);
        using var file = new PcapFile(pcap);
        var (played, truth) = Hospital.Sites.Run.Play(site, wanted.Length > 0 ? plan : null, new Slice(begin, end, WireForm.Real, file));
        foreach (var sentence in unplaced())
        {
            Console.Error.WriteLine($"Not placed: {sentence}.");
        }

        if (labels.Length > 0)
        {
            File.WriteAllText(labels, JsonSerializer.Serialize(Truth(played, truth), Json));
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.Packets} packets, {truth.Count} attacks in all of its time."));
        return 0;
    }

    private static object Truth(Site site, IReadOnlyList<AttackLabel> attacks) => new
    {
        hosts = site.Hosts.Concat(attacks.SelectMany(a => a.Devices).Where(d => d.IsForeign).DistinctBy(d => d.Number))
            .Select(h => new { number = h.Number, name = h.Name, role = h.Role.ToString(), model = h.Model, place = h.Place, address = h.AddressText, serial = h.Serial, gateway = h.Gateway?.Name }),
        attacks = attacks.Select(a => new
        {
            number = a.Number, kind = a.Kind, name = a.Name, variant = a.Variant, difficulty = a.Difficulty, devices = Names(a.Devices), seen = a.Seen.Where(s => s.Address != 0).Select(s => new { name = s.Host.Name, address = s.AddressText }), from = Text(a.From), until = Text(a.Until),
            firstSeen = a.FirstSeen is { } first ? Text(first) : null, lastSeen = a.LastSeen is { } last ? Text(last) : null,
            traits = a.Traits.ToString(), fails = a.Fails, isObservable = a.IsObservable, filter = a.Filter,
        }),
        nuisances = site.Nuisances.Select(n => new { kind = n.Kind, text = n.Text, devices = Names(n.Devices), from = Text(n.From), until = Text(n.Until) }),
    };

    private static IEnumerable<string> Names(IReadOnlyList<Host> hosts) => hosts.Select(h => h.Name);

    /// <summary><c>7</c> or <c>7:100 studies</c>.</summary>
    private static Wanted[] Named(string text, IReadOnlyList<Wanted> catalogue)
    {
        var (kind, variant) = text.Split(':', 2) is [var before, var behind] ? (before, behind) : (text, null);
        Wanted[] found = [.. catalogue.Where(w => w.Kind.ToString(CultureInfo.InvariantCulture) == kind && (variant is null || w.Variant == variant))];
        return found.Length > 0 ? found : throw new UsageException($"The catalogue has no attack '{text}'.");
    }

    private static long? Instant(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (time - DateTimeOffset.UnixEpoch).Ticks * 100
            : throw new UsageException($"'{text}' is no instant such as 2026-03-30T06:00Z.");
    }

    private static string Text(long time) => DateTime.UnixEpoch.AddTicks(time / 100).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
