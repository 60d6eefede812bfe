using Sensor.Capture.Inputs;

namespace Sensor.Capture;

/// <summary>
/// Files, folders and standard input as one capture in the order of packet time: inputs that cover the same time are merged, others follow each other.
/// Of packets with the same time those of the input named first come first. Within an input packets stay in their order, whatever their times.
/// </summary>
internal sealed class CaptureInput : MergedInput
{
    private readonly byte[] _seed;
    private bool _hasPackets;

    /// <param name="paths">Captures, folders of captures, or <c>-</c> for standard input.</param>
    /// <param name="stop">Ends the reading, also the wait for a pipe in here.</param>
    /// <exception cref="CaptureException">None of the paths can be used.</exception>
    public CaptureInput(IReadOnlyList<string> paths, StopSignal? stop = null)
        : base(stop ?? new StopSignal(), isOneCapture: false)
    {
        var survey = new InputSurvey(Ledger, Merge, Notes, StopSignal);
        survey.Take(paths);
        if (!survey.HasUsable && !StopSignal.IsSet)
        {
            throw survey.FirstFailure ?? new CaptureException("No capture was named.");
        }

        _seed = survey.Seed ?? [];
        TotalBytes = survey.StoredLength;
    }

    public override long? TotalBytes { get; }

    public override ReadOnlySpan<byte> Seed => _seed;

    public override void Fill(PacketBlock block)
    {
        block.Clear();
        block.FirstOrdinal = Ledger.NextOrdinal;
        do
        {
            if (StopSignal.IsSet || Merge.IsEmpty)
            {
                block.IsLast = true;
                return;
            }

            Merge.Fill(block);
        }
        while (block.Count == 0 && !_hasPackets);

        _hasPackets = true;
        block.IsLast = Merge.IsEmpty;
    }
}
