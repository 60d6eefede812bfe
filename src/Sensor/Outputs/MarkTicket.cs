namespace Sensor.Outputs;

/// <summary>Promises to say how far the events' file comes once all that was handed over before is written. Set by one thread, awaited by another.</summary>
internal sealed class MarkTicket
{
    private readonly TaskCompletionSource<FileMark?> _mark = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="mark">The mark; null when the events can't be written.</param>
    public void Set(FileMark? mark) => _mark.TrySetResult(mark);

    /// <summary>Waits for the mark; null when the events can't be written.</summary>
    public FileMark? Wait() => _mark.Task.GetAwaiter().GetResult();
}
