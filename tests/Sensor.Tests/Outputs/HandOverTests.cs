using Sensor.Outputs.Delivery;

namespace Sensor.Tests.Outputs;

/// <summary>Whoever hands over while listening isn't kept waiting for ever by a disk that hangs.</summary>
public sealed class HandOverTests
{
    [Fact]
    public async Task Nobody_takes_anything_and_yet_all_go_on()
    {
        var room = new HandOver(1000, TimeSpan.FromMilliseconds(100));
        var work = Task.Run(() =>
        {
            room.Put("hl7", 0, 1, null, new byte[900]);
            room.Put("hl7", 0, 2, null, new byte[900]);
            room.Put("alert", 2, 3, ("alert-000001", 1), new byte[900]);
            room.Put("alert", 2, 4, ("alert-000002", 2), new byte[900]);
            room.WaitUntilSettled();
        });

        await work.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal((3, 2), (room.Dropped, room.DroppedAlerts));

        Assert.Single(room.Take(TimeSpan.Zero, out _).Entries);
        room.Put("alert", 2, 5, ("alert-000003", 3), new byte[900]);
        Assert.Equal("alert-000003", Assert.Single(room.Take(TimeSpan.Zero, out _).Entries).Alert!.Value.Id);
        Assert.Equal(2, room.DroppedAlerts);
    }
}
