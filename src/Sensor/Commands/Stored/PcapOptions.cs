namespace Sensor.Commands.Stored;

/// <summary>What <c>sensor alerts pcap</c> was asked to do.</summary>
/// <param name="Id">The alert's id.</param>
/// <param name="Folder">A state directory, or a folder of results.</param>
/// <param name="IsState">It is a state directory.</param>
internal sealed record PcapOptions(string Id, string Folder, bool IsState)
{
    /// <summary>The capture to be made; <c>-</c>: standard output; null: named after the alert, in the current folder.</summary>
    public string? Output { get; init; }

    /// <summary>Where captures that the alert names are now: files, or folders that hold them.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Who wants to see patients' data; null: nobody.</summary>
    public string? By { get; init; }

    /// <summary>What for.</summary>
    public string? Why { get; init; }

    /// <summary>Where that is written down.</summary>
    public string? Audit { get; init; }
}
