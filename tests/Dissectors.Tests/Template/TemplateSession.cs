using System.Runtime.InteropServices;
using Sensor.Dissectors.Contract;

namespace Sensor.Dissectors.Tests.Template;

/// <summary>3b. The unit of conversation is over: models learn the order of commands from this.</summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
public struct TemplateSession : IFact<TemplateSession>
{
    public static FactKind Kind { get; } = FactKind.Of<TemplateSession>(null);

    public static void Write(in TemplateSession fact, EventWriter to)
    {
    }

    public static void Tell(in TemplateSession fact, IMeaning to) => to.CloseSession(orderly: true);
}
