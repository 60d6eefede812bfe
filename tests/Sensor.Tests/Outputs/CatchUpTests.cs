using Sensor.State;
using Sensor.Tests.Support;

namespace Sensor.Tests.Outputs;

/// <summary>Killed between saving alerts and spooling them, a sensor sends them when it starts again, and none of them twice.</summary>
public sealed class CatchUpTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void What_is_saved_and_was_not_spooled_is_sent_at_the_next_start()
    {
        using var server = new WebServer();
        using var state = StateDatabase.Open(_folder.Named("sensor.db"));
        Save(state, 1, 3);
        using (var bench = new SendingBench(Hook(server), _folder.Named("spool")))
        {
            bench.Open.CatchUp(state);
            bench.Alert(4);
            bench.Restart();
            Save(state, 4, 7);
            bench.Open.CatchUp(state);
            bench.Restart();
            bench.Open.CatchUp(state);
        }

        // A receiver that is new isn't sent what was before it.
        Assert.Equal(Enumerable.Range(4, 4).Select(i => SendingBench.AlertLine(i)), server.Taken);
    }

    [Fact]
    public void A_spool_that_cannot_be_read_at_the_start_is_caught_up_with_later()
    {
        using var server = new WebServer();
        using var state = StateDatabase.Open(_folder.Named("sensor.db"));
        using (var bench = new SendingBench(Hook(server), _folder.Named("spool")))
        {
            bench.Alert(1);
            Eventually.True(() => bench.Status is { Sent: 1, Waiting: 0 });
        }

        Save(state, 1, 3);
        Directory.Move(_folder.Named("spool/hook"), _folder.Named("away"));
        File.WriteAllText(_folder.Named("spool/hook"), "in the way");
        using (var bench = new SendingBench(Hook(server), _folder.Named("spool")))
        {
            bench.Open.CatchUp(state);
            File.Delete(_folder.Named("spool/hook"));
            Directory.Move(_folder.Named("away"), _folder.Named("spool/hook"));
            Eventually.True(() => bench.Status.Sent == 2);
            bench.Restart();
            bench.Open.CatchUp(state);
        }

        Assert.Equal(Enumerable.Range(1, 3).Select(i => SendingBench.AlertLine(i)), server.Taken);
    }

    [Fact]
    public void Whose_numbers_began_anew_is_not_taken_for_sent()
    {
        using var server = new WebServer();
        using var state = StateDatabase.Open(_folder.Named("sensor.db"));
        using (var bench = new SendingBench(Hook(server), _folder.Named("spool")))
        {
            bench.Alert(500);
            bench.Restart();
            Save(state, 1, 2);
            bench.Open.CatchUp(state);
            bench.Restart();
            Save(state, 3, 3);
            bench.Open.CatchUp(state);
        }

        Assert.Equal([SendingBench.AlertLine(500), SendingBench.AlertLine(3)], server.Taken);
    }

    public void Dispose() => _folder.Dispose();

    private static string Hook(WebServer server) => $"    - name: hook\n      type: webhook\n      url: {server.Url}\n";

    private static void Save(StateDatabase state, int first, int last) => state.AddRows([], [], [.. Enumerable.Range(first, last - first + 1).Select(Row)], []);

    private static AlertRow Row(int number) =>
        new(number, $"alert-{number:d6}", number, 2, "relation", "new-peer", 1001, 1, null, null, 1, SendingBench.AlertLine(number));
}
