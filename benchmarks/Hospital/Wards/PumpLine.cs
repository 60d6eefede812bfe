using Hospital.Kernel;
using Hospital.Network;
using Hospital.Talks;

namespace Hospital.Wards;

/// <summary>The server's connection to a pump, or to a rack for all pumps in it; made anew now and then.</summary>
/// <param name="life">By which it speaks.</param>
/// <param name="dice">For latencies and how long it lasts.</param>
/// <param name="profile">Of the pumps.</param>
internal sealed class PumpLine(Lane life, Dice dice, EquipmentProfile profile)
{
    private readonly long _answerTime = (long)dice.LogNormal(profile.AnswerTime, 0.12);
    private PumpTalk? _talk;
    private long _renewal;

    /// <summary>Connected, to speak with a pump.</summary>
    public PumpTalk To(PumpLink link)
    {
        if (_talk is not null && life.Now >= _renewal)
        {
            End(dice.Chance(0.7));
        }

        if (_talk is null)
        {
            _talk = new PumpTalk(life, dice, life.Now, link) { AnswerTime = _answerTime }.Open().Identify();
            _renewal = life.Now + (long)dice.Exponential(profile.ConnectionLife);
        }

        return _talk.About(link);
    }

    /// <summary>In good order, or because the other end is gone.</summary>
    public void End(bool isOrderly = false)
    {
        if (isOrderly)
        {
            _talk?.Close();
        }
        else
        {
            _talk?.Reset(Side.Server);
        }

        _talk = null;
    }
}
