using System.Text.Json;
using KubeVirt.Backup.Formats;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Restore;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Browser;

/// <summary>Texts that whoever may create an object can choose. They are shown, and do nothing.</summary>
public sealed class HostileNamesTests(Browser browser) : IClassFixture<Browser>
{
    // Names hold no slash and no white space; values of fields hold anything.
    private static readonly string[] Names =
    [
        "<script>alert(1)<script>",
        "\"'><svg",
        "#35;&lt;b&gt;",
        "${alert(1)}`",
        "שלום-עולם",
        "__proto__",
        "constructor",
        new('n', 253),
    ];

    private const string Value = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u202Egnp\u2028";

    [Theory]
    [InlineData(1440)]
    [InlineData(400)]
    public async Task They_are_shown_and_do_nothing(int width)
    {
        var plan = BackupPlanner.Plan([.. Names.Select(Machine)], null);
        var restore = RestorePresets.Unique.Apply(plan.Graph, NameMap.Empty);
        foreach (var html in new[] { plan.ToHtml(), restore.ToHtml() })
        {
            var options = new BrowserNewPageOptions
            {
                ViewportSize = new() { Width = width, Height = 800 },
            };
            await using var page = await (await browser.OpenAsync(html, options)).ReadyAsync();
            foreach (var tab in await page.View.GetByRole(AriaRole.Tab).AllAsync())
                await tab.ClickAsync();
            await page.ShowAsync("machines");
            foreach (var row in await page.Rows.AllAsync())
                await row.ClickAsync();
            foreach (var name in Names)
                await FindAsync(page, name);

            (await page.View.Locator("img, script:not([id]) ~ script, b:has(img)").CountAsync()).ShouldBe(0);
            (await page.View.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(
                width
            );
            page.ShouldBeQuiet();
        }
    }

    private static async Task FindAsync(OpenPage page, string name)
    {
        await page.View.Locator("#search").FillAsync(name);
        await page.View.Keyboard.PressAsync("Enter");
        (await page.Detail.Locator("h2").TextContentAsync()).ShouldBe(name);
        (
            await page.Detail.Locator("h2 bdi").EvaluateAsync<string>("one => getComputedStyle(one).unicodeBidi")
        ).ShouldBe("isolate");
    }

    private static Resource Machine(string name) =>
        Resource.Parse(
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    apiVersion = "kubevirt.io/v1",
                    kind = "VirtualMachine",
                    metadata = new
                    {
                        name,
                        @namespace = "shop",
                        resourceVersion = Value,
                        annotations = new Dictionary<string, string> { [Value] = Value },
                    },
                    spec = new
                    {
                        runStrategy = "Halted",
                        template = new
                        {
                            spec = new
                            {
                                domain = new { },
                                volumes = new[] { new { name = Value, secret = new { secretName = name } } },
                            },
                        },
                    },
                }
            )
        );
}
