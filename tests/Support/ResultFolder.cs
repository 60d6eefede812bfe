namespace Sensor.Tests.Support;

/// <summary>What a run leaves behind must fit the schemas, whichever test started it: whoever runs the program hands its folder over here.</summary>
internal static class ResultFolder
{
    /// <summary>Exit codes after which results are whole: done, <c>--fail-on</c> met, interrupted.</summary>
    private static readonly int[] WithResults = [0, 3, 130, 143];

    /// <param name="exitCode">How the run ended.</param>
    /// <param name="arguments">The program's command line.</param>
    /// <param name="root">What a path in it is relative to.</param>
    public static void AssertFits(int exitCode, IReadOnlyList<string> arguments, string root)
    {
        for (var i = 0; i + 1 < arguments.Count; i++)
        {
            if (arguments[i] == "--out")
            {
                AssertFits(exitCode, Path.Combine(root, arguments[i + 1]));
            }
        }
    }

    public static void AssertFits(int exitCode, string folder)
    {
        if (WithResults.Contains(exitCode))
        {
            var errors = Schemas.Ours.Check(folder);
            Assert.True(errors.Count == 0, string.Join('\n', errors));
        }
    }
}
