using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hospital.Labels;

namespace Scorecard.Runs;

/// <summary>Runs on disk, so that grading can be done again without them. For the moment only: read by the very program that wrote it.</summary>
internal static class RunStore
{
    private static readonly JsonSerializerOptions Json =
        new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static void Save(string path, string profile, string seal, IReadOnlyList<RunRecord> runs)
    {
        using var file = new BinaryWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest), Encoding.UTF8);
        file.Write(profile);
        file.Write(seal);
        file.Write(runs.Count);
        foreach (var run in runs)
        {
            file.Write(JsonSerializer.Serialize(run with { Methods = [.. run.Methods.Select(m => m with { Candidates = [] })] }, Json));
            foreach (var method in run.Methods)
            {
                file.Write(method.Candidates.Count);
                foreach (var candidate in method.Candidates)
                {
                    Write(file, in candidate);
                }
            }
        }
    }

    /// <exception cref="IOException">There is no such file, or it isn't whole.</exception>
    public static (string Profile, string Seal, IReadOnlyList<RunRecord> Runs) Load(string path)
    {
        using var file = new BinaryReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        var (profile, seal) = (file.ReadString(), file.ReadString());
        var runs = new RunRecord[file.ReadInt32()];
        for (var i = 0; i < runs.Length; i++)
        {
            var run = JsonSerializer.Deserialize<RunRecord>(file.ReadString(), Json)!;
            runs[i] = run with { Methods = [.. run.Methods.Select(m => m with { Candidates = Read(file) })] };
        }

        return (profile, seal, runs);
    }

    private static void Write(BinaryWriter file, in Candidate candidate)
    {
        file.Write(candidate.Time);
        file.Write(candidate.Host);
        file.Write(candidate.Peer);
        file.Write(candidate.Score);
        file.Write((int)candidate.Traits);
        file.Write(candidate.Reason);
        file.Write(candidate.Subject);
        file.Write(candidate.Part);
        file.Write(candidate.Severity);
        file.Write(candidate.Incident);
    }

    private static Candidate[] Read(BinaryReader file)
    {
        var candidates = new Candidate[file.ReadInt32()];
        for (var i = 0; i < candidates.Length; i++)
        {
            candidates[i] = new Candidate(
                file.ReadInt64(), file.ReadInt32(), file.ReadInt32(), file.ReadDouble(), (Trait)file.ReadInt32(), string.Intern(file.ReadString()), file.ReadUInt64(), string.Intern(file.ReadString()))
            {
                Severity = file.ReadInt32(),
                Incident = file.ReadInt64(),
            };
        }

        return candidates;
    }
}
