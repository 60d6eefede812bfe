namespace Sensor.Dissectors.Dicom;

/// <summary>Whose data set travels in a direction.</summary>
internal struct OpenDataSet
{
    /// <summary>
    /// In the table of requests of this direction, or of the other if it is a response's; none: no data set is under way.
    /// </summary>
    public int Slot;
    public bool IsRequest;

    /// <summary>Its operation was told already: the rest belongs to nobody.</summary>
    public bool IsOrphan;

    /// <summary>Of the command; 0 where that was lost.</summary>
    public byte ContextId;

    public readonly bool IsOpen => Slot != ExchangeTable.None;

    public static OpenDataSet None => new() { Slot = ExchangeTable.None };
}
