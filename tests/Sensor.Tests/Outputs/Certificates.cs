using Sensor.Tests.Live;
using Sensor.Tests.Support;

namespace Sensor.Tests.Outputs;

/// <summary>Certificates as a site would make them with openssl: who vouches, a server named localhost, a client.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly TempFolder _folder = new();

    public Certificates()
    {
        Make("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", "/CN=Test CA", "-keyout", "ca.key", "-out", "ca.pem");
        Sign("server", "subjectAltName=DNS:localhost");
        Sign("client", "extendedKeyUsage=clientAuth");
    }

    public string this[string name] => _folder.Named(name);

    public void Dispose() => _folder.Dispose();

    private void Sign(string name, string extension)
    {
        File.WriteAllText(this[$"{name}.ext"], extension);
        Make("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", $"/CN={name}", "-keyout", $"{name}.key", "-out", $"{name}.csr");
        Make("x509", "-req", "-in", $"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30", "-extfile", $"{name}.ext", "-out", $"{name}.pem");
    }

    private void Make(params string[] arguments)
    {
        var outcome = Machine.Run("openssl", [.. arguments.Select(a => a.Contains('.', StringComparison.Ordinal) && !a.Contains('=', StringComparison.Ordinal) ? this[a] : a)]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
    }
}
