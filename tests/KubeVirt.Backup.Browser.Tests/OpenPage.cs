using Microsoft.Playwright;
using Shouldly;

namespace KubeVirt.Backup.Browser;

/// <summary>A page in the browser, with all that it said and asked for.</summary>
public sealed class OpenPage : IAsyncDisposable
{
    private readonly List<string> _complaints = [];
    private readonly List<string> _requests = [];
    private readonly Uri _file;

    private OpenPage(IPage page, Uri file)
    {
        View = page;
        _file = file;
        page.Console += (_, message) => _complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => _complaints.Add(error);
        page.Dialog += (_, dialog) => _complaints.Add($"dialog: {dialog.Message}");
        page.Request += (_, request) => _requests.Add(request.Url);
    }

    public IPage View { get; }

    public ILocator Detail => View.Locator("aside.detail");

    public ILocator Rows => View.Locator("button.row");

    public static async Task<OpenPage> OfAsync(IPage page, Uri file)
    {
        var open = new OpenPage(page, file);
        await page.GotoAsync(file.AbsoluteUri);
        return open;
    }

    /// <summary>Waits until the page shows itself.</summary>
    public async Task<OpenPage> ReadyAsync()
    {
        await View.Locator(":root[data-ready]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return this;
    }

    public Task ShowAsync(string view) => View.Locator($"#tab-{view}").ClickAsync();

    public ILocator RowOf(string machine) =>
        Rows.Filter(new() { Has = View.GetByText(machine, new() { Exact = true }) });

    /// <summary>An object of the graph that is unfolded.</summary>
    public ILocator Node(string label) => View.Locator($"g.node[aria-label^='{label}']");

    public Task<string> StyleAsync(string selector, string property) =>
        View.EvaluateAsync<string>(
            "([selector, property]) => getComputedStyle(document.querySelector(selector))[property]",
            new[] { selector, property }
        );

    /// <summary>No error and no word in the console, and no request but that for the page itself.</summary>
    public void ShouldBeQuiet()
    {
        _complaints.ShouldBeEmpty();
        _requests.ShouldBe([_file.AbsoluteUri]);
    }

    public async ValueTask DisposeAsync() => await View.CloseAsync();
}
