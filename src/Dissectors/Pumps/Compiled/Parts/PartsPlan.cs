using System.Runtime.CompilerServices;
using Sensor.Dissectors.Pumps.Compiled.Values;

namespace Sensor.Dissectors.Pumps.Compiled.Parts;

/// <summary>A list of parts: how they are taken apart, and what then is said.</summary>
internal sealed class PartsPlan(PartStep[] steps, SayStep[] says)
{
    public static PartsPlan Empty { get; } = new([], []);

    public bool IsEmpty => steps.Length == 0;

    public bool SaysNothing => says.Length == 0;

    /// <summary>Takes the parts from the front of <paramref name="rest"/>; false where they don't fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Take(ref Excerpt excerpt, ref Slot rest)
    {
        foreach (var step in steps)
        {
            if (!step.Take(ref excerpt, ref rest))
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Say(in Excerpt excerpt, Listener to)
    {
        foreach (var say in says)
        {
            say.Say(excerpt, to);
        }
    }
}
