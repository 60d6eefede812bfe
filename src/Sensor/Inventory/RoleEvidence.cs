namespace Sensor.Inventory;

/// <summary>A role a device seems to play.</summary>
internal sealed record Role(string Name, double Confidence, string Reason);

/// <summary>Counts what a device does and has done to it, and concludes from the standard's own roles (DICOM PS3.4 SCU and SCP, HL7 sender and receiver).</summary>
internal sealed class RoleEvidence
{
    private readonly Dictionary<string, int> _did = [];
    private readonly Dictionary<string, int> _served = [];

    /// <summary>Different commands are few; more than so many are noise.</summary>
    private const int MaxCommands = 64;

    public void Did(string command) => Count(_did, command);

    public void Served(string command) => Count(_served, command);

    /// <summary>All that apply, the surest first.</summary>
    public IEnumerable<Role> Conclude()
    {
        var roles = new List<Role>();
        var stores = Done("C-STORE");
        var stored = Times("C-STORE");
        var queries = Done("C-FIND");
        var answered = Times("C-FIND");
        var given = Times("C-GET") + Times("C-MOVE");
        var admissions = _did.Where(c => c.Key.StartsWith("ADT^", StringComparison.Ordinal)).Sum(c => c.Value);
        var orders = _did.Where(c => c.Key is "ORM^O01" or "OMG^O19" or "OMI^O23" or "OML^O21").Sum(c => c.Value);
        var results = _did.Where(c => c.Key.StartsWith("ORU^", StringComparison.Ordinal)).Sum(c => c.Value);
        var messages = _served.Where(c => c.Key.Contains('^', StringComparison.Ordinal)).Sum(c => c.Value);
        Add((stored > 0 && answered > 0) || given > 0, "archive", stored + answered + given, $"took {stored} objects, answered {answered} queries and {given} retrievals");
        Add(stored > 0 && answered == 0 && queries == 0 && given == 0, "storage", stored, $"took {stored} objects");
        Add(answered > 0 && stored == 0 && given == 0, "worklist", answered, $"answered {answered} queries and takes no objects");
        Add(stores > 0 && stored == 0 && given == 0, "modality", stores, $"stored {stores} objects elsewhere");
        Add(Done("C-MOVE") + Done("C-GET") > 0 || (queries > 0 && stores == 0), "workstation", queries, $"asked {queries} queries, fetched {Done("C-MOVE") + Done("C-GET")} times");
        Add(admissions > 0, "adt-source", admissions, $"sent {admissions} ADT messages");
        Add(orders > 0, "order-source", orders, $"sent {orders} orders");
        Add(results > 0, "results-source", results, $"sent {results} results");
        Add(messages > 0, "interface-engine", messages, $"received {messages} HL7 messages");
        return roles.OrderByDescending(r => r.Confidence).ThenBy(r => r.Name, StringComparer.Ordinal);

        void Add(bool applies, string name, int times, string reason)
        {
            if (applies)
            {
                // Ten times as much evidence halves what is left to doubt.
                roles.Add(new Role(name, Math.Round(1 - (0.5 / (1 + Math.Log10(Math.Max(1, times)))), 2), reason));
            }
        }
    }

    private int Done(string command) => _did.GetValueOrDefault(command);

    private int Times(string command) => _served.GetValueOrDefault(command);

    private static void Count(Dictionary<string, int> counts, string command)
    {
        if (counts.TryGetValue(command, out var count))
        {
            counts[command] = count + 1;
        }
        else if (counts.Count < MaxCommands)
        {
            counts.Add(command, 1);
        }
    }
}
