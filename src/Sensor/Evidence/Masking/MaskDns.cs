using System.Buffers.Binary;

namespace Sensor.Evidence.Masking;

/// <summary>
/// DNS over UDP (RFC 1035), mDNS and LLMNR: the header stays and the questions, of each name the last two labels: the domain that is asked says where data would go,
/// the labels before it can be data that somebody carries off. Answers and everything behind them are hidden.
/// </summary>
internal static class MaskDns
{
    private const int HeaderLength = 12, MaxQuestions = 16, MaxLabels = 128, KeptLabels = 2;

    public static void Message(Sieve message)
    {
        message.Keep(0, HeaderLength);
        if (message.Bytes.Length < HeaderLength)
        {
            return;
        }

        var questions = Math.Min((int)BinaryPrimitives.ReadUInt16BigEndian(message.Bytes[4..]), MaxQuestions);
        var at = HeaderLength;
        while (questions-- > 0 && at >= 0)
        {
            at = Question(message, at);
        }
    }

    /// <summary>Masks a question.</summary>
    /// <returns>Where it ends; -1 where it makes no sense.</returns>
    private static int Question(Sieve message, int start)
    {
        var bytes = message.Bytes;
        Span<int> labels = stackalloc int[MaxLabels];
        var count = 0;
        var at = start;
        while (at < bytes.Length && bytes[at] is > 0 and < 64 && count < MaxLabels)
        {
            labels[count++] = at;
            at += 1 + bytes[at];
        }

        // The first question's name isn't compressed, and others hardly ever are.
        if (at + 5 > bytes.Length || bytes[at] != 0)
        {
            return -1;
        }

        for (var i = 0; i < count; i++)
        {
            var length = bytes[labels[i]];
            message.Keep(labels[i], 1);
            if (i >= count - KeptLabels)
            {
                message.Keep(labels[i] + 1, length);
            }
            else
            {
                for (var c = 1; c <= length; c++)
                {
                    message.Put(labels[i] + c, (byte)'x');
                }
            }
        }

        message.Keep(at, 5);
        return at + 5;
    }
}
