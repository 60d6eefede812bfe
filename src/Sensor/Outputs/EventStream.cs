using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sensor.Dissectors.Contract;
using Sensor.Facts;
using Sensor.Outputs.Delivery;

namespace Sensor.Outputs;

/// <summary>
/// The way to <c>events.jsonl</c>, and to who else wants events. The analysis hands over facts as they are, and lines that it wrote itself; a thread of its own makes text of them in that order
/// and writes the file. A bounded queue lies between: the analysis waits when writing is behind, and is told when it failed.
/// </summary>
internal sealed class EventStream : IDisposable
{
    private const int Batches = 8;

    /// <summary>Stands for "a piece of a line" where a kind of fact would stand.</summary>
    private const ushort Piece = FactPublisher.NameDefinition - 1;

    private const int PieceBytes = 32 * 1024;

    private static readonly int HeaderSize = Unsafe.SizeOf<FactHeader>();

    private readonly FactQueue _queue = new(Batches);
    private readonly JsonLines _file;
    private readonly bool _hasFile;
    private readonly IEventTap? _tap;
    private readonly LineTap? _lineTap;
    private readonly FactJson _facts;
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ConcurrentQueue<MarkTicket> _tickets = new();
    private readonly Thread _thread;
    private FactBatch? _batch;
    private ExceptionDispatchInfo? _failure;
    private bool _hasEnded;

    /// <param name="file">Written by this stream's thread alone, until <see cref="Complete"/> or <see cref="Dispose"/> has returned; null: only the tap wants events.</param>
    /// <param name="envelope">How events begin; used by this stream's thread alone.</param>
    /// <param name="protocols">The protocols that flows are numbered by.</param>
    /// <param name="nameBytes">Bytes of the names known to the writing of events.</param>
    /// <param name="tap">Sees lines on this stream's thread; null: nobody does.</param>
    public EventStream(JsonLines? file, Envelope envelope, IReadOnlyList<IProtocol> protocols, long nameBytes = NameDirectory.MaxBytes, IEventTap? tap = null)
    {
        _hasFile = file is not null;
        _file = file ?? new JsonLines(Stream.Null);
        _tap = tap;
        _lineTap = tap is null ? null : new LineTap(tap);
        _facts = new FactJson(_file, envelope, protocols, nameBytes, tap);
        Json = JsonLines.WriterOn(_line);
        _thread = new Thread(Run, maxStackSize: 1 << 20) { Name = "events", IsBackground = true };
        _thread.Start();
    }

    /// <summary>For a line written by the analysis; <see cref="EndLine"/> follows.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>Somebody wants events of a type.</summary>
    public bool Wants(string eventType) => _hasFile || _tap?.Wants(eventType) == true;

    /// <summary>A fact of a kind that has an event type, or a name's definition.</summary>
    public void Take(in FactHeader header, ReadOnlySpan<byte> body)
    {
        var room = Room(HeaderSize + body.Length);
        MemoryMarshal.Write(room, in header);
        body.CopyTo(room[HeaderSize..]);
    }

    /// <summary>The object at hand is complete.</summary>
    public void EndLine()
    {
        Json.Flush();
        Json.Reset();
        _line.Write("\n"u8);
        for (var rest = _line.WrittenSpan; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, PieceBytes)..])
        {
            Take(rest[..Math.Min(rest.Length, PieceBytes)]);
        }

        _line.ResetWrittenCount();
    }

    /// <summary>What was handed over so far is to be on disk soon.</summary>
    public void Flush()
    {
        if (_batch is { } batch)
        {
            Publish(batch, flush: true);
        }
    }

    /// <summary>Asks how far the file will come with what was handed over so far.</summary>
    public MarkTicket Mark()
    {
        var ticket = new MarkTicket();
        var batch = _batch ?? Fresh();
        _tickets.Enqueue(ticket);
        batch.EndsInput = true;
        Flush();
        if (Volatile.Read(ref _hasEnded))
        {
            Refuse();
        }

        return ticket;
    }

    /// <summary>Waits until everything handed over is written.</summary>
    /// <exception cref="IOException">It can't be.</exception>
    public void Complete()
    {
        End();
        _failure?.Throw();
    }

    /// <summary>The same, whether it can be written or not.</summary>
    public void Dispose() => End();

    private void End()
    {
        Flush();
        _queue.Close();
        _thread.Join();
    }

    private void Take(ReadOnlySpan<byte> piece)
    {
        var length = (sizeof(int) + piece.Length + 7) & ~7;
        var room = Room(HeaderSize + length);
        var header = new FactHeader { KindId = Piece, BodyLength = (ushort)length };
        MemoryMarshal.Write(room, in header);
        BinaryPrimitives.WriteInt32LittleEndian(room[HeaderSize..], piece.Length);
        piece.CopyTo(room[(HeaderSize + sizeof(int))..]);
    }

    private Span<byte> Room(int length)
    {
        if (_batch is { } full && full.TryTake(length) is { IsEmpty: false } room)
        {
            return room;
        }

        if (_batch is { } batch)
        {
            Publish(batch, flush: false);
        }

        return Fresh().TryTake(length);
    }

    /// <summary>An empty batch for what comes next.</summary>
    private FactBatch Fresh()
    {
        _batch = _queue.TakeEmpty();
        if (_batch is null)
        {
            // Closed by the writing thread, which has failed.
            _thread.Join();
            _failure!.Throw();
        }

        return _batch!;
    }

    private void Publish(FactBatch batch, bool flush)
    {
        _batch = null;
        batch.EndsBlock = flush;
        _queue.Publish(batch);
    }

    private void Run()
    {
        try
        {
            while (_queue.TakeFull() is { } batch)
            {
                for (; batch.HasMore; batch.Advance())
                {
                    Write(in batch.Header, batch.Body);
                }

                if (batch.EndsInput)
                {
                    var mark = _file.Mark();
                    _tickets.TryDequeue(out var ticket);
                    ticket!.Set(mark);
                }
                else if (batch.EndsBlock)
                {
                    _file.Flush();
                }

                _queue.Recycle(batch);
            }
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            _queue.Close();
        }
        finally
        {
            Volatile.Write(ref _hasEnded, true);
            Refuse();
        }
    }

    /// <summary>Nobody waits for an answer that can't come.</summary>
    private void Refuse()
    {
        while (_tickets.TryDequeue(out var ticket))
        {
            ticket.Set(null);
        }
    }

    private void Write(in FactHeader header, ReadOnlySpan<byte> body)
    {
        if (header.KindId == Piece)
        {
            var piece = body.Slice(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(body));
            _file.Append(piece);
            _lineTap?.Take(piece);
        }
        else
        {
            _facts.Take(in header, body);
        }
    }
}
