using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sensor.Options.Keys;
using Sensor.Yaml;

namespace Sensor.Outputs.Delivery;

/// <summary>Whom a TLS connection trusts, and what it shows of itself: files in PEM, read anew for each connection (HTTP: after a failure, and every five minutes).</summary>
internal sealed class TlsFiles
{
    private static readonly Field Ca = new("ca_file", "path", "the system's", "Certificates of those who may vouch for the receiver, PEM.");
    private static readonly Field Certificate = new("certificate_file", "path", "none", "The sensor's own certificate, PEM, where the receiver wants one.");
    private static readonly Field Key = new("key_file", "path", "none", "The private key of that, PEM, without a password.");

    private readonly List<(YamlValue Place, string Path)> _files = [];
    private string? _ca;
    private string? _certificate;
    private string? _key;

    public static IReadOnlyList<Field> Fields { get; } = [Ca, Certificate, Key];

    public static TlsFiles Read(YamlMap item)
    {
        var files = new TlsFiles();
        files._ca = files.PathOf(item[Ca]);
        files._certificate = files.PathOf(item[Certificate]);
        files._key = files.PathOf(item[Key]);
        if (files._certificate is null != files._key is null)
        {
            item.Whole.Complain($"'{Certificate.Name}' and '{Key.Name}' belong together.");
        }

        return files;
    }

    /// <summary>Nothing is named.</summary>
    public bool IsEmpty => _files.Count == 0;

    /// <summary>What is wrong with the files.</summary>
    public IEnumerable<Complaint> Problems
    {
        get
        {
            foreach (var (place, path) in _files)
            {
                if (ProblemOf(path) is { } problem)
                {
                    yield return new Complaint(place.Place.File, place.Place.Line, place.Place.Column, $"'{path}' can't be used: {problem}.");
                }
            }
        }
    }

    /// <summary>What a connection needs to know.</summary>
    /// <param name="server">The name that the receiver's certificate has to have; null: the caller's business.</param>
    /// <exception cref="IOException">A file can't be read.</exception>
    /// <exception cref="CryptographicException">A file isn't what it should be.</exception>
    public SslClientAuthenticationOptions OptionsFor(string? server)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = server };
        if (_ca is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(_ca);
            options.CertificateChainPolicy = policy;
        }

        if (_certificate is not null && _key is not null)
        {
            options.ClientCertificates = [X509Certificate2.CreateFromPemFile(_certificate, _key)];
        }

        return options;
    }

    private string? PathOf(YamlValue? value)
    {
        if (value is null || Make.Located(value) is not (var path, true))
        {
            return null;
        }

        _files.Add((value, path!));
        return path;
    }

    private string? ProblemOf(string path)
    {
        try
        {
            if (path == _ca)
            {
                var all = new X509Certificate2Collection();
                all.ImportFromPemFile(path);
                return all.Count == 0 ? "there is no certificate in it" : null;
            }

            _ = path == _certificate && _key is not null ? X509Certificate2.CreateFromPemFile(path, _key) : null;
            return File.Exists(path) ? null : "there is no such file";
        }
        catch (CryptographicException)
        {
            return "it doesn't hold what it should, in PEM";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.TrimEnd('.');
        }
    }
}
