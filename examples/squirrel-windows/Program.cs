using System.Threading.Tasks;
using Squirrel;

public static class Program
{
    // The architecture stands in the path: Squirrel writes its own into the query, and takes arm64 for amd64.
    const string Feed = "https://updates.example.org/feeds/squirrel-windows/ORGANIZATION/arch/x64";

    public static async Task Main()
    {
        using var updates = new UpdateManager(Feed);
        await updates.UpdateApp();
    }
}
