using Scorecard.Feed.Slices;

namespace Scorecard.Tests.Feed;

public sealed class SliceCheckTests
{
    private static readonly Dictionary<string, (Action<Languages> Talk, string[] Kinds)> Spoken = new()
    {
        ["DICOM"] = (l => l.Dicom(), [Vocabulary.Association, Vocabulary.Operation, Vocabulary.Flow]),
        ["HL7"] = (l => l.Hl7(), [Vocabulary.Message, Vocabulary.Flow]),
        ["pumps"] = (l => l.Pumps(), [Vocabulary.Pump, Vocabulary.Flow]),
        ["racks"] = (l => l.Rack(), [Vocabulary.Flow]),
        ["logins"] = (l => l.Logins(), [Vocabulary.Web, Vocabulary.Tls, Vocabulary.Ftp, Vocabulary.Telnet, Vocabulary.Flow]),
        ["bytes"] = (l => l.Bytes(), [Vocabulary.Flow]),
    };

    public static TheoryData<string> AllLanguages => [.. Spoken.Keys];

    [Theory]
    [MemberData(nameof(AllLanguages))]
    public void What_is_said_is_what_the_sensor_tells(string language)
    {
        var (talk, kinds) = Spoken[language];

        var report = SliceCheck.Run(Languages.Of(talk));

        Console.WriteLine(language + " " + report);
        Assert.True(report.IsEqual, report.ToString());
        Assert.All(kinds, kind => Assert.True(report.Typed.Compared.GetValueOrDefault(kind) > 0, kind));
    }
}
