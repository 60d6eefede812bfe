using System.Text;
using Sensor.Detection;
using Sensor.Models;
using Sensor.Pipeline;
using Sensor.State;
using Sensor.Tests.Support;

namespace Sensor.Tests.State;

/// <summary>Damaged state is noticed, kept and begun anew, whatever is damaged; it never ends a run.</summary>
public sealed class DamageTests
{
    private static readonly Lazy<byte[]> _sound = new(Sound);

    private static LearningPlan Plan => new(LearningMode.Auto, null);

    /// <summary>Random bytes anywhere in the file, one or many.</summary>
    [Fact]
    public void Flipped_bytes_never_escape()
    {
        var random = new Random(20261122);
        var (loaded, anew, left) = (0, 0, 0);
        for (var i = 0; i < 120; i++)
        {
            var bytes = _sound.Value.ToArray();
            for (var flips = 1 << random.Next(8); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            switch (Try(bytes))
            {
                case Fate.Loaded:
                    loaded++;
                    break;
                case Fate.BegunAnew:
                    anew++;
                    break;
                default:
                    left++;
                    break;
            }
        }

        // A flip in a free page or in a column for people may pass; most don't.
        Assert.True(anew > 60, $"{loaded} loaded, {anew} begun anew, {left} left alone");
    }

    [Fact]
    public void A_file_cut_anywhere_never_escapes()
    {
        var random = new Random(20261123);
        for (var i = 0; i < 40; i++)
        {
            Try(_sound.Value[..random.Next(_sound.Value.Length)]);
        }

        Assert.Equal(Fate.BegunAnew, Try(Encoding.ASCII.GetBytes(new string('x', 5000))));
    }

    [Fact]
    public void A_sound_file_is_loaded() => Assert.Equal(Fate.Loaded, Try(_sound.Value));

    /// <summary>Every part, given bytes that aren't its own, refuses them or takes them; it never throws and never takes long.</summary>
    [Fact]
    public void Parts_refuse_what_they_did_not_save()
    {
        var random = new Random(20261124);
        var parts = Grown().State.Parts;
        for (var i = 0; i < 300; i++)
        {
            var fresh = new AnalysisBench(Plan, new StringBuilder());
            var part = fresh.Analysis.Parts[random.Next(parts.Count)];
            var body = parts[random.Next(parts.Count)].Data.AsSpan(Seal.Length).ToArray();
            for (var flips = random.Next(6); flips > 0 && body.Length > 0; flips--)
            {
                body[random.Next(body.Length)] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
            }

            var reader = new PartReader(body.AsSpan(0, random.Next(4) == 0 ? random.Next(body.Length + 1) : body.Length));
            part.TryLoad(ref reader, new PartOrigin(1, random.Next(2) == 0));
        }
    }

    [Fact]
    public void Imported_lines_that_nobody_exported_are_refused()
    {
        using var folder = new TempFolder();
        string[] lines =
        [
            "", "x", "[]", "{}", "{\"type\":\"state\",\"version\":2}", "{\"type\":\"device\"}", "{\"type\":\"state\",\"version\":1}\n{\"type\":\"device\",\"number\":1}",
            "{\"type\":\"state\",\"version\":1}\n{\"type\":\"part\",\"name\":7,\"version\":1,\"data\":\"\"}", "{\"type\":\"state\",\"version\":1}\n{\"type\":\"state\",\"version\":1}",
            "{\"type\":\"state\",\"version\":1}\n{\"type\":\"input\",\"identity\":\"!\",\"facts\":1,\"time\":1,\"complete\":true}", new string('[', 100_000),
        ];
        foreach (var (number, text) in lines.Index())
        {
            using var database = StateDatabase.Open(folder.Named($"{number}.db"));
            Assert.Throws<StateException>(() => new StateImport(database).Read(new MemoryStream(Encoding.UTF8.GetBytes(text))));
        }
    }

    [Fact]
    public void A_line_without_end_is_refused_in_bounded_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<StateException>(() => ImportedLines.Read(new Endless()).Count());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4L * ImportedLines.MaxLength);
    }

    private enum Fate
    {
        Loaded,
        BegunAnew,
        LeftAlone,
    }

    /// <summary>Does what a run does at its start, and once saves.</summary>
    private static Fate Try(byte[] database)
    {
        using var folder = new TempFolder();
        folder.File("sensor.db", database);
        using var store = new StateStore(folder.Path);
        var bench = new AnalysisBench(Plan, new StringBuilder());
        if (store.Saved is { } saved)
        {
            try
            {
                StateLoader.Load(saved, bench.Analysis, sameInput: true, new StateSettings());
                store.EndReading();
            }
            catch (StateException e) when (e.Fault == StateFault.Damaged)
            {
                store.SetAside(e.Message);
                bench = new AnalysisBench(Plan, new StringBuilder());
            }
            catch (StateException e)
            {
                store.Leave(e.Message);
            }
        }

        if (store.News.Any(n => n.Event == StateEvent.BegunAnew))
        {
            // But for the header, which SQLite may bring in order.
            Assert.Equal(database.Skip(100), File.ReadAllBytes(folder.Named("sensor.db.damaged-1")).Skip(100));
        }

        if (store.MayWrite)
        {
            using var written = Record.Exception(store.OpenToWrite) is null ? store.OpenToWrite() : null;
            written?.Write(bench.Snapshot(1), new SavedInput { Facts = 1, Time = 0, IsComplete = false }, new StateSettings());
        }

        return store.News.Any(n => n.Event == StateEvent.BegunAnew) ? Fate.BegunAnew : store.News.Count > 0 ? Fate.LeftAlone : Fate.Loaded;
    }

    private static AnalysisBench Grown()
    {
        var bench = new AnalysisBench(Plan, new StringBuilder());
        foreach (var fact in RecordedFacts.Of(Path.Combine(Live.Machine.Root, "pcaps", "radiology.pcap"), workers: 1).All)
        {
            bench.Take(fact);
        }

        return bench;
    }

    private static byte[] Sound()
    {
        using var folder = new TempFolder();
        using (var database = StateDatabase.Open(folder.Named("sensor.db")))
        {
            database.Write(Grown().Snapshot(1), new SavedInput { Facts = 1, Time = 0, IsComplete = false }, new StateSettings());
        }

        return File.ReadAllBytes(folder.Named("sensor.db"));
    }

    private sealed class Endless : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
