namespace Sensor.Dissectors.Contract;

/// <summary>Which way bytes travel in a flow. The client is who opened it (the SYN's sender; without a SYN, the side with the higher port).</summary>
public enum Direction : byte
{
    ToServer = 0,
    ToClient = 1,
}

/// <summary>One of the two ends of a flow.</summary>
public enum Endpoint : byte
{
    Client = 0,
    Server = 1,
}

public static class DirectionExtensions
{
    public static Direction Opposite(this Direction direction) => direction ^ Direction.ToClient;

    /// <summary>The end that sends in this direction.</summary>
    public static Endpoint Sender(this Direction direction) => (Endpoint)direction;

    public static Endpoint Peer(this Endpoint endpoint) => endpoint ^ Endpoint.Server;
}
