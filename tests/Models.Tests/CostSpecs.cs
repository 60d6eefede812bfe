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

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(device, context, ref time, 100_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Only a report: times depend on the machine, and this build isn't optimised.</summary>
    [Fact]
    public void An_observation_costs_about_a_microsecond()
    {
        var (device, context, time) = (new DeviceModel(), new ModelContext(ModelSettings.Default), Bedside.Monday);
        Run(device, context, ref time, 50_000);
        var start = Stopwatch.GetTimestamp();
        Run(device, context, ref time, 200_000);
        output.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalNanoseconds / (200_000 * 6):F0} ns an observation");
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
