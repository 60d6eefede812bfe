namespace Sensor.State;

/// <summary>
/// Alerts leave the sensor once the state that raised them is saved: a crash can then not raise them again with another number or content. Called on the thread of
/// state, and where nothing can be saved on that of the analysis.
/// </summary>
internal interface IAlertRelease
{
    /// <summary>A checkpoint is about to be written: what was handed over until it was taken is to be on disk first, unless the disk hangs.</summary>
    void Settle();

    /// <summary>These are saved; or can't be, and people are to know all the same. May be given an alert twice.</summary>
    void Release(IReadOnlyList<AlertRow> alerts);
}
