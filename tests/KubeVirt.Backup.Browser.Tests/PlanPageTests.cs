using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Browser;

/// <summary>What a reader does with the page of a plan.</summary>
public sealed class PlanPageTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task The_graph_of_a_single_machine_is_drawn_at_once()
    {
        await using var page = await OpenAsync("plan of 5");
        (await page.Node("VirtualMachine shop/cache").CountAsync()).ShouldBe(1);
        (await page.Node("Secret shop/cache-tls missing").CountAsync()).ShouldBe(1);
        (await page.View.Locator("g.arrow").CountAsync()).ShouldBeGreaterThan(5);
        (await page.View.Locator(".aside").InnerTextAsync()).ShouldContain("Namespace");
    }

    [Fact]
    public async Task A_machine_is_unfolded_and_folded()
    {
        await using var page = await OpenAsync("plan of 50");
        (await page.Rows.CountAsync()).ShouldBe(Pages.Sample.Machines.Count);
        (await page.View.Locator("svg.graph").CountAsync()).ShouldBe(0);
        var row = page.RowOf("db");
        await row.ClickAsync();
        (await row.GetAttributeAsync("aria-expanded")).ShouldBe("true");
        (await page.Node("PersistentVolumeClaim shop/db-data").IsVisibleAsync()).ShouldBeTrue();
        await row.ClickAsync();
        (await row.GetAttributeAsync("aria-expanded")).ShouldBe("false");
        (await page.View.Locator("svg.graph").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_click_says_why_an_object_is_there_and_what_it_is_tied_to()
    {
        await using var page = await OpenAsync("plan of 5");
        await page.Node("Secret shop/cache-tls").ClickAsync();
        var text = await page.Detail.InnerTextAsync();
        text.ShouldContain("Why it is here");
        text.ShouldContain("/spec/template/spec/volumes/3/secret/secretName");
        text.ShouldContain("missing");
        text.ShouldContain("Referred to by (4)");
        text.ShouldContain("KVB1001");

        await page.Detail.Locator("ol.path button.object").First.ClickAsync();
        (await page.Detail.Locator("h2").InnerTextAsync()).ShouldBe("cache");
        (await page.Detail.InnerTextAsync()).ShouldContain("a root of the plan");
    }

    [Fact]
    public async Task The_path_of_a_deep_object_is_that_of_the_library()
    {
        await using var page = await OpenAsync("plan of 50");
        var claim = ResourceId.Parse("StorageClass.storage.k8s.io/ceph-rbd");
        await SearchAsync(page, "ceph-rbd");
        var expected = Pages.Sample.Graph.Explain(claim).Select(edge => edge.Path);
        (await page.Detail.Locator("ol.path code").AllInnerTextsAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task The_pointer_of_a_reference_is_shown_where_the_mouse_rests()
    {
        await using var page = await OpenAsync("plan of 5");
        var arrow = page.View.Locator("g.arrow").Filter(new() { Has = page.View.Locator("path.hit") }).First;
        await arrow.DispatchEventAsync("pointerenter", new { clientX = 300, clientY = 300 });
        (await page.View.Locator("#tooltip code").First.InnerTextAsync()).ShouldStartWith("/");
    }

    [Fact]
    public async Task A_search_finds_by_kind_namespace_and_name()
    {
        await using var page = await OpenAsync("plan of 50");
        await page.View.Locator("#search").FillAsync("secret shop ssh");
        var found = page.View.GetByRole(AriaRole.Option);
        (await found.AllInnerTextsAsync()).ShouldHaveSingleItem().ShouldContain("ops-ssh-keys");
        await found.First.ClickAsync();
        (await page.Detail.Locator("h2").InnerTextAsync()).ShouldBe("ops-ssh-keys");

        await page.View.Locator("#search").FillAsync("nobody-is-called-so");
        (await page.View.Locator("#found").InnerTextAsync()).ShouldContain("Nothing is called so.");
    }

    [Fact]
    public async Task A_search_unfolds_the_machine_of_what_it_finds()
    {
        await using var page = await OpenAsync("plan of 5,000");
        (await page.Rows.CountAsync()).ShouldBe(500);
        await SearchAsync(page, "vm-321-data");
        (await page.View.Locator("svg.graph").CountAsync()).ShouldBe(1);
        (await page.Node("PersistentVolumeClaim ns-0/vm-321-data").GetAttributeAsync("class"))!.ShouldContain(
            "selected"
        );
        page.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_finding_leads_to_its_object()
    {
        await using var page = await OpenAsync("plan of 50");
        await page.ShowAsync("findings");
        var sections = await page
            .View.Locator("#view-findings > div > section")
            .EvaluateAllAsync<string[]>("all => all.map(one => one.className)");
        sections.ShouldBe(["error", "warning", "info"]);
        var card = page.View.Locator("article.error").First;
        await card.Locator("button.object").First.ClickAsync();
        (await page.Detail.Locator("h2").InnerTextAsync()).ShouldBe("cache");
        (await page.Detail.InnerTextAsync()).ShouldContain("KVB1001");
    }

    [Fact]
    public async Task The_sets_hold_every_object_in_the_order_of_a_restore()
    {
        await using var page = await OpenAsync("plan of 50");
        await page.ShowAsync("sets");
        var sets = Pages.Sample.Sets;
        (await page.View.Locator("#view-sets summary .title", new() { HasText = "Set " }).CountAsync()).ShouldBe(
            sets.Count
        );
        (await page.View.Locator("#view-sets button.object").CountAsync()).ShouldBe(sets.Sum(set => set.Count));
    }

    [Fact]
    public async Task Machines_of_one_outcome_are_shown_alone()
    {
        await using var page = await OpenAsync("plan of 50");
        await page.View.Locator("button.filter", new() { HasText = "broken" }).ClickAsync();
        (await page.Rows.EvaluateAllAsync<int>("rows => rows.filter((row) => row.offsetParent).length")).ShouldBe(1);
    }

    [Fact]
    public async Task All_is_reached_by_keys()
    {
        await using var page = await OpenAsync("plan of 50");
        var keys = page.View.Keyboard;
        await keys.PressAsync("/");
        await keys.TypeAsync("db-cloudinit");
        await keys.PressAsync("Enter");
        (await page.Detail.Locator("h2").InnerTextAsync()).ShouldBe("db-cloudinit");
        await keys.PressAsync("Escape");
        (await page.Detail.IsVisibleAsync()).ShouldBeFalse();

        await page.Rows.First.FocusAsync();
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("ArrowRight");
        (await FocusedAsync(page)).ShouldStartWith("VirtualMachine shop/cache");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("Enter");
        (await page.Detail.IsVisibleAsync()).ShouldBeTrue();
        await keys.PressAsync("Escape");
        await keys.PressAsync("Escape");
        (await page.View.EvaluateAsync<string>("document.activeElement.className")).ShouldBe("row");
        await keys.PressAsync("ArrowLeft");
        (await page.View.Locator("button.row[aria-expanded=true]").CountAsync()).ShouldBe(1);

        await page.View.Locator("#tab-machines").FocusAsync();
        await keys.PressAsync("ArrowRight");
        (await page.View.Locator("#view-sets").IsVisibleAsync()).ShouldBeTrue();
        page.ShouldBeQuiet();
    }

    private async Task<OpenPage> OpenAsync(string name) => await (await browser.OpenAsync(Pages.Of(name))).ReadyAsync();

    private static async Task SearchAsync(OpenPage page, string query)
    {
        await page.View.Locator("#search").FillAsync(query);
        await page.View.Keyboard.PressAsync("Enter");
        await page.Detail.WaitForAsync();
    }

    private static Task<string> FocusedAsync(OpenPage page) =>
        page.View.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label')");
}
