using Hospital.Sites;

namespace Hospital.Talks;

/// <summary>Letters about patients, orders and results, as HL7 2.3 to 2.5 has them; 300 to 3,000 bytes, as measured on interfaces.</summary>
public static class PatientLetters
{
    private static readonly (string Code, string Name, string Unit, string Range, double Mean, double Spread)[] Blood =
    [
        ("6690-2", "WBC", "10*3/uL", "4.0-10.0", 8.1, 2.6), ("789-8", "RBC", "10*6/uL", "4.2-5.9", 4.5, 0.6), ("718-7", "Hemoglobin", "g/dL", "12.0-17.0", 12.9, 1.8),
        ("4544-3", "Hematocrit", "%", "37-52", 39, 5), ("777-3", "Platelets", "10*3/uL", "150-400", 244, 76), ("2951-2", "Sodium", "mmol/L", "135-145", 139, 3),
        ("2823-3", "Potassium", "mmol/L", "3.5-5.1", 4.2, 0.5), ("2160-0", "Creatinine", "mg/dL", "0.6-1.3", 1.1, 0.4), ("3094-0", "Urea", "mg/dL", "17-43", 38, 15),
        ("1988-5", "CRP", "mg/L", "0-5", 28, 30), ("2345-7", "Glucose", "mg/dL", "70-110", 124, 36), ("1742-6", "ALT", "U/L", "0-45", 34, 20),
    ];

    /// <summary>Names of the analyses that a blood count (the first five) and a chemistry panel give.</summary>
    public static IReadOnlyList<string> Analyses { get; } = [.. Blood.Select(b => b.Name)];

    /// <summary>Somebody is admitted (A01), moved (A02), discharged (A03), registered (A04), described anew (A08).</summary>
    /// <param name="trigger">A01, A02, …</param>
    /// <param name="patient">Of whom.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="bed">Room and bed, as HL7 writes them after the ward.</param>
    /// <param name="stay">I inpatient, O outpatient, E emergency.</param>
    public static Hl7Letter Movement(string trigger, Patient patient, long time, string bed = "", char stay = 'I')
    {
        ArgumentNullException.ThrowIfNull(patient);
        var body = $"EVN|{trigger}|{Hl7Letter.Stamp(time)}\r{Pid(patient)}NK1|1|{patient.Name.Split('^')[0]}^RELATIVE|SPO\r{Pv1(patient, bed, stay)}"
            + $"DG1|1|I10|R69^Illness, unspecified^I10||{Hl7Letter.Stamp(time)}|A\rIN1|1|PUBLIC|108416214|HEALTH FUND\r";
        return new Hl7Letter("ADT", trigger, trigger is "A04" or "A08" ? "ADT_A01" : $"ADT_{trigger}", body, patient.Id);
    }

    /// <summary>Two records turn out to be of one patient (A40).</summary>
    /// <param name="survivor">Who remains.</param>
    /// <param name="formerId">Identifier that ends.</param>
    /// <param name="time">When.</param>
    public static Hl7Letter Merge(Patient survivor, string formerId, long time)
    {
        ArgumentNullException.ThrowIfNull(survivor);
        return new Hl7Letter("ADT", "A40", "ADT_A39", $"EVN|A40|{Hl7Letter.Stamp(time)}\r{Pid(survivor)}MRG|{formerId}^^^KLINIK^MR\r", survivor.Id);
    }

    /// <summary>Pictures are wanted (NW), being made (SC with IP), made (SC with CM).</summary>
    public static Hl7Letter Imaging(ImagingOrder order, string control, string status, long time)
    {
        ArgumentNullException.ThrowIfNull(order);
        var body = Pid(order.Patient) + Pv1(order.Patient, "", 'I')
            + $"ORC|{control}|{order.Order}|{order.Accession}||{status}||^^^{Hl7Letter.Stamp(order.Placed)}^^{(order.IsUrgent ? 'S' : 'R')}||{Hl7Letter.Stamp(time)}|||114^WARDPHYSICIAN\r"
            + $"OBR|1|{order.Order}|{order.Accession}|{order.Kind}^{order.Kind} EXAMINATION^L|||{Hl7Letter.Stamp(time)}||||||CLINICAL QUESTION|||114^WARDPHYSICIAN||||||||{order.Kind}\r";
        return new Hl7Letter("ORM", "O01", "ORM_O01", body, order.Patient.Id, order.Order, "2.3.1");
    }

