using Hospital.Network;
using Hospital.Sites;

namespace Hospital.Talks;

/// <summary>Letters of and to bedside devices, shaped as IHE PCD's transactions (TF-2 rev. 9: PCD-01, -03, -04, -10), HL7 2.6.</summary>
public static class DeviceLetters
{
    /// <summary>What a pump does (PCD-01).</summary>
    public static Hl7Letter PumpStatus(Host pump, Patient patient, PumpReading reading, long time)
    {
        ArgumentNullException.ThrowIfNull(pump);
        ArgumentNullException.ThrowIfNull(reading);
        return new Hl7Letter("ORU", "R01", "ORU_R01", About(patient, $"S{pump.Serial}{time / 1_000_000_000 % 1_000_000}", "69985^MDC_DEV_PUMP_INFUS_MDS^MDC", time) + Values(pump, reading, time), patient?.Id ?? "", Version: "2.6");
    }

    /// <summary>A pump has begun, or ceased, to deliver (PCD-10).</summary>
    public static Hl7Letter PumpEvent(Host pump, Patient patient, string order, bool isStart, PumpReading reading, long time)
    {
        ArgumentNullException.ThrowIfNull(pump);
        ArgumentNullException.ThrowIfNull(reading);
        var body = About(patient, $"{order}^PCD-03", "2222^INFUSION^L", time)
            + $"OBX|1|CWE|68487^MDC_ATTR_EVT_COND^MDC|1.0.0.2|{(isStart ? "197288^MDC_EVT_PUMP_DELIV_START" : "0^MDC_EVT_PUMP_DELIV_STOP")}^MDC||||||R\r"
            + $"OBX|2|CWE|184519^MDC_PUMP_INFUSING_STATUS^MDC|1.1.1.1|^pump-status-{(isStart ? "" : "not-")}infusing||||||R\r"
            + Values(pump, reading, time);
        return new Hl7Letter("ORU", "R42", "ORU_R01", body, patient?.Id ?? "", order, "2.6");
    }

    /// <summary>A pump is told what to give (PCD-03).</summary>
    /// <param name="pump">Which.</param>
    /// <param name="patient">To whom.</param>
    /// <param name="order">On which order.</param>
    /// <param name="drug">What.</param>
    /// <param name="volume">mL.</param>
    /// <param name="rate">mL/h.</param>
    /// <param name="control">ORC-1: RE, XO for another rate.</param>
    public static Hl7Letter Give(Host pump, Patient patient, string order, string drug, double volume, double rate, string control = "RE")
    {
        ArgumentNullException.ThrowIfNull(pump);
        ArgumentNullException.ThrowIfNull(drug);
        var body = PatientLetters.Pid(patient)
            + $"ORC|{control}|{order}|||||||||||||||||N{(order.Length * 7) + order[^1]}\r"
            + $"RXG|1|||{drug.Length:0000}^{drug}|{volume:0.#}||263762^MDC_DIM_MILLI_L^MDC^mL^mL^UCUM||||||||{rate:0.0}|3122^mL/h^UCUM^265266^MDC_DIM_MILLI_L_PER_HR^MDC\rRXR|IV||IVP\r"
            + $"OBX|1||69986^MDC_DEV_PUMP_INFUS_VMD^MDC||||||||X|||||||^^{pump.Serial}^{pump.Model.Split(' ')[0].ToUpperInvariant()}\r";
        return new Hl7Letter("RGV", "O15", "RGV_O15", body, patient?.Id ?? "", order, "2.6");
    }

