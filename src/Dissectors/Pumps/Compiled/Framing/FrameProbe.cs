using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Pumps.Compiled.Framing;

internal sealed partial class FrameProgram
{
    /// <summary>Bits of a check from which on one good frame is enough.</summary>
    private const int StrongCheck = 16;

    /// <summary>
    /// What the first bytes of a direction look like (<see cref="IProtocol.Probe"/>): certain with as many good frames of known content as the definition
    /// wants, not mine with the first byte that fits nothing. A frame that is longer than what a probe may see counts where its start fits, its length
    /// is plausible and the judge knows as much of its content as there is; alone it is enough where its length is written in four digits or more.
    /// </summary>
    public Verdict Probe(ReadOnlySpan<byte> head, in ProbeHints hints, IContentJudge judge)
    {
        if (head.IsEmpty)
        {
            return hints.Final ? Verdict.NotMine : Verdict.Unsure;
        }

        if (!hints.MidStream && !Side(Sender.Either).Opening.Contains(head[0]))
        {
            return Verdict.NotMine;
        }

        var known = _ports.AsSpan().Contains(hints.ServerPort);
        if (_definition.OnlyOnPorts && !known)
        {
            return Verdict.NotMine;
        }

        var reader = Borrow();

        // Who is the pump isn't always known: then it is likelier the server.
        var isClient = hints.Direction.Sender() == Endpoint.Client;
        var likely = isClient == (_definition.Pump == PumpSide.Client) ? Sender.Pump : Sender.Controller;
        var verdict = Probe(reader, head, hints, judge, likely, known);
        if (verdict != Verdict.Certain && _definition.Pump == PumpSide.Answers)
        {
            var other = Probe(reader, head, hints, judge, likely == Sender.Pump ? Sender.Controller : Sender.Pump, known);
            verdict = other > verdict ? other : verdict;
        }

        Return(reader);
        return verdict;
    }

    private FrameReader Borrow()
    {
        foreach (ref var slot in _probing.AsSpan())
        {
            if (Interlocked.Exchange(ref slot, null) is { } reader)
            {
                return reader;
            }
        }

        return new FrameReader(this);
    }

    private void Return(FrameReader reader)
    {
        foreach (ref var slot in _probing.AsSpan())
        {
            if (Interlocked.CompareExchange(ref slot, reader, null) is null)
            {
                return;
            }
        }
    }

    private Verdict Probe(FrameReader reader, ReadOnlySpan<byte> head, in ProbeHints hints, IContentJudge judge, Sender from, bool isKnownPort)
    {
        var wanted = isKnownPort ? 1 : _definition.GoodFrames ?? 2;
        var good = 0;
        var isFinal = hints.Final || head.Length >= IProtocol.MaxProbeBytes;
        reader.Reset(hints.MidStream);
        while (true)
        {
            var sign = reader.Read(head, from, default, out var frame, out var consumed, out _);
            if (sign == FrameSign.Frame || (sign == FrameSign.Wait && isFinal && reader.TryFinish(out frame)))
            {
                var isGood = frame.Check != FrameCheck.Bad && judge.Knows(frame.Content, from);
                if (!isGood && (!hints.MidStream || good > 0))
                {
                    return Verdict.NotMine;
                }

                good += !isGood ? 0 : _definition.GoodFrames is null && frame.CheckWidth >= StrongCheck ? wanted : 1;
                if (good >= wanted)
                {
                    return Verdict.Certain;
                }
            }

            head = head[consumed..];
            if (sign == FrameSign.Passed && (!hints.MidStream || good > 0))
            {
                return Verdict.NotMine;
            }

            if (sign == FrameSign.Wait)
            {
                // Silence hasn't ended it yet: on a port of the definition what came at once is taken for a frame.
                if (!isFinal && isKnownPort && Side(from).Silence is not null && reader.TryFinish(out frame)
                    && frame.Check != FrameCheck.Bad && judge.Knows(frame.Content, from))
                {
                    return Verdict.Certain;
                }

                return !isFinal ? Verdict.Unsure
                    : Begun(head, from, judge) is { } begun && (begun.Length!.IsTelling || good + 1 >= wanted) ? Verdict.Certain
                    : Verdict.NotMine;
            }
        }
    }

    /// <summary>The shape of a frame whose length is plausible and of whose content the judge knows what there is of it; null where there is none.</summary>
    private FrameShape? Begun(ReadOnlySpan<byte> head, Sender from, IContentJudge judge)
    {
        foreach (var shape in Side(from).Shapes)
        {
            if (shape.Start.Length > 0 && shape.Length is { } length && head.StartsWith(shape.Start)
                && length.Read(head, out var total, out var extra) == Verdict.Certain && total > head.Length && total <= shape.Most
                && head.Length > shape.ContentAt + extra && judge.Knows(head[(shape.ContentAt + extra)..], from))
            {
                return shape;
            }
        }

        return null;
    }
}
