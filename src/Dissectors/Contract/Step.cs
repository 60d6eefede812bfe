namespace Sensor.Dissectors.Contract;

/// <summary>A conversation's answer to a span of bytes.</summary>
/// <param name="Consumed">Bytes used up from the front of the span.</param>
/// <param name="Needed">Contiguous bytes wanted, counted after <paramref name="Consumed"/>, before it can go on; 0 or 1: any. At most <see cref="MaxNeeded"/>.</param>
/// <param name="Skip">Bytes following <paramref name="Consumed"/> that it does not want to see, present or missing.</param>
public readonly record struct Step(int Consumed, int Needed, long Skip)
{
    /// <summary>The most contiguous bytes a conversation may ask for.</summary>
    public const int MaxNeeded = 64 * 1024;

    public static Step Need(int consumed, int needed) => new(consumed, needed, 0);

    public static Step SkipAfter(int consumed, long skip) => new(consumed, 0, skip);

    public static Step Done(int consumed) => new(consumed, 0, 0);
}
