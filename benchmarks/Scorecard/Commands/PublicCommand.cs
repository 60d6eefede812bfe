using Scorecard.Public;

namespace Scorecard.Commands;

internal static class PublicCommand
{
    public static int Run(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"There is no folder '{folder}'.");
        }

        Console.WriteLine(PublicTable.ToMarkdown(PublicData.Run(folder)));
        return 0;
    }
}
