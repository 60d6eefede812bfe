using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Sensor.Fuzz.Coverage;

/// <summary>
/// Makes copies of our assemblies that count every basic block they enter: each method's start, each target of a jump, and what follows a jump that isn't
/// taken. .NET has no such thing built in that is cheap enough for thousands of inputs a second.
/// </summary>
internal sealed class Instrumenter
{
    /// <summary>Code whose way depends on which thread comes first: it would make every input look new.</summary>
    private static readonly string[] _unsteady =
    [
        "Sensor.Capture.BlockFeed", "Sensor.Capture.Live", "Sensor.Capture.Sources", "Sensor.Commands", "Sensor.Facts.FactMerge", "Sensor.Facts.FactPublisher",
        "Sensor.Facts.FactQueue", "Sensor.Outputs.EventStream", "Sensor.Outputs.JsonLines", "Sensor.Pipeline.PartitionBudgets", "Sensor.Pipeline.Replay", "Sensor.Pipeline.Worker", "Sensor.Terminal",
    ];

    public int Blocks { get; private set; }

    /// <returns>The instrumented copy and its symbols.</returns>
    public (MemoryStream Assembly, MemoryStream Symbols) Instrument(string path)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(
            path, new ReaderParameters { ReadSymbols = true, SymbolReaderProvider = new EmbeddedPortablePdbReaderProvider() });
        var counters = assembly.MainModule.ImportReference(typeof(Trace).GetField(nameof(Trace.Hits)));
        foreach (var method in assembly.MainModule.GetTypes().Where(IsSteady).SelectMany(t => t.Methods).Where(m => m.HasBody))
        {
            Instrument(method.Body, counters);
        }

        var (copy, symbols) = (new MemoryStream(), new MemoryStream());
        assembly.Write(copy, new WriterParameters { WriteSymbols = true, SymbolStream = symbols, SymbolWriterProvider = new PortablePdbWriterProvider() });
        copy.Position = symbols.Position = 0;
        return (copy, symbols);
    }

    private static bool IsSteady(TypeDefinition type) => !_unsteady.Any(u => type.FullName.StartsWith(u, StringComparison.Ordinal));

    private void Instrument(MethodBody body, FieldReference counters)
    {
        body.SimplifyMacros();
        var moved = new Dictionary<Instruction, Instruction>();
        foreach (var head in Heads(body))
        {
            if (Blocks < Trace.MostBlocks)
            {
                moved[head] = InsertCounter(body.GetILProcessor(), head, counters, Blocks++);
            }
        }

        foreach (var instruction in body.Instructions)
        {
            instruction.Operand = instruction.Operand switch
            {
                Instruction target => Moved(target),
                Instruction[] targets => targets.Select(t => Moved(t)!).ToArray(),
                var other => other,
            };
        }

        foreach (var handler in body.ExceptionHandlers)
        {
            (handler.TryStart, handler.TryEnd) = (Moved(handler.TryStart), Moved(handler.TryEnd));
            (handler.HandlerStart, handler.HandlerEnd) = (Moved(handler.HandlerStart), Moved(handler.HandlerEnd));
            handler.FilterStart = Moved(handler.FilterStart);
        }

        body.OptimizeMacros();

        Instruction? Moved(Instruction? target) => target is null ? null : moved.GetValueOrDefault(target, target);
    }

    /// <summary>Where blocks begin.</summary>
    private static HashSet<Instruction> Heads(MethodBody body)
    {
        var heads = new HashSet<Instruction> { body.Instructions[0] };
        foreach (var instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case Instruction target:
                    heads.Add(target);
                    break;
                case Instruction[] targets:
                    heads.UnionWith(targets);
                    break;
            }

            if (instruction.OpCode.FlowControl == FlowControl.Cond_Branch && instruction.Next is { } next)
            {
                heads.Add(next);
            }
        }

        return heads;
    }

    /// <returns>The first instruction of what was put in front.</returns>
    private static Instruction InsertCounter(ILProcessor il, Instruction head, FieldReference counters, int number)
    {
        Instruction[] code =
        [
            il.Create(OpCodes.Ldsfld, counters), il.Create(OpCodes.Ldc_I4, number), il.Create(OpCodes.Ldelema, il.Body.Method.Module.TypeSystem.UInt32),
            il.Create(OpCodes.Dup), il.Create(OpCodes.Ldind_U4), il.Create(OpCodes.Ldc_I4_1), il.Create(OpCodes.Add), il.Create(OpCodes.Stind_I4),
        ];
        foreach (var instruction in code)
        {
            il.InsertBefore(head, instruction);
        }

        return code[0];
    }
}
