using Sensor.Dissectors.Contract;
using Sensor.Dissectors.Pumps.Definition;
using Sensor.Dissectors.Tests.Support;
using static Sensor.Dissectors.Tests.Pumps.Compiled.Wire;

namespace Sensor.Dissectors.Tests.Pumps.Compiled;

/// <summary>What every protocol must stand, of protocols made from definitions.</summary>
public sealed class AlarisSuite : ProtocolSuite
{
    internal static readonly Recording Session = new(
        "alaris",
        [
            Asks(Alaris("COMMS_PROTOCOL")), Answers(Alaris("COMMS_PROTOCOL^Asena Rev 2.1.5")),
            Asks(Alaris("INST_SERIALNO")), Answers(Alaris("INST_SERIALNO^8002-51740")),
            Asks(Alaris("REMOTE_CTRL^ENABLED^3CC1")), Answers(Alaris("REMOTE_CTRL^ENABLED^****^PERMIT^0^ms")),
            Asks(Alaris("INF_RATE^0.1^ml/h")), Answers(Alaris("INF_RATE^0.10^ml/h")),
            Asks(Alaris("INF_RATE")), Answers(Alaris("INF_RATE^0.10^ml/h")),
            Asks(Alaris("INF_START")), Answers(Alaris("INF_START")),
            Asks(Alaris("INF")), Answers(Alaris("INF^8002-51740^AL_OCC^INF^0.20^ml/h^^1.5^ml")),
            Asks(Alaris("INF")), Answers(Alaris("INF^8002-51740^-^INF^0.20^ml/h^^1.6^ml")),
            Asks(Alaris("INF_STOP")), Answers(Alaris("INF_STOP")),
            Asks(Alaris("REMOTE_CTRL^DISABLED")), Answers(Alaris("REMOTE_CTRL^DISABLED^^")),
        ]);

    protected override IProtocol Protocol { get; } = Families.Compile(Families.Alaris);

    protected override IEnumerable<Recording> Recordings => [Session];
}

public sealed class BccSuite : ProtocolSuite
{
    internal static readonly Recording Session = new(
        "bcc",
        [
            Asks(Bcc("1/1/1>ADMIN:ALIVE")), Answers(Bcc("ICU7/1/1>0,50100,GNACK,0")), Asks([0x06]),
            Asks(Bcc("ICU7/1/1>MEM:GET")),
            Answers(Bcc("ICU7/1/1>5,50111,INSERNUM,4711\u001e5,50111,GNMODEL,688F\u001e5,50111,INRT,12.50\u001e5,50111,INVI,1.4\u001e5,50111,INM3,1", more: true)),
            Asks([0x06]),
            Answers(Bcc("ICU7/1/1>5,50112,INSERNUM,4712\u001e5,50112,INRT,_NV\u001e5,50112,INSOL,Heparin\u001e5,50112,INA3,1\u001e5,50112,INA4,0")),
            Asks([0x06]),
            Asks(Bcc("ICU7/1/1>MEM:GET")),
            Answers(Bcc("ICU7/1/1>6,50111,INRT,13\u001e6,50111,INVI,1.5\u001e6,50112,INA3,0\u001e6,50112,PATID,P1")),
            Asks(Bcc("ICU7/1/1>MEM:GET")), Answers(Bcc("ICU7/1/1>7,50100,GNERR,39")),
        ]);

    protected override IProtocol Protocol { get; } = Families.Compile(Families.Bcc with { GoodFrames = 1 });

    protected override IEnumerable<Recording> Recordings => [Session];
}

public sealed class DianetSuite : ProtocolSuite
{
    internal static readonly Recording Session = new(
        "dianet",
        [
            Asks(Dianet(0x41, 0x01)), Answers(Dianet(0x41, 0x01, 0x06, 0x00, 0x01, 0x23, 0x45)),
            Asks(Dianet(0x41, 0x10, 0xff, 0xfe, 0xdc, 0xba, 0x01, 0x41, 0, 0, 0, 0)), Answers(Dianet(0x41, 0x10, 0x06)),
            Asks(Dianet(0x41, 0x12, 0, 0, 0x07, 0xd0)), Answers(Dianet(0x41, 0x12, 0x06)),
            Asks(Dianet(0x41, 0x11, 0x00, 0x01)), Answers(Dianet(0x41, 0x11, 0x06)),
            Asks(Dianet(0x41, 0x02)), Answers(Dianet(0x41, 0x02, 0x06, 0, 0, 0, 0, 0x08, 0, 0, 0, 0x84, 0, 0, 0, 0x7e)),
            Asks(Dianet(0x41, 0x11, 0x00, 0x00)), Answers(Dianet(0x41, 0x11, 0x15, 0x0c)),
        ]);

    protected override IProtocol Protocol { get; } = Families.Compile(Families.Dianet);

    protected override IEnumerable<Recording> Recordings => [Session];
}

public sealed class FreseniusSuite : ProtocolSuite
{
    internal static readonly Recording Session = new(
        "fresenius",
        [
            Asks(Fresenius("0DC")), Answers([0x06]),
            Asks(Fresenius("1LE;dr")), Answers([0x06]), Answers(Fresenius("1C;d0032;r00001388")),
            Asks(Fresenius("1PR;00C8")), Answers(Fresenius("1C")),
            Asks(Fresenius("1PR;FFFF")), Answers(Fresenius("1I;08")),
            Asks(Fresenius("2LE;d")), Answers([0x15, (byte)'2']),
            Answers(Fresenius("1E;a8")), Answers(Fresenius("1E;a0")),
        ]);

    protected override IProtocol Protocol { get; } = Families.Compile(Families.Fresenius with { GoodFrames = 1 });

    protected override IEnumerable<Recording> Recordings => [Session];
}

public sealed class TerumoSuite : ProtocolSuite
{
    /// <summary>The pump is the client: it connects, and is asked.</summary>
    internal static readonly Recording Session = new(
        "terumo",
        [
            Answers(Terumo("REQ", null)), Asks(Terumo("REP", null)),
            Answers(Terumo("REQ", [1, 1, 0, 0])), Asks(Terumo("REP", [1, 1, 0, 0, 0, 1, 2, 1, 0, 7, 0xd0, 0xee, 0xee, 0xee])),
            Answers(Terumo("REQ", [2, 1, 0, 0])), Asks(Terumo("REP", [2, 1, 0, 0, 0, 1, 2, 0, 0, 7, 0xd0, 0, 1, 0])),
            Answers(Terumo("REQ", [3, 9, 0, 0])), Asks(Terumo("REP", [3, 9, 0, 0, 0x11])),
        ]);

    protected override IProtocol Protocol { get; } = Families.Compile(Families.Terumo with { Pump = PumpSide.Server });

    /// <summary>The suite's first turn goes to the server.</summary>
    protected override IEnumerable<Recording> Recordings => [Session with { Turns = [.. Session.Turns.Select(t => t with { Direction = t.Direction.Opposite() })] }];
}
