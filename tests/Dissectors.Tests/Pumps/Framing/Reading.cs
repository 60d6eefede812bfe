using System.Text;
using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Compiled.Framing;
using Sensor.Dissectors.Pumps.Definition;

namespace Sensor.Dissectors.Tests.Pumps.Framing;

/// <summary>Plays bytes to a reader as the stream engine does, and writes down what it finds: one line each.</summary>
internal sealed class Reading
{
    private readonly FrameReader _reader;
    private readonly List<string> _found = [];
    private readonly Sender _from;
    private byte[] _left = [];
    private int _needed;

    public Reading(ProtocolDefinition definition, Sender from = Sender.Either, bool midStream = false)
    {
        Program = Compiled(definition);
        _from = from;
        _reader = new FrameReader(Program);
        _reader.Reset(midStream);
    }

    public FrameProgram Program { get; }

    public long Time { get; set; } = 1;

    public long Resyncs => _reader.Resyncs;

    public string[] Found => [.. _found];

    public static FrameProgram Compiled(ProtocolDefinition definition)
    {
        var faults = new DefinitionFaults();
        var program = FrameProgram.Compile(definition, faults);
        Assert.Equal([], faults.All.Select(f => f.Sentence));
        return program;
    }

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>What whole bytes give, and with them any segmentation.</summary>
    public static string[] Of(ProtocolDefinition definition, byte[] bytes, Sender from = Sender.Either, bool midStream = false)
    {
        var whole = new Reading(definition, from, midStream).Say(bytes);
        for (var size = 1; size < Math.Min(bytes.Length, 9); size++)
        {
            Assert.Equal(whole.Found, new Reading(definition, from, midStream).Say(bytes, size).Found);
        }

        for (var at = 1; at < bytes.Length; at += 1 + (bytes.Length / 500))
        {
            var split = new Reading(definition, from, midStream).Say(bytes[..at]).Say(bytes[at..]);
            Assert.Equal(whole.Found, split.Found);
            Assert.Equal(whole.Resyncs, split.Resyncs);
        }

        return whole.Found;
    }

    public Reading Say(byte[] bytes, int size = int.MaxValue)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var next = Math.Min(size, bytes.Length - at);
            Segment(bytes.AsSpan(at, next));
            at += next;
        }

        return this;
    }

    public Reading Lose()
    {
        _left = [];
        _needed = 0;
        _reader.Lose();
        return this;
    }

    public Reading Finish()
    {
        if (_reader.TryFinish(out var frame))
        {
            Write(FrameSign.Frame, frame);
        }

        return this;
    }

    private void Segment(ReadOnlySpan<byte> segment)
    {
        byte[] all = [.. _left, .. segment];
        _left = all;
        if (all.Length < _needed)
        {
            return;
        }

        var offset = 0;
        while (offset < all.Length)
        {
            var sign = _reader.Read(all.AsSpan(offset), _from, new Moment(Time, 1), out var frame, out var consumed, out var needed);
            Assert.InRange(consumed, 0, all.Length - offset);
            offset += consumed;
            Write(sign, frame);
            if (sign == FrameSign.Wait)
            {
                Assert.True(needed > all.Length - offset, "it wants what it has");
                Assert.InRange(needed, 1, (2 * Program.MaxFrame) + 1024);
                _needed = needed;
                break;
            }

            _needed = 0;
            Assert.True(consumed > 0 || Program.HasSilence, "no progress");
        }

        _left = all[offset..];
    }

    private void Write(FrameSign sign, in Frame frame)
    {
        switch (sign)
        {
            case FrameSign.Token:
                _found.Add($"{frame.Token!.Name} {Encoding.Latin1.GetString(frame.Content)}".TrimEnd());
                break;
            case FrameSign.Frame:
                var mark = frame.Check switch { FrameCheck.Good => "", FrameCheck.Bad => "bad ", _ => "" };
                _found.Add(mark + (frame.Check == FrameCheck.Bad ? "" : Encoding.Latin1.GetString(frame.Content)) + (frame.Continues ? " …" : ""));
                break;
            default:
                break;
        }
    }
}
