using Sensor.Dissectors.Tests.Support;
using static Sensor.Dissectors.Tests.Hl7.Hl7Recordings;

namespace Sensor.Dissectors.Tests.Hl7.Pcd;

/// <summary>Messages in the shapes of IHE PCD, with names, places and values of our own.</summary>
public static class PcdRecordings
{
    public const string MlPerHour = "265266^MDC_DIM_MILLI_L_PER_HR^MDC^mL/h^mL/h^UCUM";
    public const string Ml = "263762^MDC_DIM_MILLI_L^MDC^mL^mL^UCUM";
    public const string Pid = "PID|||PAT-7741^^^WARD^PI||Example^Ada^^^^^L\r";

    /// <summary>A running pump's minute: a system, its pump, channels for what it delivers and for where from.</summary>
    public static string Running { get; } =
        Message("ORU^R01^ORU_R01", "S1") + Pid + "OBR|1|ORDER-9^PCD-03|R9^GATE|182777000^monitoring of patient^SCT|||20260101120000+0000\r"
        + Tree("1", "LVP-0042^^0012219876543210^EUI-64") + State("1.1", "infusing", "delivering") + Values("1.1", "13.3", "13.3", "250", "41.5", "208.5")
        + "OBX|30|NM|157924^MDC_RATE_DOSE^MDC|1.1.2.9|4.2|265619^MDC_DIM_MICRO_G_PER_KG_PER_MIN^MDC|||||R\r"
        + "OBX|31|ST|184514^MDC_DRUG_NAME_LABEL^MDC|1.1.2.10|Testamine||||||R\r"
        + "OBX|32|NM|157760^MDC_CONC_DRUG^MDC|1.1.2.11|1.6|264306^MDC_DIM_MILLI_G_PER_ML^MDC|||||R\r"
        + "OBX|33|NM|68063^MDC_ATTR_PT_WEIGHT^MDC|1.1.2.12|82|263875^MDC_DIM_KILO_G^MDC|||||R\r"
        + "OBX|34|ST|184520^MDC_PUMP_DRUG_LIBRARY_NAME^MDC|1.0.0.1|North ICU||||||R\rOBX|35|ST|184517^MDC_PUMP_DRUG_LIBRARY_VERSION^MDC|1.0.0.2|7.1||||||R\r"
        + "OBX|36|ST|67880^MDC_ATTR_ID_MODEL^MDC|1.0.0.3|Pump One||||||R\rOBX|37|ST|531976^MDC_ID_PROD_SPEC_FW^MDC|1.0.0.4|3.14||||||R\r";

    public static string Order { get; } = OrderOf("O1", "RE");

    public static string Titration { get; } =
        Message("RGV^O15^RGV_O15", "O2", "AL|ER") + Pid + "ORC|XO|ORDER-9\rRXG|1|||D55^Testamine|||||||||||20|3122^mL/h^UCUM^265266^MDC_DIM_MILLI_L_PER_HR^MDC\r" + Target("^^A0042^PUMPMAKER");

    public static string Bolus { get; } =
        Message("RGV^O15^RGV_O15", "O3", "AL|ER") + Pid + "ORC|CH|BOLUS-1||||||ORDER-9\rRXG|1|||D55^Testamine|||||||||||5|" + Ml + "\r" + Target("^^A0042^PUMPMAKER")
        + "OBX|2|CWE|0^MDCX_INFUSION_ORDER_TYPE^MDC||^clinician-dose\rOBX|3|NM|157784^MDC_FLOW_FLUID_PUMP^MDC||600|" + MlPerHour + "\r";

    /// <summary>The gateway's answer, on a connection that it opens itself.</summary>
    public static string Refusal { get; } =
        Message("RRG^O16^RRG_O16", "A1", "AL|NE") + "MSA|AR|O1\rERR|||207^Application internal error^HL70357|F|9010^No such drug\r" + Pid + "ORC|OK|ORDER-9\r";

    public static string Started { get; } =
        Message("ORU^R42^ORU_R01", "E1") + Pid + "OBR|1|ORDER-9^PCD-03\r"
        + "OBX|1||70049^MDC_DEV_PUMP_INFUS_LVP_MDS^MDC|1.0.0.0|||||||X|||||||LVP-0042^^0012219876543210^EUI-64\r"
        + "OBX|2|CWE|68487^MDC_ATTR_EVT_COND^MDC|1.0.0.1|197288^MDC_EVT_PUMP_DELIV_START^MDC||||||R\rOBX|3|ST|68488^MDC_ATTR_EVT_SOURCE^MDC|1.0.0.2|1.1.2.0||||||R\r"
        + "OBX|4||70050^MDC_DEV_PUMP_INFUS_LVP_VMD^MDC|1.1.0.0|||||||X\r" + State("1.1", "infusing", "delivering") + Values("1.1", "13.3", "13.3", "250", "0", "250");

