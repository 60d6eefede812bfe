using System.Diagnostics;
using Sensor.Models.Tests.Support;

namespace Sensor.Models.Tests;

public sealed class CostSpecs(ITestOutputHelper output)
{
    [Fact]
    public void At_steady_state_nothing_is_allocated()
    {
        var group = new GroupSummary();
        var device = new DeviceModel();
        var context = new ModelContext(ModelSettings.Default, LearningMode.Auto, group);
        var time = Bedside.Monday;
        Run(device, context, ref time, 20_000);
        device.Contribute(group, time, context.Settings);
        Run(device, context, ref time, 1000);

        Assert.Equal(0, Sensor.Tests.Support.Allocation.Least(() => Run(device, context, ref time, 50_000)));
    }

    /// <summary>Only a report: times depend on the machine and the build. The goal is 1 µs.</summary>
    [Fact]
    public void An_observation_costs_about_a_microsecond()
    {
        var (device, context, time) = (new DeviceModel(), new ModelContext(ModelSettings.Default), Bedside.Monday);
        Run(device, context, ref time, 50_000);
        Report("relation", (i, at) => device.Observe(new RelationObservation(at, (ulong)(i % 20), (RelationKind)(i % 6)), context), time);
        Report("rate", (i, at) => device.Observe(new RateObservation(at, 1, RateKind.PerTransaction, 1000 + (i % 100)), context), time);
        Report("step", (i, at) => device.Observe(new SequenceObservation(at, 7, (ulong)i / 4, (uint)(i % 4), i % 4 == 0), context), time);
    }

    private void Report(string what, Func<int, long, Judgement> observe, long time)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 200_000; i++)
        {
            observe(i, time += 1_000_000_000);
        }

        output.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalNanoseconds / 200_000:F0} ns a {what}");
    }

    private static void Run(DeviceModel device, in ModelContext context, ref long time, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            time += 40_000_000_000;
            var session = (ulong)i / 4;
            device.Observe(new RelationObservation(time, 1 + (ulong)(i % 20), (RelationKind)(i % 6)), context);
            device.Observe(new RateObservation(time, 1, RateKind.PerTransaction, 1000 + (i % 100)), context);
            device.Observe(new RateObservation(time, 2, RateKind.PerInterval, 10 + (i % 17)), context);
            device.Observe(new SequenceObservation(time, 7, session, (uint)(i % 4), i % 4 == 0), context);
            device.Observe(new SequenceObservation(time, 8, 1, (uint)(i % 5)), context);
            if (i % 4 == 3)
            {
                device.Observe(new SessionEnd(time, 7, session), context);
            }
        }
    }
}
