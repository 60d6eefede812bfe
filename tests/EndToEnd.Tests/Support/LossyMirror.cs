namespace Sensor.EndToEnd.Tests.Support;

/// <summary>What a mirror that can't keep up makes of a capture, by a fixed seed.</summary>
/// <param name="Name">For the test's name.</param>
internal sealed record LossyMirror(string Name)
{
    /// <summary>Share of frames that are lost.</summary>
    public double Loss { get; init; }

    /// <summary>Share of the capture after which it loses nothing any more.</summary>
    public double Until { get; init; } = 1;

    /// <summary>Frames that are lost together on average.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>Share of frames that fall behind up to three others.</summary>
    public double Reordered { get; init; }

    /// <summary>Share of frames that come twice.</summary>
    public double Doubled { get; init; }

    /// <summary>Share of the capture that is gone before it begins.</summary>
    public double Late { get; init; }

    public override string ToString() => Name;

    /// <summary>The numbers of the frames that are left, in their new order; frames count from 1.</summary>
    public List<int> Frames(int count, int seed)
    {
        var random = new Random(seed);
        var left = new List<(double Place, int Frame)>();
        var burst = 0;
        for (var frame = 1 + (int)(count * Late); frame <= count; frame++)
        {
            burst = burst > 0 ? burst - 1 : frame <= count * Until && random.NextDouble() < Loss / Burst ? random.Next(1, 2 * Burst) : 0;
            if (burst > 0)
            {
                continue;
            }

            var place = random.NextDouble() < Reordered ? frame + random.Next(1, 4) + 0.5 : frame;
            left.AddRange(Enumerable.Repeat((place, frame), random.NextDouble() < Doubled ? 2 : 1));
        }

        return [.. left.OrderBy(f => f.Place).Select(f => f.Frame)];
    }

    /// <summary>Writes what is left of a classic capture and answers with the frames that aren't in it.</summary>
    public HashSet<int> Damage(string capture, string into, int seed)
    {
        var records = ClassicPcap.Read(capture).ToList();
        var frames = Frames(records.Count, seed);
        ClassicPcap.Write(into, frames.Select(f => records[f - 1]));
        return [.. Enumerable.Range(1, records.Count).Except(frames)];
    }
}