    public static string Occlusion { get; } = Alert("start", "active", "enabled");

    /// <summary>A rack: one system, three pumps, the last of them standing still.</summary>
    public static string Rack { get; } =
        Message("ORU^R01^ORU_R01", "S2") + Pid + "OBR|1\r"
        + "OBX|1||69985^MDC_DEV_PUMP_INFUS_MDS^MDC|1.0.0.0|||||||X|||||||RACK-3^^^\r"
        + Slot(1, "SYR-A") + State("1.1", "infusing", "delivering") + Values("1.1", "2.5", "2.5", "50", "10", "40")
        + Slot(2, "SYR-B") + State("1.2", "infusing", "kvo") + Values("1.2", "1", "60", "100", "100", "0")
        + Slot(3, "") + State("1.3", "not-infusing", "not-delivering") + Values("1.3", "0", "7", "20", "1", "19")
        + "OBX|90|CWE|158006^MDC_DEV_PUMP_NOT_DELIVERING_REASON^MDC|1.3.2.9|^pump-alarming||||||R\r";

    /// <summary>A laboratory's result and a monitor's minute: neither is a pump's.</summary>
    public static string Laboratory { get; } =
        Message("ORU^R01^ORU_R01", "L1") + Pid + "OBR|1|L-1||24323-8^PANEL^LN\rOBX|1|NM|2345-7^Glucose^LN||101|mg/dL||N|||F\rOBX|2|NM|157784^Something^L||7|mL/h|||||F\r";

    public static string BedsideMonitor { get; } =
        Message("ORU^R01^ORU_R01", "M1") + Pid + "OBR|1\rOBX|1||69965^MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS^MDC|1.0.0.0|||||||X|||||||MON-1\r"
        + "OBX|2||69642^MDC_DEV_ANALY_SAT_O2_VMD^MDC|1.3.0.0|||||||X\rOBX|3|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.3.1.1|97|262688^MDC_DIM_PERCENT^MDC|||||R\r";

    /// <summary>What a pump tells of itself for its upkeep (PCD-15): charge and network besides what it is; nothing of what it gives.</summary>
    public static string Upkeep { get; } =
        Message("ORU^R01^ORU_R01", "U1") + "OBR|1|U1^GATE|U1^GATE|69135^MDC_OBS_MEM^MDC\r" + Tree("1", "LVP-0042^^0012219876543210^EUI-64")
        + "OBX|3|ST|67880^MDC_ATTR_ID_MODEL^MDC|1.0.0.3|Pump One||||||R\rOBX|4|ST|531976^MDC_ID_PROD_SPEC_FW^MDC|1.0.0.4|3.14||||||R\r"
        + "OBX|5|NM|67996^MDC_ATTR_VAL_BATT_CHARGE^MDC|1.0.0.5|81|262688^MDC_DIM_PERCENT^MDC|||||R\r"
        + "OBX|6|ST|69410^^MDC|1.0.0.6|10.9.8.7||||||R\rOBX|7|ST|69417^^MDC|1.0.0.7|WARD-WIFI||||||R\r";

    /// <summary>The ward's simulators, as captured (Vectors/make.py): who programs a pump, what is answered, what the gateway tells a charting system and an alarm server.</summary>
    public static IReadOnlyList<Recording> Captured { get; } =
        [Recording.Load("Vectors/order.bin"), Recording.Load("Vectors/response.bin"), Recording.Load("Vectors/observations.bin"), Recording.Load("Vectors/alarms.bin")];

    public static IReadOnlyList<Recording> All { get; } =
    [
        Recording.Of("observations", $">{Framed(Running)}{Framed(Rack)}{Framed(Laboratory)}{Framed(BedsideMonitor)}{Framed(Upkeep)}{Framed(Started)}{Framed(Occlusion)}{Framed(Alert("end", "inactive", "audio-paused"))}"),
        Recording.Of("orders", $">{Framed(Order)}", $"<{Framed(Commit("O1", "CA"))}", $">{Framed(Titration)}", $"<{Framed(Commit("O2", "CR"))}", $">{Framed(Bolus)}"),
        Recording.Of("response", $">{Framed(Refusal)}", $"<{Framed(Commit("A1", "CA"))}"),
        Recording.Of("own delimiters", $">{Framed(Other(Running))}{Framed(Other(Order))}"),
    ];

    public static string Message(string type, string control, string acknowledge = "AL|NE") =>
        $"MSH|^~\\&|GATE^00122100000000A1^EUI-64|WARD|RECEIVER|WARD|20260101120000+0000||{type}|{control}|P|2.6|||{acknowledge}\r";

