using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;

namespace Sensor.Dissectors.Hl7.Pcd;

/// <summary>
/// Terms of ISO/IEEE 11073-10101 in OBX-3, by code or reference id: codes still pending are sent as 0, and some print a code wrongly. The code is
/// the partition times 65536 and the term's own.
/// </summary>
internal static class PumpTerms
{
    /// <summary>Device types (partition 1) begin here; what stands before them are attributes.</summary>
    private const int FirstDevice = 65536 + 4096;
    private const int FirstMetric = 2 * 65536;
    private const int FirstEvent = 3 * 65536;
    private const int FirstUnit = 4 * 65536;

    /// <summary>MDC_EVT_ALARM: says that there is an alarm, not which.</summary>
    public const int AnyAlarm = FirstEvent + 8;

    private const int MaxName = 64;

    /// <summary>Code (0: not known here), reference id, term.</summary>
    private static readonly (int Code, string Name, PumpTerm Term)[] All =
    [
        (158014, "MDC_FLOW_FLUID_PUMP_CURRENT", PumpTerm.CurrentFlow),
        (157784, "MDC_FLOW_FLUID_PUMP", PumpTerm.Rate),
        (157924, "MDC_RATE_DOSE", PumpTerm.DoseRate),
        (157884, "MDC_VOL_FLUID_TBI", PumpTerm.Vtbi),
        (157872, "MDC_VOL_FLUID_TBI_REMAIN", PumpTerm.Remaining),
        (157993, "MDC_VOL_FLUID_DELIV_TOTAL", PumpTerm.DeliveredTotal),
        (157992, "MDC_VOL_FLUID_DELIV_SEGMENT", PumpTerm.DeliveredSegment),
        (157760, "MDC_CONC_DRUG", PumpTerm.Concentration),
        (68063, "MDC_ATTR_PT_WEIGHT", PumpTerm.Weight),
        (157916, "MDC_TIME_PD_REMAIN", PumpTerm.TimeRemaining),
        (157994, "MDC_VOL_FLUID_CONTAINER_START", PumpTerm.ContainerVolume),
        (157880, "MDC_VOL_SYRINGE", PumpTerm.ContainerVolume),
        (158017, "MDC_DOSE_PCA_PATIENT", PumpTerm.BolusDose),
        (158018, "MDC_DOSE_LOADING", PumpTerm.BolusDose),
        (158019, "MDC_DOSE_CLINICIAN", PumpTerm.BolusDose),
        (184519, "MDC_PUMP_INFUSING_STATUS", PumpTerm.InfusingStatus),
        (158005, "MDC_DEV_PUMP_CURRENT_DELIVERY_STATUS", PumpTerm.DeliveryStatus),
        (0, "MDC_PUMP_CURRENT_DELIVERY_STATUS", PumpTerm.DeliveryStatus),
        (158006, "MDC_DEV_PUMP_NOT_DELIVERING_REASON", PumpTerm.NotDeliveringReason),
        (0, "MDC_PUMP_NOT_DELIVERING_REASON", PumpTerm.NotDeliveringReason),
        (158016, "MDC_DEV_PUMP_ACTIVE_SOURCES", PumpTerm.ActiveSources),
        (0, "MDC_PUMP_ACTIVE_SOURCES", PumpTerm.ActiveSources),
        (184514, "MDC_DRUG_NAME_LABEL", PumpTerm.Drug),
        (184520, "MDC_PUMP_DRUG_LIBRARY_NAME", PumpTerm.LibraryName),
        (184517, "MDC_PUMP_DRUG_LIBRARY_VERSION", PumpTerm.LibraryVersion),
        (67880, "MDC_ATTR_ID_MODEL", PumpTerm.Model),
        (531976, "MDC_ID_PROD_SPEC_FW", PumpTerm.Firmware),
        (0, "MDC_ID_PROD_SPEC_SW", PumpTerm.Firmware),
        (67972, "MDC_ATTR_SYS_ID", PumpTerm.SystemId),
        (0, "MDCX_INFUSION_ORDER_TYPE", PumpTerm.OrderType),
        (0, "MDCX_INFUSION_PROGRAM_TYPE", PumpTerm.OrderType),
        (0, "MDCX_INFUS_ORDER_STEP_TYPE", PumpTerm.OrderType),
        (68487, "MDC_ATTR_EVT_COND", PumpTerm.EventCondition),
        (68488, "MDC_ATTR_EVT_SOURCE", PumpTerm.EventSource),
        (68480, "MDC_ATTR_ALERT_SOURCE", PumpTerm.AlertSource),
        (68481, "MDC_ATTR_EVENT_PHASE", PumpTerm.EventPhase),
        (68482, "MDC_ATTR_ALARM_STATE", PumpTerm.AlarmState),
        (68483, "MDC_ATTR_ALARM_INACTIVATION_STATE", PumpTerm.InactivationState),
    ];

