using System.Reflection;
using System.Runtime.Loader;

namespace Sensor.Fuzz.Coverage;

/// <summary>A second load of this program, bound to instrumented copies of the code under test.</summary>
internal sealed class InstrumentedContext : AssemblyLoadContext
{
    private static readonly string[] _underTest = ["Sensor.Dissectors", "sensor"];

    private readonly Instrumenter _instrumenter = new();

    /// <summary>Runs the program's command line in there.</summary>
    public static int Run(string[] arguments)
    {
        var context = new InstrumentedContext();
        var self = context.LoadFromAssemblyName(typeof(InstrumentedContext).Assembly.GetName());
        foreach (var name in _underTest)
        {
            context.LoadFromAssemblyName(new AssemblyName(name));
        }

        self.GetType(typeof(Trace).FullName!)!.GetProperty(nameof(Trace.Count))!.SetValue(null, context._instrumenter.Blocks);
        var run = self.GetType(typeof(CommandLine).FullName!)!.GetMethod(nameof(CommandLine.Run))!.CreateDelegate<Func<string[], int>>();
        return run(arguments);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll");
        if (_underTest.Contains(assemblyName.Name))
        {
            var (assembly, symbols) = _instrumenter.Instrument(path);
            return LoadFromStream(assembly, symbols);
        }

        return assemblyName.Name == typeof(InstrumentedContext).Assembly.GetName().Name ? LoadFromAssemblyPath(path) : null;
    }
}
