using System.Threading.Tasks;
using Velopack;

public static class Program
{
    public static async Task Main()
    {
        VelopackApp.Build().Run();
        // .NET says its version only once it has downloaded a whole package, so the address says it, too.
        var version = typeof(Program).Assembly.GetName().Version!.ToString(3);
        var updates = new UpdateManager($"https://updates.example.org/feeds/velopack/ORGANIZATION/platform/win/arch/x64/version/{version}");
        var found = await updates.CheckForUpdatesAsync();
        if (found == null) return;
        await updates.DownloadUpdatesAsync(found);
        updates.ApplyUpdatesAndExit(found.TargetFullRelease);
    }
}
