using Microsoft.Playwright;
using Xunit;

namespace KubeVirt.Backup.Browser;

/// <summary>Chromium of the system, started once for all tests. Nothing is downloaded.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string PathVariable = "KUBEVIRT_BACKUP_CHROMIUM";
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    // It runs as root and without a network, and asks nobody for updates.
    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubevirt-backup-tests-");
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } path)
            return;

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
    }

    /// <summary>Opens a page from a file, as a user does. Skips the test where there is no browser.</summary>
    public async Task<OpenPage> OpenAsync(string html, BrowserNewPageOptions? options = null)
    {
        if (_browser is null)
            Assert.Skip($"No Chromium was found: install it, or name it in {PathVariable}.");

        var file = Path.Combine(_folder.FullName, $"{Guid.NewGuid():n}.html");
        await File.WriteAllTextAsync(file, html, TestContext.Current.CancellationToken);
        return await OpenPage.OfAsync(await _browser.NewPageAsync(options), new Uri(file));
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named)
            return named;

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}
