using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Sensor.Report;
using Sensor.Tests.Support;

namespace Sensor.Tests.Report;

/// <summary>Pages in a real browser: nothing is complained about, nothing is asked for, something is to be seen.</summary>
public sealed class BrowserTests
{
    private const string Hostile = "\"><script>document.title='taken'</script><img src=https://evil.example/a onerror=alert(1)>";

    public static TheoryData<string> Pages { get; } = ["empty", "usual", "hostile"];

    private static ReportData Data(string name) => name switch
    {
        "empty" => SampleReport.Empty,
        "usual" => SampleReport.Of(alerts: 20, devices: 60, text => text),
        _ => SampleReport.Of(alerts: 5, devices: 5, text => text + Hostile),
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_is_read_without_a_complaint(string name)
    {
        using var folder = new TempFolder();
        var (page, said) = Browse(folder, Data(name), "--dump-dom", "--enable-logging=stderr", "--v=0");

        Assert.DoesNotContain("CONSOLE", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Content Security Policy", said, StringComparison.Ordinal);
        Assert.Contains("<title>Sensor report: ", page, StringComparison.Ordinal);
        Assert.Equal(Data(name).Alerts.Stories.Count, Regex.Count(page, "<article class=\"alert"));
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.All(Regex.Matches(page, "(?:href|src)=\"([^\"]*)\""), link => Assert.StartsWith("#", link.Groups[1].Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("usual", 1200, false)]
    [InlineData("usual", 400, false)]
    [InlineData("usual", 1200, true)]
    [InlineData("empty", 800, false)]
    public void Something_is_to_be_seen(string name, int width, bool isDark)
    {
        using var folder = new TempFolder();
        Browse(folder, Data(name), [$"--screenshot={folder.Named("page.png")}", $"--window-size={width},1600", "--hide-scrollbars", .. isDark ? ["--blink-settings=preferredColorScheme=0"] : Array.Empty<string>()]);
        var picture = PngPicture.Read(File.ReadAllBytes(folder.Named("page.png")));

        Assert.Equal(width, picture.Width);
        var paper = picture[2, 2];
        Assert.True(isDark ? paper.Red < 60 : paper.Red > 220, $"{paper}");
        var written = picture.All.Count(p => Math.Abs(p.Red - paper.Red) > 60);
        Assert.InRange(written, picture.Width * 1600 / 200, picture.Width * 1600 / 2);
        Assert.True(picture.All.Distinct().Count() > (name == "empty" ? 20 : 50));
    }

    [Fact]
    public void It_can_be_printed()
    {
        using var folder = new TempFolder();
        Browse(folder, Data("usual"), $"--print-to-pdf={folder.Named("page.pdf")}", "--no-pdf-header-footer");
        var pdf = Encoding.Latin1.GetString(File.ReadAllBytes(folder.Named("page.pdf")));

        Assert.StartsWith("%PDF", pdf, StringComparison.Ordinal);
        Assert.InRange(Regex.Count(pdf, @"/Type\s*/Page\b"), 4, 40);
    }

    private static (string Output, string Error) Browse(TempFolder folder, ReportData data, params IEnumerable<string> options)
    {
        var browser = new[] { "chromium", "chromium-browser", "google-chrome" }.FirstOrDefault(IsInstalled);
        Assert.SkipWhen(browser is null, "chromium is not installed (apt-get install chromium)");
        var path = folder.Named("page.html");
        File.WriteAllText(path, ReportPage.Of(data));

        // Nowhere to go: a name that is asked for would be complained about.
        string[] always = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND", $"--user-data-dir={folder.Named("profile")}"];
        using var process = Process.Start(new ProcessStartInfo(browser!, [.. always, .. options, $"file://{path}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail("the browser didn't end");
        }

        Assert.True(process.ExitCode == 0, error.GetAwaiter().GetResult());
        return (output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
