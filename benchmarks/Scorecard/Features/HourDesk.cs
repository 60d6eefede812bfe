using Contenders;
using Hospital.Kernel;
using Hospital.Sites;

namespace Scorecard.Features;

/// <summary>Counts what each device does in an hour (UTC) and closes the hour for all devices that were seen, idle ones too, in the order in which they were first seen.</summary>
internal sealed class HourDesk(IFeatureTaker to)
{
    private readonly Dictionary<int, Counts> _devices = [];
    private readonly List<Counts> _order = [];
    private readonly double[] _values = new double[HourFeatures.Count];

    /// <summary>Hours since the epoch; -1: nothing was seen yet.</summary>
    public long Current { get; private set; } = -1;

    public int Devices => _order.Count;

    /// <summary>Closes hours that are over at an instant.</summary>
    /// <returns>Some were.</returns>
    public bool Reach(long time)
    {
        var hour = time / Nanos.Hour;
        if (Current < 0)
        {
            Current = hour;
        }

        var any = false;
        for (; Current < hour; Current++)
        {
            any = true;
            var start = Current * Nanos.Hour;
            var local = Calendar.Local(start);
            var hourOfWeek = ((((int)local.DayOfWeek + 6) % 7) * 24) + local.Hour;
            foreach (var device in _order)
            {
                device.CloseInto(_values);
                to.Take(new Hour(start, device.Number, device.Group, hourOfWeek, _values));
            }
        }

        return any;
    }

    /// <summary>A device's counts of this hour.</summary>
    public Counts Of(int device, int group)
    {
        if (!_devices.TryGetValue(device, out var counts))
        {
            counts = new Counts(device, group);
            _devices.Add(device, counts);
            _order.Add(counts);
        }

        return counts;
    }

    /// <summary>In the order of <see cref="HourFeatures.All"/>.</summary>
    internal sealed class Counts(int number, int group)
    {
        private readonly HashSet<int> _peers = [];
        private readonly HashSet<ulong> _commands = [];

        public int Number { get; } = number;

        public int Group { get; } = group;

        public double Sent { get; set; }

        public double Received { get; set; }

        public int Begun { get; set; }

        public int MessagesSent { get; set; }

        public int MessagesReceived { get; set; }

        public int Failures { get; set; }

        public int Objects { get; set; }

        public double ObjectBytes { get; set; }

        public int ConversationsWithObjects { get; set; }

        public int Answers { get; set; }

        public double AnswerSeconds { get; set; }

        public int Ended { get; set; }

        public double EndedSeconds { get; set; }

        public void MeetPeer(int peer) => _peers.Add(peer);

        public void MeetCommand(ulong command) => _commands.Add(command);

        public void CloseInto(double[] values)
        {
            values[0] = Sent;
            values[1] = Received;
            values[2] = Begun;
            values[3] = MessagesSent;
            values[4] = MessagesReceived;
            values[5] = _peers.Count;
            values[6] = Failures;
            values[7] = ObjectBytes / Objects;
            values[8] = (double)Objects / ConversationsWithObjects;

            // Thousandths of a second, so that the common scale ln(1 + x) tells them apart.
            values[9] = AnswerSeconds * 1000 / Answers;
            values[10] = EndedSeconds / Ended;
            values[11] = _commands.Count;
            (Sent, Received, ObjectBytes, AnswerSeconds, EndedSeconds) = (0, 0, 0, 0, 0);
            (Begun, MessagesSent, MessagesReceived, Failures, Objects, ConversationsWithObjects, Answers, Ended) = (0, 0, 0, 0, 0, 0, 0, 0);
            _peers.Clear();
            _commands.Clear();
        }
    }
}
