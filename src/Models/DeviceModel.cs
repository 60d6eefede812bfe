namespace Sensor.Models;

/// <summary>Everything expected of one device. One writer; equal observations give equal judgements.</summary>
public sealed class DeviceModel
{
    public Judgement Observe(in RelationObservation observation, in ModelContext context) => throw new NotImplementedException();

    public Judgement Observe(in RateObservation observation, in ModelContext context) => throw new NotImplementedException();

    public Judgement Observe(in SequenceObservation observation, in ModelContext context) => throw new NotImplementedException();

    public Judgement Observe(in SessionEnd observation, in ModelContext context) => throw new NotImplementedException();

    public Judgement Judge(in RelationObservation observation, in ModelContext context) => throw new NotImplementedException();

    public Judgement Judge(in RateObservation observation, in ModelContext context) => throw new NotImplementedException();

    public Judgement Judge(in SequenceObservation observation, in ModelContext context) => throw new NotImplementedException();

    public Judgement Judge(in SessionEnd observation, in ModelContext context) => throw new NotImplementedException();

    public void DeclareMature(long time) => throw new NotImplementedException();

    public void Apply(in Feedback feedback) => throw new NotImplementedException();

    public void MergeFrom(DeviceModel other) => throw new NotImplementedException();

    public void Contribute(GroupSummary summary, in ModelContext context) => throw new NotImplementedException();

    public Maturity MaturityAt(long time, in ModelContext context) => throw new NotImplementedException();

    public ModelCounters Counters => throw new NotImplementedException();

    public int StateBytes => throw new NotImplementedException();

    public int MemoryBytes => throw new NotImplementedException();

    public SizeClass SizeClass => throw new NotImplementedException();

    public int Save(Span<byte> destination) => throw new NotImplementedException();

    public static bool TryLoad(ReadOnlySpan<byte> source, out DeviceModel? model) => throw new NotImplementedException();
}
