using Hospital;
using Hospital.Sayings;
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

        Assert.True(report.IsEqual, report.ToString());
        Assert.All(kinds, kind => Assert.True(report.Typed.Compared.GetValueOrDefault(kind) > 0, kind));
    }

    /// <summary>Whether the first is told depends on where its language lets somebody begin to listen.</summary>
    [Theory]
    [InlineData("HL7", Vocabulary.Message, 3)]
    [InlineData("pumps", Vocabulary.Pump, 5)]
    public void A_connection_that_began_before_is_told_from_its_second_message_on(string language, string kind, int from)
    {
        var steps = Languages.Of(Spoken[language].Talk);
        var begin = steps.Count - (2 * from) - 1;

        var report = SliceCheck.Run([.. steps.Skip(begin)]);

        Assert.True(report.IsEqual, report.ToString());
        Assert.InRange(report.Typed.Compared[kind], from - 2, from);
    }

    /// <summary>From its beginning its language is known; while something comes in drops, nobody could tell.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(3)]
    [InlineData(2)]
    public void A_channel_may_be_joined_while_little_comes(int last)
    {
        var report = SliceCheck.Run([.. Languages.Of(l => l.Channel()).TakeLast(last)]);

        Assert.True(report.IsEqual, report.ToString());
        Assert.Equal(1, report.Typed.Compared[Vocabulary.Flow]);
    }

    [Fact]
    public void What_goes_on_behind_the_slice_isn_t_asked_for()
    {
        var steps = Languages.Of(l => l.Hl7());

        var report = SliceCheck.Run([.. steps.Take(4)]);

        Assert.True(report.IsEqual, report.ToString());
        Assert.Equal((1, 1), (report.Typed.Compared[Vocabulary.Message], report.Typed.Skipped[Vocabulary.Message]));
    }

    public static TheoryData<string, Func<Step, Step?>, string> Lies => new()
    {
        { "DICOM", s => s.Saying is DimseResponse { Status: 0xA700 } r ? s with { Saying = r with { Status = 0 } } : s, "status is 0x0000, the sensor says 0xA700" },
        { "DICOM", s => s.Saying is DimseRequest { DataLength: 3_500_002 } r ? s with { Saying = r with { DataLength = 3_500_000 } } : s, "request_bytes is 3500000" },
        { "DICOM", s => s.Saying is AssociateRequest r ? s with { Saying = r with { CallingAe = "CT2" } } : s, "calling_ae is CT2" },
        { "DICOM", s => s.Saying is AssociateReject ? null : s, "result is" },
        { "HL7", s => s.Saying is Hl7Message { AckCode: "AE" } m ? s with { Saying = m with { AckCode = "AA" } } : s, "ack.code is AA, the sensor says AE" },
        { "HL7", s => s.Saying is Hl7Message { Order: "4711" } ? null : s, "were said, the sensor tells" },
        { "pumps", s => s.Saying is PumpRequest { Command: "INF_START" } r ? s with { Saying = r with { Command = "INF_STOP" } } : s, "the sensor says INF_START" },
        { "logins", s => s.Saying is HttpResponse { Status: 401 } r ? s with { Saying = r with { Status = 200 } } : s, "status is 200, the sensor says 401" },
        { "bytes", s => s.Saying is WasReset ? s with { Saying = Closed.It } : s, "reason is closed, the sensor says reset" },
    };

    /// <summary>The check itself is checked: of steps that say something else than the packets it says so.</summary>
    [Theory]
    [MemberData(nameof(Lies))]
    public void Whoever_says_something_else_is_found_out(string language, Func<Step, Step?> lie, string difference)
    {
        var steps = Languages.Of(Spoken[language].Talk);
        var folder = Directory.CreateTempSubdirectory("lie-").FullName;
        try
        {
            var results = SliceReplay.Run(SliceReplay.Capture(steps, folder), folder);
            var comparison = new Comparison();
            comparison.Compare(SaidStatements.Of([.. steps.Select(lie).OfType<Step>()]), SensedStatements.Read(Path.Combine(results, "events.jsonl")));

            Assert.Contains(comparison.Differences, d => d.Contains(difference, StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
