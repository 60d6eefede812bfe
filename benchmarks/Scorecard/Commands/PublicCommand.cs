using Scorecard.Public;

namespace Scorecard.Commands;

internal static class PublicCommand
{
    public static int Run(string folder, string json)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"There is no folder '{folder}'.");
        }

        var result = PublicData.Run(folder);
        if (json.Length > 0)
        {
            File.WriteAllText(json, PublicTable.ToJson(result));
        }

        Console.WriteLine(PublicTable.ToMarkdown(result));
        return 0;
    }
}