    /// <summary>Something is wrong at a bed (PCD-04): begins (<paramref name="phase"/> start) or ends.</summary>
    /// <param name="device">Which sounds.</param>
    /// <param name="patient">At whose bed.</param>
    /// <param name="alert">Number of the alert for its whole life.</param>
    /// <param name="code">OBX-5: what is wrong, code, name and coding system.</param>
    /// <param name="phase">start, end.</param>
    /// <param name="priority">PL, PM, PH.</param>
    /// <param name="time">When.</param>
    public static Hl7Letter Alarm(Host device, Patient patient, string alert, string code, string phase, string priority, long time)
    {
        ArgumentNullException.ThrowIfNull(device);
        var body = About(patient, alert, "196616^MDC_EVT_ALARM^MDC", time)
            + $"OBX|1|CWE|196616^MDC_EVT_ALARM^MDC|1.0.0.0.1|{code}|||{priority}~{(device.Role == HostRole.Pump ? "ST" : "SP")}|||F|||{Hl7Letter.Stamp(time)}||||{device.Serial}^^0012210000000000^EUI-64\r"
            + $"OBX|2|ST|68481^MDC_ATTR_EVENT_PHASE^MDC|1.0.0.0.3|{phase}||||||F\r"
            + $"OBX|3|ST|68482^MDC_ATTR_ALARM_STATE^MDC|1.0.0.0.4|{(phase == "end" ? "inactive" : "active")}||||||F\r"
            + "OBX|4|ST|68483^MDC_ATTR_ALARM_INACTIVATION_STATE^MDC|1.0.0.0.5|enabled||||||F\r";
        return new Hl7Letter("ORU", "R40", "ORU_R40", body, patient?.Id ?? "", Version: "2.6");
    }

    /// <summary>What a monitor measures (PCD-01).</summary>
    public static Hl7Letter Vitals(Host monitor, Patient patient, int pulse, int saturation, int systolic, int diastolic, int breaths, long time)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        var device = $"R|||{Hl7Letter.Stamp(time)}||||{monitor.Serial}^^0009500000000000^EUI-64";
        var body = About(patient, $"V{monitor.Serial}{time / 1_000_000_000 % 1_000_000}", "182777000^monitoring of patient^SCT", time)
            + "OBX|1||69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC|1.0.0.0|||||||X\r"
            + $"OBX|2|NM|147842^MDC_ECG_CARD_BEAT_RATE^MDC|1.2.1.1|{pulse}|264864^MDC_DIM_BEAT_PER_MIN^MDC|50-120||||{device}\r"
            + $"OBX|3|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.3.1.1|{saturation}|262688^MDC_DIM_PERCENT^MDC|90-100||||{device}\r"
            + $"OBX|4|NM|150021^MDC_PRESS_BLD_NONINV_SYS^MDC|1.1.1.5|{systolic}|266016^MDC_DIM_MMHG^MDC|90-160||||{device}\r"
            + $"OBX|5|NM|150022^MDC_PRESS_BLD_NONINV_DIA^MDC|1.1.1.6|{diastolic}|266016^MDC_DIM_MMHG^MDC|||||{device}\r"
            + $"OBX|6|NM|151562^MDC_RESP_RATE^MDC|1.2.1.19|{breaths}|264928^MDC_DIM_RESP_PER_MIN^MDC|8-45||||{device}\r";
        return new Hl7Letter("ORU", "R01", "ORU_R01", body, patient?.Id ?? "", Version: "2.6");
    }

    private static string About(Patient? patient, string number, string what, long time) =>
        PatientLetters.Pid(patient) + PatientLetters.Pv1(patient, "", 'I') + $"OBR|1|{number}|{number}|{what}|||{Hl7Letter.Stamp(time)}\r";

    private static string Values(Host pump, PumpReading reading, long time) =>
        $"OBX|11||69986^MDC_DEV_PUMP_INFUS_VMD^MDC|1.1.0.0|||||||X|||{Hl7Letter.Stamp(time)}||||{pump.Serial}^^0012210000000000^EUI-64\r"
        + $"OBX|12|NM|157784^MDC_FLOW_FLUID_PUMP^MDC|1.1.1.2|{reading.Rate:0.0}|265266^MDC_DIM_MILLI_L_PER_HR^MDC|||||R\r"
        + $"OBX|13|NM|157884^MDC_VOL_FLUID_TBI^MDC|1.1.1.3|{reading.ToInfuse:0.0}|263762^MDC_DIM_MILLI_L^MDC|||||R\r"
        + $"OBX|14|NM|157993^MDC_VOL_FLUID_DELIV_TOTAL^MDC|1.1.1.4|{reading.Infused:0.0}|263762^MDC_DIM_MILLI_L^MDC|||||R\r"
        + $"OBX|15|ST|184514^MDC_DRUG_NAME_LABEL^MDC|1.1.1.5|{reading.Drug}||||||R\r";
}
