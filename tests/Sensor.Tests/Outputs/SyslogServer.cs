using System.Diagnostics;
using System.Globalization;
using Sensor.Tests.Live;
using Sensor.Tests.Support;

namespace Sensor.Tests.Outputs;

/// <summary>rsyslogd, which writes down what it receives: priority, time, host, program, id, structured data and message, with bars between.</summary>
internal sealed class SyslogServer : IDisposable
{
    private readonly TempFolder _folder = new();
    private Process? _process;

    /// <param name="transport">udp, tcp or tls.</param>
    /// <param name="certificates">With tls.</param>
    public SyslogServer(string transport, Certificates? certificates = null)
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/rsyslogd"), "rsyslogd is not installed (apt-get install rsyslog rsyslog-openssl)");
        Assert.SkipUnless(transport != "tls" || Directory.EnumerateDirectories("/usr/lib").Any(d => File.Exists(Path.Combine(d, "rsyslog", "lmnsd_ossl.so"))), "rsyslogd has no TLS (apt-get install rsyslog-openssl)");
        Port = LoopbackPort.Free(transport == "udp");
        var input = transport switch
        {
            "udp" => $"module(load=\"imudp\")\ninput(type=\"imudp\" address=\"127.0.0.1\" port=\"{Port}\")\n",
            "tcp" => $"module(load=\"imtcp\")\ninput(type=\"imtcp\" address=\"127.0.0.1\" port=\"{Port}\")\n",
            _ => $"""
                module(load="imtcp" StreamDriver.Name="ossl" StreamDriver.Mode="1" StreamDriver.AuthMode="x509/certvalid")
                input(type="imtcp" address="127.0.0.1" port="{Port}")

                """,
        };
        var global = certificates is null ? "" : $"""
            global(defaultNetstreamDriver="ossl" defaultNetstreamDriverCAFile="{certificates["ca.pem"]}"
                   defaultNetstreamDriverCertFile="{certificates["server.pem"]}" defaultNetstreamDriverKeyFile="{certificates["server.key"]}")

            """;
        File.WriteAllText(_folder.Named("rsyslog.conf"), global + $$"""
            global(workDirectory="{{_folder.Path}}" maxMessageSize="64k")
            {{input}}
            template(name="all" type="string" string="%pri%|%timereported:::date-rfc3339%|%hostname%|%app-name%|%msgid%|%structured-data%|%msg%\n")
            action(type="omfile" file="{{_folder.Named("received")}}" template="all")

            """);
        StartAgain();
    }

    public int Port { get; }

    /// <summary>What was received.</summary>
    public IReadOnlyList<Message> Messages => !File.Exists(_folder.Named("received"))
        ? []
        : [.. File.ReadAllText(_folder.Named("received")).Split('\n')[..^1].Select(l => l.Split('|', 7)).Select(p => new Message(int.Parse(p[0], CultureInfo.InvariantCulture), p[1], p[2], p[3], p[4], p[5], p[6]))];

    public void StartAgain()
    {
        _process?.Dispose();
        _process = Machine.Start("/usr/sbin/rsyslogd", ["-n", "-f", _folder.Named("rsyslog.conf"), "-i", _folder.Named("pid")]);
        Eventually.True(() => File.Exists(_folder.Named("pid")));
    }

    public void Stop()
    {
        _process!.Kill();
        _process.WaitForExit();
        File.Delete(_folder.Named("pid"));
    }

    public void Dispose()
    {
        Stop();
        _process!.Dispose();
        _folder.Dispose();
    }

    internal sealed record Message(int Priority, string Time, string Host, string Program, string Id, string Data, string Text);
}