    public static string OrderOf(string control, string code, string target = "^^A0042^PUMPMAKER") =>
        Message("RGV^O15^RGV_O15", control, "AL|ER") + Pid + $"ORC|{code}|ORDER-9|||||||||||||||||NURSE5\r"
        + $"RXG|1|||D55^Testamine^LOCAL|250||{Ml}||||||||13.3|{MlPerHour}|400|1746^mg^UCUM^263890^MDC_DIM_MILLI_G^MDC|||||250|{Ml}\rRXR|IV\r" + Target(target)
        + "OBX|2|NM|68063^MDC_ATTR_PT_WEIGHT^MDC||82|kg^kg^UCUM\r";

    public static string Target(string id) => $"OBX|1||69986^MDC_DEV_PUMP_INFUS_VMD^MDC||||||||X|||||||{id}\r";

    public static string Commit(string control, string code) =>
        $"MSH|^~\\&|RECEIVER|WARD|GATE|WARD|20260101120001+0000||ACK^O15^ACK|K{control}|P|2.6\rMSA|{code}|{control}\r" + (code == "CA" ? "" : "ERR|||207|E|9002^busy\r");

    public static string Alert(string phase, string state, string inactivation) =>
        Message("ORU^R40^ORU_R40", "X" + phase) + Pid + "OBR|1|A1^GATE|A1^GATE|196616^MDC_EVT_ALARM^MDC\r"
        + "OBX|1|CWE|196616^MDC_EVT_ALARM^MDC|1.0.0.0.1|196940^MDC_EVT_FLUID_LINE_OCCL^MDC|||ST|||F|||||||SYR-A^^0012210000000000^EUI-64\r"
        + "OBX|2|CWE|68480^MDC_ATTR_ALERT_SOURCE^MDC|1.0.0.0.2|69985^MDC_DEV_PUMP_INFUS_MDS^MDC||||||F\r"
        + $"OBX|3|ST|68481^MDC_ATTR_EVENT_PHASE^MDC|1.0.0.0.3|{phase}||||||F\rOBX|4|ST|68482^MDC_ATTR_ALARM_STATE^MDC|1.0.0.0.4|{state}||||||F\r"
        + $"OBX|5|ST|68483^MDC_ATTR_ALARM_INACTIVATION_STATE|1.0.0.0.5|{inactivation}||||||F\r";

    public static string Tree(string system, string id) =>
        $"OBX|1||70049^MDC_DEV_PUMP_INFUS_LVP_MDS^MDC|{system}.0.0.0|||||||X|||||||{id}\rOBX|2||70050^MDC_DEV_PUMP_INFUS_LVP_VMD^MDC|{system}.1.0.0|||||||X\r";

    public static string State(string pump, string infusing, string delivery) =>
        $"OBX|5||70067^MDC_DEV_PUMP_DELIVERY_INFO^MDC|{pump}.1.0|||||||X\rOBX|6|CWE|184519^MDC_PUMP_INFUSING_STATUS^MDC|{pump}.1.1|^pump-status-{infusing}||||||R\r"
        + $"OBX|7|CWE|158016^MDC_DEV_PUMP_ACTIVE_SOURCES^MDC|{pump}.1.2|^pump-source-info-primary||||||R\r"
        + $"OBX|8||70071^MDC_DEV_PUMP_INFUSATE_SOURCE_PRIMARY^MDC|{pump}.2.0|||||||X\rOBX|9|CWE|158005^MDC_DEV_PUMP_CURRENT_DELIVERY_STATUS^MDC|{pump}.2.1|^pump-delivery-status-{delivery}||||||R\r";

    public static string Values(string pump, string flow, string rate, string vtbi, string given, string left) =>
        $"OBX|10|NM|158014^MDC_FLOW_FLUID_PUMP_CURRENT^MDC|{pump}.1.3|{flow}|{MlPerHour}|||||R\rOBX|11|NM|157784^MDC_FLOW_FLUID_PUMP^MDC|{pump}.2.2|{rate}|{MlPerHour}|||||R\r"
        + $"OBX|12|NM|157884^MDC_VOL_FLUID_TBI^MDC|{pump}.2.3|{vtbi}|{Ml}|||||R\rOBX|13|NM|157993^MDC_VOL_FLUID_DELIV_TOTAL^MDC|{pump}.2.4|{given}|{Ml}|||||R\r"
        + $"OBX|14|NM|157872^MDC_VOL_FLUID_TBI_REMAIN^MDC|{pump}.2.5|{left}|{Ml}|||||R\rOBX|15|NM|157916^MDC_TIME_PD_REMAIN^MDC|{pump}.2.6|90|264352^MDC_DIM_MIN^MDC|||||R\r";

    private static string Slot(int pump, string id) => $"OBX|2{pump}||70054^MDC_DEV_PUMP_INFUS_SYRINGE_VMD^MDC|1.{pump}.0.0|||||||X|||||||{id}\r";

    /// <summary>The same message with other delimiters.</summary>
    public static string Other(string message) => message.Replace("|^~\\&|", "!?*%+!", StringComparison.Ordinal).Replace('|', '!').Replace('^', '?');
}
