using System.Runtime.CompilerServices;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Hl7.Pcd;

namespace Sensor.Dissectors.Hl7;

/// <summary>One direction of a conversation: where its reader stands, the message it is in, and what it has said that waits for the other side.</summary>
internal sealed class Talker(Direction direction)
{
    public const int MaxOutstanding = 16;
    public const int MaxEarly = 8;

    public MllpState Mllp;

    /// <summary>The last MSH, whose delimiters the following segments use.</summary>
    public MshSegment Msh;

    /// <summary>The message being read, while <see cref="IsOpen"/>.</summary>
    public Exchange Current;

    /// <summary>What is known of an MSH or MSA that isn't all there yet, should no more of it come.</summary>
    public MshSegment HeldMsh;
    public AckCode HeldAnswer;
    public Pseudonym HeldAnswersTo;

    private RecentIds _recent;
    private int _recentNext;

    /// <summary>What the message being read says of pumps; null while it says nothing of them.</summary>
    public PcdMessage? Pcd { get; set; }

    public MshMemory MshMemory { get; } = new();

    public Direction Direction => direction;

    public bool IsOpen { get; set; }

    public bool HasSpoken { get; set; }

    public bool HasEnded { get; set; }

    /// <summary>Inside a frame that began with a batch header.</summary>
    public bool InBatch { get; set; }

    /// <summary>An FHS that no BHS has followed yet.</summary>
    public bool HasFileHeader { get; set; }

    /// <summary>When the last bytes came that were used up, but for an FS that may be a message's end.</summary>
    public Moment LastUsed { get; set; }

    /// <summary>The same with that.</summary>
    public Moment LastSeen { get; set; }

    /// <summary>Time of the last damage, and of what kinds there has been any.</summary>
    public long LastDamage { get; set; }

    public Quality Damage { get; set; }

    /// <summary>Sender that acknowledgements of this direction named last.</summary>
    public NameId AckApplication { get; set; }

    public NameId AckFacility { get; set; }

    /// <summary>Messages not yet fully acknowledged.</summary>
    public ExchangeQueue Outstanding { get; } = new(MaxOutstanding);

    /// <summary>Answers whose message hasn't been seen: no order between the directions is promised.</summary>
    public ExchangeQueue Early { get; } = new(MaxEarly);

    public void Reset(bool midStream)
    {
        Mllp = default;
        Msh = default;
        MshMemory.Clear();
        IsOpen = HasSpoken = HasEnded = InBatch = HasFileHeader = false;
        LastUsed = LastSeen = default;
        LastDamage = 0;
        Damage = Quality.Clean;
        AckApplication = AckFacility = NameId.None;
        _recent = default;
        _recentNext = 0;
        Outstanding.Clear();
        Early.Clear();
        ForgetHeld();
        if (midStream)
        {
            Mllp.Lose(damage: false);
        }
    }

    public void ForgetHeld()
    {
        HeldMsh.ReachesControlId = false;
        HeldAnswer = AckCode.None;
    }

    /// <summary>Keeps the control id of a message that was answered, for a while.</summary>
    public void Remember(in Pseudonym controlId) => _recent[_recentNext++ % RecentIds.Length] = controlId.Low;

    public bool Remembers(in Pseudonym controlId) => !controlId.IsNone && ((ReadOnlySpan<ulong>)_recent).Contains(controlId.Low);

    [InlineArray(Length)]
    private struct RecentIds
    {
        public const int Length = 8;
        private ulong _first;
    }
}
