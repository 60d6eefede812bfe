using System.Diagnostics;
using System.Globalization;
using Sensor.Fuzz.Inputs;
using Sensor.Fuzz.Targets;

namespace Sensor.Fuzz.Engine;

/// <summary>How long and from where.</summary>
/// <param name="Seed">Of all chance: the same seed, corpus and number of runs do the same.</param>
/// <param name="Runs">Inputs to try.</param>
/// <param name="Time">When to stop before that.</param>
/// <param name="Findings">Where inputs that show something wrong are kept.</param>
internal sealed record Plan(ulong Seed, long Runs, TimeSpan Time, string Findings);

/// <summary>Tries inputs: takes one that is known, changes it a few times, runs it, and keeps it when it does something new.</summary>
internal sealed class Fuzzer
{

    private const int MostInput = 64 * 1024, MostChanges = 6, ShrinkTries = 40, MostFindings = 20;

    private readonly ITarget _target;
    private readonly Plan _plan;
    private readonly TextWriter _screen;
    private readonly Trial _trial;
    private readonly Findings _findings;

    public Fuzzer(ITarget target, Plan plan, TextWriter screen)
    {
        (_target, _plan, _screen) = (target, plan, screen);
        _trial = new Trial(target);
        _findings = new Findings(target, plan.Seed, plan.Findings, screen);
    }

    public Corpus Corpus { get; } = new();

    public long Runs { get; private set; }

    public bool IsClean => _findings.Count == 0;

    /// <summary>Takes known inputs in, unchanged.</summary>
    public void Learn(IEnumerable<byte[]> inputs)
    {
        using var watchdog = Watch();
        foreach (var input in inputs.Where(i => i.Length <= MostInput))
        {
            Try(input);
        }
    }

    public void Run()
    {
        using var watchdog = Watch();
        var watch = Stopwatch.StartNew();
        var processor = Environment.CpuUsage.TotalTime;
        var (said, firstRun) = (TimeSpan.Zero, Runs);
        while (Runs - firstRun < _plan.Runs && watch.Elapsed < _plan.Time && Corpus.Count > 0 && _findings.Count < MostFindings)
        {
            var dice = new Dice(Dice.Mix(_plan.Seed, (ulong)Runs));

            // What was found last is where the news is.
            var input = Corpus[dice.Once(3) ? Corpus.Count - 1 - dice.Next(Math.Min(Corpus.Count, 50)) : dice.Next(Corpus.Count)];
            for (var changes = dice.Few(MostChanges); changes > 0; changes--)
            {
                input = _target.Mutate(input, Corpus[dice.Next(Corpus.Count)], dice);
            }

            if (input.Length <= MostInput)
            {
                Try(input);
            }
            else
            {
                Runs++;
            }

            if (watch.Elapsed - said > TimeSpan.FromSeconds(30))
            {
                said = watch.Elapsed;
                Say(Runs - firstRun, watch.Elapsed, Environment.CpuUsage.TotalTime - processor);
            }
        }

        Say(Runs - firstRun, watch.Elapsed, Environment.CpuUsage.TotalTime - processor);
    }

    private void Say(long runs, TimeSpan time, TimeSpan processor)
    {
        _screen.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_target.Name}: {runs:N0} inputs in {time.TotalSeconds:N0} s ({processor.TotalSeconds:N0} s of processor, {runs / processor.TotalSeconds:N0}/s), {Corpus.Blocks:N0} blocks, "
            + $"corpus of {Corpus.Count:N0} ({Corpus.Inputs.Sum(i => i.Length) / 1024:N0} KiB), {_trial.MostWork:N0} blocks a byte at most, {_findings.Count} findings"));
        _screen.Flush();
    }

    private void Try(byte[] input)
    {
        Runs++;
        try
        {
            _trial.Run(input);
            if (Corpus.New() is { Count: > 0 } news)
            {
                // Ends with the trace of what is kept.
                input = Smaller(input, i => Shows(i, news));
                _trial.Run(input);
            }

            Corpus.Take(input);
            _trial.Verify(input);
        }
        catch (Exception e)
        {
            if (_findings.IsNew(e))
            {
                var kind = Findings.Kind(e);
                input = Smaller(input, i => _trial.Whole(i) is { } again && Findings.Kind(again) == kind);
                _findings.Report(_trial.Whole(input) ?? e, input);
            }
        }
    }

    private bool Shows(byte[] input, List<int> features)
    {
        try
        {
            _trial.Run(input);
            return Corpus.Shows(features);
        }
        catch (Exception)
        {
            // That is a finding, but not what is asked for here; it will come again.
            return false;
        }
    }

    private byte[] Smaller(byte[] input, Func<byte[], bool> keeps) => Shrink.Apply(input, _target.Split, _target.Join, keeps, ShrinkTries);

    private Watchdog Watch() => new(_trial, input => _findings.Report(new ViolationException("it never ends"), input));
}