    private static readonly FrozenDictionary<int, PumpTerm> ByCode = All.Where(t => t.Code != 0).ToFrozenDictionary(t => t.Code, t => t.Term);

    private static readonly FrozenDictionary<string, PumpTerm>.AlternateLookup<ReadOnlySpan<char>> ByName =
        All.ToFrozenDictionary(t => t.Name, t => t.Term, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The field (CWE) has a term of this nomenclature in it: a device speaks, not a laboratory.</summary>
    public static bool IsDeviceTalk(ReadOnlySpan<byte> field) => field.IndexOf("MDC"u8) >= 0;

    /// <param name="segment">An OBX.</param>
    /// <param name="field">OBX-3, or where else a term stands.</param>
    public static PumpTerm Of(ref SegmentReader segment, int field)
    {
        var name = NameIn(ref segment, field);
        var code = CodeIn(ref segment, field);
        if (name.IsEmpty && code == 0)
        {
            return PumpTerm.None;
        }

        return ByCode.TryGetValue(code, out var known) ? known : Named(name) is var named && named != PumpTerm.None ? named : Coded(code);
    }

    /// <summary>The term's reference id: its text in the standard's nomenclature, first or alternate (CWE.2, CWE.5); empty without.</summary>
    public static ReadOnlySpan<byte> NameIn(ref SegmentReader segment, int field)
    {
        var first = Trim(segment.Component(field, 2));
        if (first.StartsWith("MDC"u8))
        {
            return first;
        }

        var alternate = Trim(segment.Component(field, 5));
        return alternate.StartsWith("MDC"u8) ? alternate : Trim(segment.First(field)) is var id && id.StartsWith("MDC"u8) ? id : default;
    }

    /// <summary>The term's number where the nomenclature is named beside it; else 0.</summary>
    public static int CodeIn(ref SegmentReader segment, int field) =>
        IsNomenclature(segment.Component(field, 3)) ? Number(segment.First(field))
        : IsNomenclature(segment.Component(field, 6)) ? Number(segment.Component(field, 4))
        : 0;

    /// <summary>Of a device: which level of the tree it stands on, 1 system, 2 pump (VMD), 3 channel, 0 unknown (the code's last two bits, or the reference id's end).</summary>
    public static int LevelOf(ReadOnlySpan<byte> name, int code) =>
        name.EndsWith("_MDS"u8) ? 1 : name.EndsWith("_VMD"u8) ? 2 : name.EndsWith("_CHAN"u8) ? 3 : code & 3;

    public static bool IsPump(PumpTerm term) => term is PumpTerm.PumpDevice or (>= PumpTerm.CurrentFlow and <= PumpTerm.LibraryVersion and not (PumpTerm.Weight or PumpTerm.TimeRemaining));

    private static bool IsNomenclature(ReadOnlySpan<byte> system) => Trim(system).SequenceEqual("MDC"u8);

    private static int Number(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        return Utf8Parser.TryParse(text, out int code, out var used) && used == text.Length ? code : 0;
    }

    private static PumpTerm Named(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[MaxName];
        if (name.IsEmpty || name.Length > MaxName || !Encoding.ASCII.TryGetChars(name, text, out var length))
        {
            return PumpTerm.None;
        }

        return ByName.TryGetValue(text[..length], out var term) ? term
            : name.StartsWith("MDC_DEV_PUMP_"u8) ? PumpTerm.PumpDevice
            : name.StartsWith("MDC_DEV_"u8) ? PumpTerm.OtherDevice
            : name.StartsWith("MDC_EVT_"u8) ? PumpTerm.Happening
            : PumpTerm.None;
    }

    /// <summary>A code without a name that tells: infusion pumps and their channels have 69984 to 69987 and 70048 to 70091.</summary>
    private static PumpTerm Coded(int code) => code switch
    {
        (>= 69984 and <= 69987) or (>= 70048 and <= 70091) => PumpTerm.PumpDevice,
        >= FirstDevice and < FirstMetric => PumpTerm.OtherDevice,
        >= FirstEvent and < FirstUnit => PumpTerm.Happening,
        _ => PumpTerm.None,
    };

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" "u8);
}
