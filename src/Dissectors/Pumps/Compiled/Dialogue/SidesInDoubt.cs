using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Pumps.Compiled.Dialogue;

/// <summary>
/// Finds out that the assumed pump is the one that asks, in protocols whose questions and answers look alike: it asks by itself for what has a reply, and the
/// other side says it. A mirror that shows an answer before its question doesn't look like that, and neither does who answers a set by repeating its command.
/// </summary>
internal struct SidesInDoubt
{
    /// <summary>Exchanges that it takes where the answer could be a set, too.</summary>
    private const int Wanted = 3;

    private int _seen;

    /// <summary>The last such question; 0: none, else place of its command from 1.</summary>
    public int Command { get; private set; }

    public Moment Asked { get; private set; }

    /// <summary>The assumed pump asks, and nobody had asked it.</summary>
    public void Ask(int command, in Moment at) => (Command, Asked) = (command + 1, at);

    /// <summary>The other side says something of a command; true where it must be the pump.</summary>
    /// <param name="command">Its place.</param>
    /// <param name="isOnlySaid">Nobody can tell it to a pump.</param>
    public bool IsSaid(int command, bool isOnlySaid)
    {
        if (Command != command + 1)
        {
            return false;
        }

        if (isOnlySaid || ++_seen >= Wanted)
        {
            return true;
        }

        Command = 0;
        return false;
    }

    /// <summary>A question to the assumed pump was answered by it.</summary>
    public void Agree() => _seen = 0;
}