    /// <summary>What was seen on pictures, in words.</summary>
    /// <param name="order">Of which pictures.</param>
    /// <param name="lines">Lines of text, about 60 bytes each.</param>
    /// <param name="time">When.</param>
    public static Hl7Letter Report(ImagingOrder order, int lines, long time)
    {
        ArgumentNullException.ThrowIfNull(order);
        var body = Pid(order.Patient)
            + $"OBR|1|{order.Order}|{order.Accession}|{order.Kind}^{order.Kind} EXAMINATION^L|||{Hl7Letter.Stamp(time)}||||||||||||||||||F\r"
            + string.Concat(Enumerable.Range(1, lines).Select(i => $"OBX|{i}|TX|REPORT^Report^L||Line {i} of the findings: nothing that is of anybody in this world.||||||F\r"));
        return new Hl7Letter("ORU", "R01", "ORU_R01", body, order.Patient.Id, order.Order, "2.3.1");
    }

    /// <summary>Somebody's blood is to be analysed.</summary>
    public static Hl7Letter LaboratoryOrder(Patient patient, string order, int analyses, bool isUrgent, long time)
    {
        var body = Pid(patient) + Pv1(patient, "", 'I')
            + $"ORC|NW|{order}|||||||{Hl7Letter.Stamp(time)}|||114^WARDPHYSICIAN\r"
            + $"OBR|1|{order}||{Panel(analyses)}|||{Hl7Letter.Stamp(time)}||||||||BLD^^^^^VEN|114^WARDPHYSICIAN|||||||||||^^^^^{(isUrgent ? 'S' : 'R')}\r";
        return new Hl7Letter("OML", "O21", "OML_O21", body, patient?.Id ?? "", order, "2.5");
    }

    /// <summary>What the blood tells.</summary>
    /// <param name="patient">Whose.</param>
    /// <param name="order">Which order it answers.</param>
    /// <param name="analyses">How many of <see cref="Analyses"/>.</param>
    /// <param name="deviation">Of each analysis, in standard deviations.</param>
    /// <param name="isFinal">Final, or preliminary.</param>
    /// <param name="time">When.</param>
    public static Hl7Letter LaboratoryResult(Patient patient, string order, int analyses, Func<double> deviation, bool isFinal, long time)
    {
        ArgumentNullException.ThrowIfNull(patient);
        ArgumentNullException.ThrowIfNull(deviation);
        var text = new System.Text.StringBuilder(Pid(patient)).Append($"OBR|1|{order}|L{order}|{Panel(analyses)}|||{Hl7Letter.Stamp(time)}||||||||||||||||||{(isFinal ? 'F' : 'P')}\r");
        for (var i = 0; i < analyses; i++)
        {
            var (code, name, unit, range, mean, spread) = Blood[i % Blood.Length];
            var value = Math.Max(mean * 0.1, mean + (spread * deviation()));
            var limits = range.Split('-');
            var flag = value < double.Parse(limits[0], System.Globalization.CultureInfo.InvariantCulture) ? "L"
                : value > double.Parse(limits[1], System.Globalization.CultureInfo.InvariantCulture) ? "H" : "N";
            text.Append($"OBX|{i + 1}|NM|{code}^{name}^LN||{value:0.0}|{unit}|{range}|{flag}|||{(isFinal ? 'F' : 'P')}|||{Hl7Letter.Stamp(time)}\r");
        }

        return new Hl7Letter("ORU", "R01", "ORU_R01", text.ToString(), patient.Id, order, "2.5");
    }

