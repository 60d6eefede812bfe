using Sensor.Dissectors.Tests.Support;

namespace Sensor.Dissectors.Tests.Hl7;

/// <summary>Conversations for these tests: of python-hl7 (Vectors/make.py) and, for what real software doesn't do on request, by hand.</summary>
public static class Hl7Recordings
{
    public const string Vt = "\x0b";
    public const string End = "\x1c\r";

    private static readonly string[] Names = ["original", "enhanced", "reply", "document", "pipelined", "retry", "delimiters", "batch", "pumps"];

    public static IReadOnlyList<Recording> Real { get; } = [.. Names.Select(Get)];

    public static IReadOnlyList<Recording> Deviant { get; } =
    [
        Recording.Of("lf", $">{Vt}{Admit(1).Replace('\r', '\n')}{End}", $"<{Vt}{Ack(1).Replace("\r", "\r\n", StringComparison.Ordinal)}{End}"),
        Recording.Of("no trailers", $">{Vt}{Admit(1)}", $"<{Vt}{Ack(1)}", $">{Vt}{Admit(2)}", $"<{Vt}{Ack(2)}"),
        Recording.Of("fs only", $">{Vt}{Admit(1)}\x1c", $"<{Vt}{Ack(1)}\x1c", $">{Vt}{Admit(2)}\x1c", $"<{Vt}{Ack(2)}\x1c"),
        Recording.Of("fs twice", $">{Vt}{Admit(1)[..^1]}", $"<{Vt}{Ack(1)}{End}", ">\x1c\x1c\n", $"<{Vt}{Ack(1)}{End}"),
        Recording.Of("no frames", $">{Admit(1)}", $"<{Ack(1)}", $">{Admit(2)}", $"<{Ack(2)}"),
        Recording.Of("hybrid", $">{Vt}D23\r{Admit(1)}00123456{End}", $"<{Vt}D23\r{Ack(1)}00123456{End}"),
        Recording.Of("release 2", $">{Vt}{Admit(1)}{End}", $"<{Vt}\x06{End}", $"<{Vt}{Ack(1)}{End}", $">{Vt}\x06{End}"),
        Recording.Of("keep alive", $">{Vt}{End}\0\r\n{Vt}{Admit(1)}{End}\r\nlog: sent\r\n{Vt}{Admit(2)}{End}", $"<{Vt}{Ack(1)}{End}{Vt}{Ack(2)}{End}"),
        Recording.Of("inside", $">{Vt}{Admit(1)}OBX|1|TX|||first\rsecond\x1c|\x0b|\r\rNTE|1|end{End}", $"<{Vt}{Ack(1)}{End}"),
        Recording.Of("two in one", $">{Vt}{Admit(1)}{Admit(2)}{End}", $"<{Vt}{Ack(1)}{Ack(2)}{End}"),
        Recording.Of("long", $">{Vt}{Admit(1)}PID|1||{new string('9', 6000)}\rNTE|1\r{End}", $"<{Vt}{Ack(1)}{End}"),
    ];

    public static Recording Get(string name) => Recording.Load($"Vectors/{name}.bin");

    public static string Admit(int control) =>
        $"MSH|^~\\&|HIS|NORTH|ENGINE|HUB|20261121170000||ADT^A01^ADT_A01|C{control}|P|2.5.1\rPID|1||4711^^^NORTH\r";

    public static string Ack(int control, string code = "AA") =>
        $"MSH|^~\\&|ENGINE|HUB|HIS|NORTH|20261121170000||ACK^A01^ACK|R{control}|P|2.5.1\rMSA|{code}|C{control}\r";

    public static string Framed(string message) => Vt + message + End;
}
