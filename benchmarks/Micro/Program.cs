using BenchmarkDotNet.Running;
using Sensor.Benchmarks;
using Sensor.Benchmarks.Pumps;

// facts FILE [WORKERS]: one replay to facts, timed by stage of the process; rules RULES PAIRS FILE...: what rules cost; pumps [SECONDS]: pump
// protocols from definitions beside the same by hand; anything else goes to BenchmarkDotNet.
if (args is ["facts", var path, ..])
{
    return FactsOnly.Run(path, args.Length > 2 ? int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture) : 1);
}

if (args is ["rules", var rules, var pairs, .. var captures])
{
    return RulesCost.Run(rules, int.Parse(pairs, System.Globalization.CultureInfo.InvariantCulture), captures);
}

if (args is ["pumps", ..])
{
    return PumpSpeed.Run(args.Length > 1 ? double.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 5);
}

BenchmarkSwitcher.FromAssembly(typeof(FactsOnly).Assembly).Run(args);
return 0;
