using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Sensor.Detection;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Packets;
using Sensor.Facts;
using Sensor.Inventory;
using Sensor.Models;
using Sensor.Series;
using Sensor.Streams;

namespace Sensor.Benchmarks;

/// <summary>What series cost the analysis: of a fact, and of an interval of a hundred devices.</summary>
[MemoryDiagnoser]
public class SeriesBenchmarks
{
    private const int Devices = 100;
    private const long Interval = SeriesSettings.DefaultInterval;

    private static readonly Quantity AnswerTime = new("dicom.answer_time", "µs", "time", IsDuration: true);

    private readonly DeviceTable _devices = new();
    private readonly Command _command = new("dicom", "C-STORE");
    private readonly byte[] _progress = MemoryMarshal.AsBytes(new ReadOnlySpan<FlowProgress>(in Moved)).ToArray();
    private readonly HealthReading _health = new()
    {
        Counted = default, LostBytes = 0, Holes = 0, Devices = 0, MatureDevices = 0, IsLearningPaused = false, LearningPauses = 0, Alerts = 0, AlertsFolded = 0, AlertsWithheld = 0, AlertsMuted = 0, Incidents = 0, Shortcomings = [],
    };

    private SeriesMeter _meter = null!;
    private long _time = Interval / 2;
    private int _next;

    private static readonly FlowProgress Moved = new() { Amount = new TrafficAmount { BytesToServer = 1, PacketsToServer = 1 } };

    [GlobalSetup]
    public void Setup()
    {
        for (uint i = 1; i <= Devices; i++)
        {
            _devices.FindOrAdd(IpAddress.FromV4(0x0A00_0000 + i), 0, out _);
        }

        _meter = new SeriesMeter(new SeriesSettings(), ProtocolRegister.All, _devices, _ => _health, new Nobody());
    }

    /// <summary>A flow tells what it moved between two devices.</summary>
    [Benchmark]
    public void Traffic() => Take(_time);

    /// <summary>A command is asked, ends and is measured: three calls about one fact.</summary>
    [Benchmark]
    public void Command()
    {
        var (client, server) = Pair();
        var judgement = new Judgement { Verdict = Models.Verdict.Expected, Score = 3, Expected = new Expected(1, 2, 3, 9, 0) };
        _meter.Acted(client, server, _command);
        _meter.Concluded(client, server, _command, Outcome.Ok);
        _meter.Measured(AnswerTime, 1234);
        _meter.Rated(server, 1, AnswerTime, 1234, in judgement);
    }

    /// <summary>Everybody has moved something, and the interval is over.</summary>
    [Benchmark]
    public void WholeInterval()
    {
        _time += Interval;
        for (var i = 0; i < Devices; i++)
        {
            Take(_time);
            Command();
        }

        _meter.EndBlock();
    }

    private void Take(long time)
    {
        var (client, server) = Pair();
        var header = new FactHeader { Time = time, Ordinal = time, KindId = FlowProgress.Kind.Id };
        _meter.Take(FlowProgress.Kind, in header, _progress, client, server);
    }

    private (Device Client, Device Server) Pair()
    {
        _next = (_next + 1) % Devices;
        return (_devices.All[_next], _devices.All[(_next + 7) % Devices]);
    }

    private sealed class Nobody : ISeriesTaker
    {
        public void Take(long time, ReadOnlySpan<byte> lines)
        {
        }
    }
}
