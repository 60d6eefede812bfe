using System.Text;
using Sensor.Dissectors.Pumps;

namespace Sensor.Dissectors.Bedside.Sdc;

/// <summary>What consumers ask of providers (IEEE 11073-10207, services).</summary>
internal enum SdcAction : byte
{
    Unknown,
    GetMdib,
    GetMdState,
    GetMdDescription,
    GetContextStates,
    GetContextStatesByIdentification,
    GetContextStatesByFilter,
    GetLocalizedText,
    GetSupportedLanguages,
    GetContainmentTree,
    GetDescriptor,
    SetValue,
    SetString,
    SetMetricState,
    SetComponentState,
    Activate,
    SetAlertState,
    SetContextState,
}

internal static class SdcActions
{
    public const int Count = (int)SdcAction.SetContextState + 1;

    private static readonly byte[][] Names = [.. Enum.GetNames<SdcAction>().Select(Encoding.ASCII.GetBytes)];

    public static ReadOnlySpan<byte> Text(this SdcAction value) => value == SdcAction.Unknown ? "?"u8 : Names[(int)value];

    public static SdcAction Of(ReadOnlySpan<byte> name)
    {
        for (var i = 1; i < Names.Length; i++)
        {
            if (name.SequenceEqual(Names[i]))
            {
                return (SdcAction)i;
            }
        }

        return SdcAction.Unknown;
    }

    /// <summary>Changes nothing, and may be asked again and again.</summary>
    public static bool Recurs(this SdcAction value) => value is >= SdcAction.GetMdib and <= SdcAction.GetDescriptor;

    /// <summary>
    /// What it may do to a patient. Operations are the device's own: what one of them sets stands in the device's description, which isn't kept. Where its
    /// handle says so in words, it is believed, and the event says that this is a guess.
    /// </summary>
    public static SafetyClass Class(this SdcAction value, ReadOnlySpan<byte> handle, out bool isGuess)
    {
        isGuess = false;
        switch (value)
        {
            case SdcAction.Unknown:
                return SafetyClass.Unknown;
            case SdcAction.SetAlertState:
                return SafetyClass.AlarmSilence;
            case SdcAction.SetContextState or SdcAction.SetComponentState:
                return SafetyClass.Configuration;
        }

        if (value.Recurs())
        {
            return SafetyClass.Read;
        }

        isGuess = true;
        if (Says(handle, "alarm"u8) || Says(handle, "alert"u8) || Says(handle, "limit"u8))
        {
            return Says(handle, "limit"u8) ? SafetyClass.AlarmLimit : SafetyClass.AlarmSilence;
        }

        if (Says(handle, "bolus"u8))
        {
            return SafetyClass.Bolus;
        }

        if (Says(handle, "flow_rate"u8) || Says(handle, "flowrate"u8) || Says(handle, "infusion_rate"u8) || Says(handle, "infusionrate"u8))
        {
            return SafetyClass.Rate;
        }

        isGuess = false;
        return SafetyClass.Configuration;
    }

    /// <summary>In any case.</summary>
    private static bool Says(ReadOnlySpan<byte> handle, ReadOnlySpan<byte> word)
    {
        for (var i = 0; i + word.Length <= handle.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(handle.Slice(i, word.Length), word))
            {
                return true;
            }
        }

        return false;
    }
}
