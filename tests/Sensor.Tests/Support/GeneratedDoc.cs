namespace Sensor.Tests.Support;

/// <summary>A page of <c>docs/</c> with parts that are made from the code, each between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</summary>
internal sealed class GeneratedDoc
{
    /// <summary>With 1 in it, pages are written instead of compared.</summary>
    private const string Variable = "SENSOR_WRITE_DOCS";

    private readonly string _path;
    private readonly string _text;
    private string _made;

    public GeneratedDoc(string name)
    {
        _path = Path.Combine(RepositoryRoot.Path, "docs", name);
        _text = _made = File.ReadAllText(_path);
    }

    /// <summary>Puts a part in its place.</summary>
    public void Put(string name, string part)
    {
        var (begin, end) = ($"<!-- {name} -->\n", $"<!-- /{name} -->");
        var from = _made.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = _made.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to >= from, $"The marks of {name} are missing.");
        _made = $"{_made[..from]}\n{part.TrimEnd('\n')}\n\n{_made[to..]}";
    }

    public void AssertIsUpToDate()
    {
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            File.WriteAllText(_path, _made);
            return;
        }

        Assert.True(_made == _text, $"{_path} isn't what the code says. {Variable}=1 in the environment has this test write it.");
    }
}
