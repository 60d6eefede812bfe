using Sensor.State;

namespace Sensor.Series;

/// <summary>Words of tags, numbered in the order in which they were first used. They come from closed lists, so there are few.</summary>
internal sealed class Vocabulary
{
    private const int Max = 1024, MaxLength = 128;

    /// <summary>Stands for words that found no room.</summary>
    private const string Other = "other";

    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<string> _words = [];

    public string this[int number] => number < _words.Count ? _words[number] : Other;

    /// <summary>The number of a word; that of all others where there are too many, as only a forged state has.</summary>
    public int NumberOf(string word)
    {
        if (!_numbers.TryGetValue(word, out var number) && (number = _words.Count) < Max)
        {
            _numbers.Add(word, number);
            _words.Add(word);
        }

        return number;
    }

    /// <summary>A number that <see cref="NumberOf"/> gave.</summary>
    public bool Has(int number) => number >= 0 && (number < _words.Count || number == Max);

    public void Save(PartWriter writer)
    {
        writer.Int32(_words.Count);
        foreach (var word in _words)
        {
            writer.Text(word);
        }
    }

    /// <summary>Takes what was saved into a vocabulary that is as new.</summary>
    public void Load(ref PartReader reader)
    {
        for (var rest = reader.Count(Max, least: 4); rest > 0 && !reader.Failed; rest--)
        {
            var word = reader.Text(MaxLength);
            reader.Require(_numbers.TryAdd(word, _words.Count));
            _words.Add(word);
        }
    }
}
