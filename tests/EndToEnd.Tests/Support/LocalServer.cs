using System.Diagnostics;
using System.Globalization;
using Sensor.Tests.Support;

namespace Sensor.EndToEnd.Tests.Support;

/// <summary>A server of somebody else's, on a port of its own and with a folder of its own, for as long as a test needs it.</summary>
internal abstract class LocalServer : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly string _program;
    private Process? _process;

    /// <param name="program">Its name; the test is skipped where it isn't installed.</param>
    /// <param name="package">Debian's package.</param>
    protected LocalServer(string program, string package)
    {
        var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin").Any(p => File.Exists(Path.Combine(p, program)));
        Assert.SkipUnless(isThere, $"{program} is not installed (apt-get install {package})");
        (_program, Port) = (program, LoopbackPort.Free());
    }

    public int Port { get; }

    public string Url => $"{Scheme}://127.0.0.1:{Port}";

    protected virtual string Scheme => "http";

    protected static HttpClient Client { get; } = new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=127.0.0.1" } });

    protected string Folder => _folder.Path;

    protected abstract string ReadyPath { get; }

    protected abstract IEnumerable<string> Arguments { get; }

    /// <summary>Starts it and waits until it answers.</summary>
    public void Start()
    {
        var start = Programs.StartInfo(_program, Arguments);
        start.WorkingDirectory = Folder;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var watch = Stopwatch.StartNew();
        while (!IsReady())
        {
            Assert.False(_process.HasExited, $"{_program} ended");
            Assert.True(watch.Elapsed < _patience, $"{_program} doesn't answer");
            Thread.Sleep(50);
        }
    }

    public void Stop()
    {
        if (_process is not null)
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
            _process = null;
        }
    }

    public void Dispose()
    {
        Stop();
        _folder.Dispose();
    }

    /// <summary>What it answers; the test fails where that is an error.</summary>
    public string Get(string path, params IEnumerable<(string Name, string Value)> query)
    {
        using var response = Client.GetAsync(new Uri(Url + path + "?" + Text(query))).GetAwaiter().GetResult();
        var text = response.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        return text;
    }

    public string Post(string path, string body, params IEnumerable<(string Name, string Value)> query)
    {
        using var content = new StringContent(body);
        using var response = Client.PostAsync(new Uri(Url + path + "?" + Text(query)), content).GetAwaiter().GetResult();
        var text = response.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        return text;
    }

    protected static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(IEnumerable<(string Name, string Value)> query) =>
        string.Join('&', query.Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value)}"));

    private bool IsReady()
    {
        try
        {
            using var response = Client.GetAsync(new Uri(Url + ReadyPath)).GetAwaiter().GetResult();
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
