using BenchmarkDotNet.Attributes;
using Sensor.Dissectors.Contract;

namespace Sensor.Benchmarks;

/// <summary>One identifier to its pseudonym.</summary>
[MemoryDiagnoser]
public class PseudonymBenchmarks
{
    private readonly Pseudonymizer _pseudonyms = new("benchmark"u8);
    private readonly byte[] _identifier = "4711-0815-2026"u8.ToArray();
    private readonly byte[] _uid = "1.2.826.0.1.3680043.8.498.45787841905473114233124723359129632652"u8.ToArray();

    [Benchmark]
    public Pseudonym PatientId() => _pseudonyms.Of(PseudonymKind.Patient, _identifier);

    [Benchmark]
    public Pseudonym InstanceUid() => _pseudonyms.Of(PseudonymKind.Instance, _uid);
}
