using Hospital.Kernel;
using Hospital.Network;
using Hospital.Sayings;

namespace Hospital.Attacks.Means;

/// <summary>What an attacker has listened to: the last few whole conversations, to be said again.</summary>
/// <param name="keep">How many.</param>
/// <param name="longest">Steps; longer ones are forgotten.</param>
/// <param name="isWanted">Which; null: all.</param>
internal sealed class Overheard(int keep, int longest = 4000, Func<IReadOnlyList<Step>, bool>? isWanted = null)
{
    private readonly Dictionary<long, List<Step>> _open = [];
    private readonly Queue<IReadOnlyList<Step>> _whole = new();

    public int Count => _whole.Count;

    public void Hear(in Step step)
    {
        var number = step.Conversation.Number;
        if (step.Saying is Opened)
        {
            _open[number] = [];
        }

        if (!_open.TryGetValue(number, out var steps))
        {
            return;
        }

        steps.Add(step);
        if (step.Saying is Closed && steps.Count > 2 && isWanted?.Invoke(steps) != false)
        {
            _whole.Enqueue(steps);
            if (_whole.Count > keep)
            {
                _whole.Dequeue();
            }
        }

        if (steps.Count > longest || step.Saying is Closed or WasReset)
        {
            _open.Remove(number);
        }
    }

    /// <summary>One of them, the longest where there is a choice of two drawn.</summary>
    public IReadOnlyList<Step> Pick(Dice dice)
    {
        var all = _whole.ToArray();
        var (one, other) = (dice.Pick(all), dice.Pick(all));
        return one.Count >= other.Count ? one : other;
    }

    /// <summary>Says a conversation again with its own gaps, a little uneven, from an instant on.</summary>
    /// <param name="lane">Whose doing it is.</param>
    /// <param name="dice">For the unevenness.</param>
    /// <param name="time">When it begins.</param>
    /// <param name="steps">As it was said.</param>
    /// <param name="client">Who says it now.</param>
    /// <param name="server">To whom.</param>
    /// <param name="say">What is said instead of each; null: the talk breaks off there.</param>
    public static void Repeat(Lane lane, Dice dice, long time, IReadOnlyList<Step> steps, Host client, Host server, Func<Step, Saying?>? say = null)
    {
        var first = steps[0];
        var conversation = lane.Converse(client, server, first.Conversation.ServerPort, first.Conversation.Language, first.Conversation.IsUdp);
        var last = first.Time;
        foreach (var step in steps)
        {
            time += (long)((step.Time - last) * dice.LogNormal(1, 0.1));
            last = step.Time;
            if ((say is null ? step.Saying : say(step)) is not { } saying)
            {
                lane.Say(time, conversation, Side.Client, Closed.It);
                return;
            }

            lane.Say(time, conversation, step.From, saying, step.Duration);
            time += step.Duration;
            last += step.Duration;
        }
    }
}
