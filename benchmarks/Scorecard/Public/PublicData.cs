namespace Scorecard.Public;

/// <summary>Measures the product's models, as shipped, on third-party data. Nothing of the data leaves the folder but figures; equal data give equal figures.</summary>
internal static class PublicData
{
    private static readonly IReadOnlyList<(string Name, Func<string, PublicSet> Run)> Sets =
    [
        (HdfsLogs.Name, HdfsLogs.Run),
        (AdfaTraces.Name, AdfaTraces.Run),
        (MmsCommands.Name, MmsCommands.Run),
        (IecCommands.Name, IecCommands.Run),
        (NabSeries.Name, NabSeries.Run),
        (SetupCaptures.Name, SetupCaptures.Run),
        (OtherProtocols.Name, OtherProtocols.Run),
    ];

    /// <param name="folder">Where the sets are: <c>logseq/</c>, <c>adfa/</c>, <c>iec-mms/</c>, <c>nab/</c>, <c>iot-sentinel.tar.xz</c>, <c>pcap/ndpi/</c>. What isn't there is skipped.</param>
    public static PublicResult Run(string folder) => new([.. Sets.Select(set => Try(set.Name, set.Run, folder))]);

    private static PublicSet Try(string name, Func<string, PublicSet> run, string folder)
    {
        try
        {
            return run(folder);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or UnauthorizedAccessException)
        {
            return PublicSet.Skip(name, e.Message);
        }
    }
}
