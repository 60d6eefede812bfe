using Sensor.Options.Keys;

namespace Sensor.Options.Sections;

/// <summary>Keys of the items of the site's lists.</summary>
internal static class SiteFields
{
    private const string Addresses = "addresses: `10.1.2.3`, `10.1.0.0/16`, `10.1.2.10-10.1.2.20`, also IPv6";
    private const string Who = "names of systems and segments, addresses";
    private const string Hours = "`07:00-18:00`; past midnight where it ends no later than it begins";
    private const string Days = "`mon` to `sun`, `mon-fri`, `daily`";
    private const string Time = "ISO 8601 time; without an offset in the site's time zone";
    private const string Nothing = "none";

    public static class Working
    {
        public static readonly Field Days = new("days", SiteFields.Days, Field.Required, "On which days.");
        public static readonly Field Hours = new("hours", SiteFields.Hours, Field.Required, "From when until when.");
        public static readonly FieldList All = new(64, Days, Hours);
    }

    public static class Segment
    {
        public static readonly Field Name = new("name", "text", Field.Required, "Unique among systems and segments.");
        public static readonly Field Addresses = new("addresses", SiteFields.Addresses, Nothing, "The smallest range that holds an address says its segment.");
        public static readonly Field Vlans = new("vlans", "VLAN ids, 1 to 4094", Nothing, "Of private addresses that no range holds, and of ranges that two segments have, the VLAN says the segment.");
        public static readonly Field Clinical = new("clinical", "true, false", "not said", "Patients are treated or diagnosed with what is in it.");
        public static readonly Field Internal = new("internal", "true, false", "true", "It belongs to the site. `false` for a partner's network reached without the Internet.");
        public static readonly Field Criticality = new("criticality", Criticalities, "not said", "Of its systems that have none of their own.");
        public static readonly FieldList All = new(4096, Name, Addresses, Vlans, Clinical, Internal, Criticality);
    }

    public static class System
    {
        public static readonly Field Name = new("name", "text", Field.Required, "Unique among systems and segments.");
        public static readonly Field Addresses = new("addresses", SiteFields.Addresses, Nothing, "Where it is found.");
        public static readonly Field Macs = new("macs", "MAC addresses, `00:11:22:33:44:55`", Nothing, "Where it is found, where the segment is seen at layer 2. Other lists can't name a system that has no addresses.");
        public static readonly Field Roles = new("roles", "[roles](#roles)", "as inferred", "What it is; taken for certain, before what is inferred.");
        public static readonly Field Criticality = new("criticality", Criticalities, "its segment's", "How much harm it does when it fails or misleads.");
        public static readonly Field Owner = new("owner", "text", Nothing, "Who answers for it, and how to reach them.");
        public static readonly Field Expected = new("expected", "`scanning`, `harvesting`, `bulk-transfer`, `remote-access`", Nothing, "What would be alarming of another system and is this one's work.");
        public static readonly FieldList All = new(65_536, Name, Addresses, Macs, Roles, Criticality, Owner, Expected);
    }

    public static class Maintenance
    {
        public static readonly Field Name = new("name", "text", Field.Required, "For people.");
        public static readonly Field For = new("for", Who, "all", "What is worked on.");
        public static readonly Field From = new("from", Time, Nothing, "Once: when it begins.");
        public static readonly Field Until = new("until", Time, Nothing, "Once: when it ends.");
        public static readonly Field Days = new("days", SiteFields.Days, Nothing, "Every week: on which days it begins.");
        public static readonly Field Hours = new("hours", SiteFields.Hours, Nothing, "Every week: from when until when, in the site's time zone.");
        public static readonly FieldList All = new(1024, Name, For, From, Until, Days, Hours);
    }

    public static class PumpControllers
    {
        public static readonly Field Controllers = new("controllers", Who, Field.Required, "Who may command pumps.");
        public static readonly Field Pumps = new("pumps", Who, "all", "Which ones. A pump that several items hold for may be commanded by the controllers of each.");
        public static readonly FieldList All = new(1024, Controllers, Pumps);
    }

    public static class External
    {
        public static readonly Field To = new("to", "addresses, host names, `*.example.org`", Field.Required, "Where to.");
        public static readonly Field For = new("for", Who, "all", "Who may.");
        public static readonly Field Purpose = new("purpose", "text", Nothing, "What for.");
        public static readonly FieldList All = new(4096, To, For, Purpose);
    }

    private const string Criticalities = "`low`, `medium`, `high`, `life-critical`";
}
