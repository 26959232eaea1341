using KubeVirt.Backup.Formats;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Browser;

/// <summary>What a reader does with the page of a restore.</summary>
public sealed class RestorePageTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Each_object_is_shown_before_and_after()
    {
        await using var page = await (await browser.OpenAsync(Pages.Restore.ToHtml())).ReadyAsync();
        var changed = page.View.Locator("tr.changed", new() { HasText = "/metadata/namespace" }).First;
        (await changed.Locator("td.before").InnerTextAsync()).ShouldBe("\"shop\"");
        (await changed.Locator("td.after").InnerTextAsync()).ShouldBe("\"copy\"");
        (await changed.Locator("td.by").InnerTextAsync()).ShouldBe("map-names");
        page.ShouldBeQuiet();
    }

    [Fact]
    public async Task Changes_are_told_policy_by_policy()
    {
        await using var page = await (await browser.OpenAsync(Pages.Restore.ToHtml())).ReadyAsync();
        await page.View.GetByLabel("How changes are shown").SelectOptionAsync("Policy by policy");
        var policies = await page.View.Locator(".policy h4").AllInnerTextsAsync();
        policies
            .Distinct()
            .ShouldBe(Pages.Restore.Changes.Select(change => change.Policy).Distinct(), ignoreOrder: true);

        await page.View.GetByLabel("Policy", new() { Exact = true }).SelectOptionAsync("new-firmware-uuid");
        var left = await page.View.Locator(".policy h4").AllInnerTextsAsync();
        left.Distinct().ShouldBe(["new-firmware-uuid"]);
        var count = Pages.Restore.Changes.Count(change => change.Policy == "new-firmware-uuid");
        (await page.View.Locator("#view-changes tbody tr").CountAsync()).ShouldBe(count);
    }

    [Fact]
    public async Task An_object_of_the_target_shows_what_was_changed_in_it()
    {
        await using var page = await (await browser.OpenAsync(Pages.Restore.ToHtml())).ReadyAsync();
        await page.View.Locator("#search").FillAsync("virtualmachine copy/win");
        await page.View.Keyboard.PressAsync("Enter");
        var text = await page.Detail.InnerTextAsync();
        text.ShouldContain("Before and after");
        text.ShouldContain("map-names");
    }

    [Fact]
    public async Task A_finding_leads_to_its_object_by_its_new_name()
    {
        await using var page = await (await browser.OpenAsync(Pages.Restore.ToHtml())).ReadyAsync();
        await page.ShowAsync("findings");
        await page.View.Locator("article.error button.object").First.ClickAsync();
        (await page.Detail.Locator("h2").InnerTextAsync()).ShouldBe("cache");
        (await page.Detail.InnerTextAsync()).ShouldContain("namespace copy");
    }

    [Fact]
    public async Task A_rehearsal_is_a_timeline()
    {
        await using var page = await (await browser.OpenAsync(Pages.OfRehearsal)).ReadyAsync();
        await page.ShowAsync("rehearsal");
        (await page.View.Locator(".timeline > li").CountAsync()).ShouldBeGreaterThan(1);
        (await page.View.Locator("#view-rehearsal").InnerTextAsync()).ShouldContain("copy/db");
        page.ShouldBeQuiet();
    }
}
