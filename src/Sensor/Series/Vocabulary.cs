using Sensor.State;

namespace Sensor.Series;

/// <summary>Words of tags, numbered in the order in which they were first used. They come from closed lists, so there are few.</summary>
internal sealed class Vocabulary
{
    private const int Max = 1024, MaxLength = 128;

    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<string> _words = [];

    public string this[int number] => number < _words.Count ? _words[number] : "other";

    public int NumberOf(string word)
    {
        if (!_numbers.TryGetValue(word, out var number))
        {
            number = _words.Count;
            if (number == Max)
            {
                throw new InvalidOperationException($"There are more than {Max} words for tags; '{word}' isn't from a closed list.");
            }

            _numbers.Add(word, number);
            _words.Add(word);
        }

        return number;
    }

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