    /// <summary>A drug is to be given (RDE^O11).</summary>
    /// <param name="patient">To whom.</param>
    /// <param name="order">Order number.</param>
    /// <param name="drug">Its name.</param>
    /// <param name="amount">mL, or mg where it isn't infused.</param>
    /// <param name="rate">mL/h; 0: it isn't infused.</param>
    /// <param name="time">When.</param>
    public static Hl7Letter Medication(Patient patient, string order, string drug, double amount, double rate, long time)
    {
        var body = Pid(patient) + Pv1(patient, "", 'I')
            + $"ORC|NW|{order}|||||^^^{Hl7Letter.Stamp(time)}||{Hl7Letter.Stamp(time)}|||114^WARDPHYSICIAN\r"
            + $"RXE|^^^{Hl7Letter.Stamp(time)}|{drug.Length:0000}^{drug}^L|{amount:0.##}||{(rate > 0 ? "mL" : "mg")}|||||||||||||||||{(rate > 0 ? $"{rate:0.0}|mL/h" : "|")}\r"
            + $"RXR|{(rate > 0 ? "IV^Intravenous||IVP^IV Pump" : "PO^Oral")}\r";
        return new Hl7Letter("RDE", "O11", "RDE_O11", body, patient?.Id ?? "", order, "2.5");
    }

    /// <summary>A letter or note was written (MDM^T02).</summary>
    public static Hl7Letter Document(Patient patient, string kind, int lines, long time)
    {
        var body = $"EVN|T02|{Hl7Letter.Stamp(time)}\r{Pid(patient)}{Pv1(patient, "", 'I')}TXA|1|{kind}|TX|{Hl7Letter.Stamp(time)}||||||||D{Hl7Letter.Stamp(time)}||||||AU\r"
            + string.Concat(Enumerable.Range(1, lines).Select(i => $"OBX|{i}|TX|{kind}^Note^L||Paragraph {i} of a note about nobody, as long as such lines are.||||||F\r"));
        return new Hl7Letter("MDM", "T02", "MDM_T02", body, patient?.Id ?? "");
    }

    /// <summary>Somebody is expected (SIU^S12).</summary>
    public static Hl7Letter Appointment(Patient patient, string number, long at, long time) => new(
        "SIU", "S12", "SIU_S12",
        $"SCH|{number}|||||OUTPATIENT^Visit|||30|min|^^30^{Hl7Letter.Stamp(at)}|||||114^WARDPHYSICIAN||||114^CLERK|||||BOOKED\r{Pid(patient)}{Pv1(patient, "", 'O')}RGS|1|A\rAIL|1||{patient?.Ward}\r",
        patient?.Id ?? "", Version: "2.3.1");

    /// <summary>Something is to be paid (DFT^P03).</summary>
    public static Hl7Letter Charge(Patient patient, string code, long time) => new(
        "DFT", "P03", "DFT_P03", $"EVN|P03|{Hl7Letter.Stamp(time)}\r{Pid(patient)}{Pv1(patient, "", 'I')}FT1|1|||{Hl7Letter.Stamp(time)}||CG|{code}|||1\r", patient?.Id ?? "", Version: "2.3.1");

    internal static string Pid(Patient? patient) =>
        patient is null ? "" : $"PID|1||{patient.Id}^^^KLINIK^MR||{patient.Name}||{patient.Born}|{patient.Sex}|||LONG STREET 5^^TOWN^^12345||(030)555-0100|||||{patient.Visit}\r";

    internal static string Pv1(Patient? patient, string bed, char stay) => patient is null ? "" : $"PV1|1|{stay}|{patient.Ward}^{bed}||||114^WARDPHYSICIAN|||MED||||1||||{patient.Visit}\r";

    private static string Panel(int analyses) => analyses <= 5 ? "58410-2^CBC^LN" : "24323-8^COMPREHENSIVE PANEL^LN";
}
