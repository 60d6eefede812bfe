using System.Globalization;

namespace Sensor.Inventory;

/// <summary>
/// Concludes from what a device did and had done to it which roles it plays: the standards' own (PS3.4 SCU and SCP, HL7 sender and receiver), in a
/// hospital's words.
/// </summary>
internal readonly struct RoleJudge
{
    private static readonly Deed[] Messages = [Deed.Admission, Deed.Order, Deed.Result, Deed.Schedule, Deed.Document, Deed.OtherMessage];

    /// <summary>Confidence in a role that follows from no more than having asked, or having been told.</summary>
    private const double MostForAsking = 0.5;

    private readonly RoleEvidence _evidence;
    private readonly List<Role> _roles = [];

    private RoleJudge(RoleEvidence evidence) => _evidence = evidence;

    /// <summary>All that apply, the surest first.</summary>
    public static IReadOnlyList<Role> Conclude(RoleEvidence evidence)
    {
        var judge = new RoleJudge(evidence);
        judge.OfImages();
        judge.OfSchedules();
        judge.OfMessages();
        judge.OfPumps();
        return [.. judge._roles.OrderByDescending(r => r.Confidence).ThenBy(r => r.Name, StringComparer.Ordinal)];
    }

    private void OfImages()
    {
        var (took, answered, gave, promised) = (Served(Deed.Store), Served(Deed.Query), Served(Deed.Retrieve), Served(Deed.Commitment));
        var (stored, asked, fetched) = (Did(Deed.Store), Did(Deed.Query), Did(Deed.Retrieve));
        var (lists, steps, pleas) = (Did(Deed.Worklist), Did(Deed.ProcedureStep), Did(Deed.Commitment));
        var isArchive = gave + answered > 0 || (took > 0 && promised > 0);
        var isServer = isArchive || (took > 0 && asked + fetched == 0);
        if (isArchive)
        {
            Add(
                "archive", gave + took > 0 ? 0.5 : 0.6, (took, $"took {Some(took, "object")}"), (answered, $"answered {Some(answered, "query", "queries")}"),
                (gave, $"answered {Some(gave, "retrieval")}"), (promised, $"was asked for storage commitment {Some(promised, "time")}"));
        }
        else if (isServer && stored > 0)
        {
            Add("dicom-router", 0.5, (took, $"took {Some(took, "object")} and gives none out on request"), (stored, $"sent {Some(stored, "object")} on"));
        }
        else if (isServer)
        {
            Add("storage", 0.5, (took, $"took {Some(took, "object")}; nobody asked it for any"));
        }

        if (!isServer && stored + lists + steps > 0)
        {
            // Who only stores may as well be a workstation that sends back what it made of others' images.
            var doubt = lists + steps > 0 ? 0.5 : asked + fetched > 0 ? 0.8 : 0.6;
            Add(
                "modality", doubt, (stored, $"stored {Some(stored, "object")} elsewhere"), (lists, $"asked for a worklist {Some(lists, "time")}"),
                (steps, $"reported on a procedure it performs (MPPS) {Some(steps, "time")}"), (pleas, $"asked for storage commitment {Some(pleas, "time")}"));
        }

        if (!isArchive)
        {
            Add("workstation", 0.5, (asked, $"asked {Some(asked, "query", "queries")}"), (fetched, $"fetched {Some(fetched, "time")}"));
        }

        Add("printer", 0.5, (Served(Deed.Print), $"took {Some(Served(Deed.Print), "print command")}"));
        var deeds = Enum.GetValues<Deed>();
        var evidence = _evidence;
        if (deeds.All(d => d == Deed.Verify || evidence.Did(d) + evidence.Served(d) == 0))
        {
            Add("verifier", 0.7, (Did(Deed.Verify), $"only ever verified connections (C-ECHO), {Some(Did(Deed.Verify), "time")}"));
        }
    }

    private void OfSchedules()
    {
        var (lists, steps) = (Served(Deed.Worklist), Served(Deed.ProcedureStep));
        var (sent, received) = (Messages.Sum(_evidence.Did), Messages.Sum(_evidence.Served));
        var (answered, took) = ($"answered {Some(lists, "worklist query", "worklist queries")}", $"took {Some(steps, "report")} on procedures performed (MPPS)");
        if (lists > 0 && sent + received > 0)
        {
            Add(
                "ris", 0.5, (lists, answered), (steps, took), (sent, $"sent {Some(sent, "HL7 message")}"),
                (received, $"received {Some(received, "HL7 message")}"));
        }

        Add("worklist", 0.5, (lists, answered));
        Add("mpps-manager", 0.5, (steps, took));
    }

    private void OfMessages()
    {
        var evidence = _evidence;
        var (sent, received) = (Messages.Sum(_evidence.Did), Messages.Sum(_evidence.Served));
        var kinds = Messages.Count(m => evidence.Served(m) > 0);
        var passedOn = Messages.Where(m => evidence.Served(m) > 0).Sum(_evidence.Did);

        // Others answer an order with how it stands, but send above all what they don't receive.
        var passesOn = Served(Deed.Worklist) == 0 && passedOn * 2 > sent && _evidence.Senders + _evidence.Receivers > 2;
        if (passesOn || (sent == 0 && kinds > 1 && _evidence.Senders > 1))
        {
            Add(
                "interface-engine", passesOn ? 0.5 : 0.6,
                (received, $"received {Some(received, "HL7 message")} of {Some(kinds, "kind")} from {Partners(_evidence.Senders)}"),
                (passedOn, $"sent {Some(passedOn, "message")} of these kinds on to {Partners(_evidence.Receivers)}"));
        }
        else
        {
            Add("hl7-receiver", 0.5, (received, $"received {Some(received, "HL7 message")}"));
        }

        if (!passesOn)
        {
            AddSource("adt-source", Deed.Admission, "ADT message");
            AddSource("order-source", Deed.Order, "order");
            AddSource("results-source", Deed.Result, "result");
            AddSource("schedule-source", Deed.Schedule, "appointment");
            AddSource("document-source", Deed.Document, "document");
        }
    }

    private void OfPumps()
    {
        var (told, asked, said) = (Served(Deed.PumpCommand), Served(Deed.PumpPoll), Did(Deed.PumpStatus));
        var (commands, polls, heard) = (Did(Deed.PumpCommand), Did(Deed.PumpPoll), Served(Deed.PumpStatus));
        if (_evidence.Pumps > 0)
        {
            // What it does it does on their behalf. One pump may as well be all there is at the address.
            Add("medical-gateway", _evidence.Pumps > 1 ? 0.2 : 0.5, (_evidence.Pumps, $"speaks for {Some(_evidence.Pumps, "pump")}"));
        }
        else
        {
            Add(
                RoleNames.Pump, 0.3, (_evidence.HasPumpSerial ? 1 : 0, "goes by a pump's serial number"), (told, $"carried out {Some(told, "pump command")}"),
                (asked, $"answered {Some(asked, "pump query", "pump queries")}"), (said, $"said {Some(said, "time")} how a pump is doing"));
        }

        if (!_evidence.HasPumpSerial)
        {
            // Whoever reaches a pump can ask it: it is the commands that make a server.
            Add(
                "pump-server", 0.5, commands > 0 ? 1 : MostForAsking, (commands, $"commanded pumps {Some(commands, "time")}"), (polls, $"asked pumps {Some(polls, "time")} how they are"),
                (heard, $"was told {Some(heard, "time")} how a pump is doing"));
        }
    }

    private void AddSource(string role, Deed deed, string what) => Add(role, 0.5, (Did(deed), $"sent {Some(Did(deed), what)}"));

    private static string Partners(int count) => count < RoleEvidence.MaxPartners ? Some(count, "device") : $"{count} devices or more";

    private long Did(Deed deed) => _evidence.Did(deed);

    private long Served(Deed deed) => _evidence.Served(deed);

    /// <summary>A role with those reasons that there is anything of; none, no role.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="doubt">What is left to doubt when it was seen once.</param>
    /// <param name="grounds">What speaks for it: how often, and in words.</param>
    private void Add(string name, double doubt, params ReadOnlySpan<(long Times, string Words)> grounds) => Add(name, doubt, 1, grounds);

    private void Add(string name, double doubt, double most, params ReadOnlySpan<(long Times, string Words)> grounds)
    {
        var reasons = new List<string>();
        long times = 0;
        foreach (var (count, words) in grounds)
        {
            if (count > 0)
            {
                times += count;
                reasons.Add(words);
            }
        }

        if (reasons.Count > 0)
        {
            // Ten times as much evidence halves what is left to doubt, another kind of evidence takes a third of it.
            var left = doubt / (1 + Math.Log10(times)) * Math.Pow(2.0 / 3, reasons.Count - 1);
            _roles.Add(new Role(name, Math.Min(most, Math.Round(1 - left, 2)), reasons));
        }
    }

    private static string Some(long count, string what, string? several = null) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? what : several ?? what + "s")}";
}
