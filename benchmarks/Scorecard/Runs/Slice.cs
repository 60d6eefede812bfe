using Hospital;
using Hospital.Kernel;
using Hospital.Wire;

namespace Scorecard.Runs;

/// <summary>
/// A stretch of a run as packets. They are made from somewhat before on, so that what was begun then is there, too; conversations that are older are shown from their middle.
/// </summary>
/// <param name="from">Instant.</param>
/// <param name="until">Exclusive.</param>
/// <param name="form">How packets are cut.</param>
/// <param name="to">Takes them.</param>
internal sealed class Slice(long from, long until, WireForm form, IPacketTaker to) : IStepTaker, IPacketTaker
{
    private const long Lead = 30 * Nanos.Minute;

    private PacketWriter? _writer;
    private bool _isOver;

    public void Take(in Step step)
    {
        if (step.Time < from - Lead || _isOver)
        {
            return;
        }

        if (step.Time >= until)
        {
            End(until);
            return;
        }

        Writer.Take(in step);
    }

    public void Take(in Packet packet)
    {
        if (packet.Time >= from && packet.Time < until)
        {
            to.Take(in packet);
        }
    }

    public void End(long time)
    {
        if (!_isOver)
        {
            _isOver = true;
            Writer.End(until);
            _writer = null;
        }
    }

    void IPacketTaker.End(long time) => to.End(time);

    private PacketWriter Writer => _writer ??= new PacketWriter(this, form);
}
