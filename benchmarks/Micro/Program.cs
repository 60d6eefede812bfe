using BenchmarkDotNet.Running;
using Sensor.Benchmarks;

// facts FILE [WORKERS]: one replay to facts, timed by stage of the process; anything else goes to BenchmarkDotNet.
if (args is ["facts", var path, ..])
{
    return FactsOnly.Run(path, args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 1);
}

BenchmarkSwitcher.FromAssembly(typeof(FactsOnly).Assembly).Run(args);
return 0;
