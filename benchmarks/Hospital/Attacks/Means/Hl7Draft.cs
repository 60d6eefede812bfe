using System.Globalization;
using Hospital.Kernel;
using Hospital.Sayings;

namespace Hospital.Attacks.Means;

/// <summary>A message that was overheard, with its answer if that was too, made into another.</summary>
internal sealed class Hl7Draft
{
    private readonly Hl7Message _message;
    private readonly List<string[]> _segments;
    private string _type;
    private string _trigger;
    private string _structure;

    public Hl7Draft(Hl7Message message)
    {
        _message = message;
        (_type, _trigger, _structure) = (message.Type, message.Trigger, message.Structure);
        _segments = [.. message.Text.Split('\r', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('|'))];
    }

    /// <summary>A new control id of the same make, and the time of now.</summary>
    public Hl7Draft Refresh(Dice dice, long time)
    {
        Set("MSH", 7, Stamp(Field("MSH", 7), time));
        Set("MSH", 10, string.Concat(_message.ControlId.Select((c, i) => char.IsAsciiDigit(c) && i >= _message.ControlId.Length - 6 ? (char)('0' + dice.Whole(i == 0 ? 1 : 0, 9)) : c)));
        return this;
    }

    /// <summary>Another event of the same type.</summary>
    public Hl7Draft Event(string trigger, string structure)
    {
        (_trigger, _structure) = (trigger, structure);
        var parts = Field("MSH", 9).Split('^');
        Set("MSH", 9, parts.Length > 2 ? $"{_type}^{trigger}^{structure}" : $"{_type}^{trigger}");
        if (Field("EVN", 1).Length > 0)
        {
            Set("EVN", 1, trigger);
        }

        return this;
    }

    /// <summary>As who it says it comes.</summary>
    public Hl7Draft From(string application, string facility)
    {
        Set("MSH", 3, application);
        Set("MSH", 4, facility);
        return this;
    }

    public Hl7Draft Patient(string id)
    {
        var parts = Field("PID", 3).Split('^');
        parts[0] = id;
        Set("PID", 3, string.Join('^', parts));
        return this;
    }

    public Hl7Draft Add(string segment)
    {
        _segments.Add(segment.Split('|'));
        return this;
    }

    /// <summary>Values of observations become others, of the same make.</summary>
    public Hl7Draft Falsify(Dice dice)
    {
        foreach (var segment in _segments.Where(s => s[0] == "OBX" && s.Length > 5))
        {
            if (double.TryParse(segment[5], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                var decimals = segment[5].Contains('.', StringComparison.Ordinal) ? segment[5].Length - segment[5].IndexOf('.', StringComparison.Ordinal) - 1 : 0;
                segment[5] = (value * dice.Between(0.7, 1.4)).ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            }
        }

        return this;
    }

    public Hl7Message Message => _message with
    {
        Type = _type,
        Trigger = _trigger,
        Structure = _structure,
        ControlId = Field("MSH", 10),
        SendingApplication = Field("MSH", 3),
        SendingFacility = Field("MSH", 4),
        PatientId = Field("PID", 3).Split('^')[0],
        Text = string.Concat(_segments.Select(s => string.Join('|', s) + "\r")),
    };

    /// <summary>What a receiver answers to a message: as it answered before, or in the plainest form.</summary>
    /// <param name="message">That is answered.</param>
    /// <param name="like">Of the same receiver; null: none was overheard.</param>
    /// <param name="code">MSA-1.</param>
    /// <param name="dice">For a control id.</param>
    /// <param name="time">When.</param>
    public static Hl7Message Answer(Hl7Message message, Hl7Message? like, string code, Dice dice, long time)
    {
        var plain = $"MSH|^~\\&|{message.ReceivingApplication}|{message.ReceivingFacility}|{message.SendingApplication}|{message.SendingFacility}|20260101000000||ACK|{message.ControlId}|P|2.4\rMSA|AA|{message.ControlId}\r";
        like ??= message with { Type = "ACK", Trigger = "", Structure = "", AckCode = code, Text = plain, PatientId = "", Order = "" };
        var draft = new Hl7Draft(like);
        draft.Set("MSH", 5, message.SendingApplication);
        draft.Set("MSH", 6, message.SendingFacility);
        if (like.ControlId == like.Answers)
        {
            draft.Set("MSH", 7, Stamp(draft.Field("MSH", 7), time));
            draft.Set("MSH", 10, message.ControlId);
        }
        else
        {
            draft.Refresh(dice, time);
        }

        draft.Set("MSA", 1, code);
        draft.Set("MSA", 2, message.ControlId);
        return draft.Message with
        {
            ReceivingApplication = message.SendingApplication,
            ReceivingFacility = message.SendingFacility,
            AckCode = code,
            Answers = message.ControlId,
        };
    }

    private static string Stamp(string like, long time)
    {
        var stamp = Sites.Calendar.Local(time).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        return like.Length <= stamp.Length ? stamp[..Math.Max(like.Length, 8)] : stamp + like[stamp.Length..];
    }

    private string Field(string segment, int number)
    {
        var fields = _segments.Find(s => s[0] == segment);
        var index = segment == "MSH" ? number - 1 : number;
        return fields is not null && index < fields.Length ? fields[index] : "";
    }

    private void Set(string segment, int number, string value)
    {
        var at = _segments.FindIndex(s => s[0] == segment);
        var index = segment == "MSH" ? number - 1 : number;
        if (at >= 0)
        {
            var fields = _segments[at];
            if (index >= fields.Length)
            {
                Array.Resize(ref fields, index + 1);
                for (var i = 0; i < fields.Length; i++)
                {
                    fields[i] ??= "";
                }

                _segments[at] = fields;
            }

            fields[index] = value;
        }
    }
}
