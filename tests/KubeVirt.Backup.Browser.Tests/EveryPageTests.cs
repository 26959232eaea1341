using System.Globalization;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Browser;

/// <summary>What holds for every page, whatever it shows.</summary>
public sealed class EveryPageTests(Browser browser) : IClassFixture<Browser>
{
    public static TheoryData<string> Names =>
        [
            "plan of 5",
            "plan of 50",
            "plan of 5,000",
            "restore of 5",
            "restore of 50",
            "restore of 5,000",
            "rehearsal of 50",
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_view_opens_without_an_error_and_without_a_request(string name)
    {
        await using var page = await (await browser.OpenAsync(Pages.Of(name))).ReadyAsync();
        foreach (var tab in await page.View.GetByRole(AriaRole.Tab).AllAsync())
        {
            await tab.ClickAsync();
            var view = page.View.Locator($"#{await tab.GetAttributeAsync("aria-controls")}");
            (await view.IsVisibleAsync()).ShouldBeTrue();
            (await view.InnerTextAsync()).ShouldNotBeEmpty();
        }

        page.ShouldBeQuiet();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_narrow_window_does_not_scroll_sideways(string name)
    {
        var options = new BrowserNewPageOptions
        {
            ViewportSize = new() { Width = 400, Height = 800 },
        };
        await using var page = await (await browser.OpenAsync(Pages.Of(name), options)).ReadyAsync();
        foreach (var tab in await page.View.GetByRole(AriaRole.Tab).AllAsync())
        {
            await tab.ClickAsync();
            (await page.View.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(400);
        }
    }

    [Theory]
    [InlineData("plan of 5")]
    [InlineData("restore of 50")]
    public async Task Every_button_and_field_has_a_name(string name)
    {
        await using var page = await (await browser.OpenAsync(Pages.Of(name))).ReadyAsync();
        var nameless = await page.View.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("button, input, select, [role=button], [role=tab]")]
              .filter((one) => !one.textContent.trim() && !one.getAttribute("aria-label"))
              .map((one) => one.outerHTML)
            """
        );
        nameless.ShouldBeEmpty();
    }

    [Fact]
    public async Task Dark_is_dark_and_the_button_turns_it()
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            var options = new BrowserNewPageOptions { ColorScheme = scheme };
            await using var page = await (await browser.OpenAsync(Pages.Of("plan of 5"), options)).ReadyAsync();
            var isDark = scheme == ColorScheme.Dark;
            (await IsDarkAsync(page)).ShouldBe(isDark);
            await page.View.Locator("#theme").ClickAsync();
            (await IsDarkAsync(page)).ShouldBe(!isDark);
        }
    }

    [Fact]
    public async Task What_is_printed_is_light_without_what_cannot_be_clicked_and_with_its_findings()
    {
        var options = new BrowserNewPageOptions { ColorScheme = ColorScheme.Dark };
        await using var page = await (await browser.OpenAsync(Pages.Of("plan of 50"), options)).ReadyAsync();
        (await page.View.PdfAsync()).Length.ShouldBeGreaterThan(10_000);

        await page.View.EmulateMediaAsync(new() { Media = Media.Print });
        (await IsDarkAsync(page)).ShouldBeFalse();
        (await page.View.Locator(".search").IsVisibleAsync()).ShouldBeFalse();
        (await page.View.Locator(".tabs").IsVisibleAsync()).ShouldBeFalse();
        (await page.View.Locator("#view-findings").InnerTextAsync()).ShouldContain("KVB1001");
    }

    [Theory]
    [InlineData("plan of 50", "VirtualMachineInstanceReplicaSet")]
    [InlineData("restore of 50", "/spec/template/spec/domain/firmware/uuid")]
    public async Task Without_scripts_the_same_is_read_in_short(string name, string expected)
    {
        var options = new BrowserNewPageOptions { JavaScriptEnabled = false };
        await using var page = await browser.OpenAsync(Pages.Of(name), options);
        (await page.View.Locator("main.static").InnerTextAsync()).ShouldContain(expected);
        page.ShouldBeQuiet();
    }

    private static async Task<bool> IsDarkAsync(OpenPage page)
    {
        const int Half = 128;
        var color = await page.StyleAsync("body", "backgroundColor");
        var parts = color[(color.IndexOf('(', StringComparison.Ordinal) + 1)..].TrimEnd(')').Split(',');
        var text = await page.StyleAsync("body", "color");
        text.ShouldNotBe(color);
        return parts.Take(3).Average(part => int.Parse(part, CultureInfo.InvariantCulture)) < Half;
    }
}
