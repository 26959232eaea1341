using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Testing;

/// <summary>The server of the tests answers as the real one does.</summary>
public class ApiServerTests
{
    private const string ConfigMaps = "/api/v1/namespaces/shop/configmaps";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Objects_are_created_read_changed_and_deleted()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        (await SendAsync(client, "POST", ConfigMaps, ConfigMap("a", "1"))).Code.ShouldBe(201);
        (await SendAsync(client, "POST", ConfigMaps, ConfigMap("a", "1"))).Message.ShouldBe(
            "configmaps \"a\" already exists"
        );
        var (_, read, _) = await SendAsync(client, "GET", $"{ConfigMaps}/a");
        read["metadata"]!["uid"].ShouldNotBeNull();
        read["data"]!["k"] = "2";
        (await SendAsync(client, "PUT", $"{ConfigMaps}/a", read.ToJsonString())).Code.ShouldBe(200);
        (await SendAsync(client, "PUT", $"{ConfigMaps}/a", read.ToJsonString())).Message.ShouldContain(
            "the object has been modified"
        );
        (
            await SendAsync(
                client,
                "PATCH",
                $"{ConfigMaps}/a",
                """{"data":{"k":null,"j":"3"}}""",
                "application/merge-patch+json"
            )
        ).Body["data"]!
            .ToJsonString()
            .ShouldBe("""{"j":"3"}""");
        (await SendAsync(client, "DELETE", $"{ConfigMaps}/a")).Code.ShouldBe(200);
        (await SendAsync(client, "GET", $"{ConfigMaps}/a")).Message.ShouldBe("configmaps \"a\" not found");
    }

    [Fact]
    public async Task Nothing_is_created_in_a_namespace_that_is_not_there()
    {
        await using var server = await TestCluster.StartAsync();
        using var client = server.CreateClient();
        var (code, body, message) = await SendAsync(client, "POST", ConfigMaps, ConfigMap("a", "1"));
        (code, body["reason"]!.GetValue<string>(), message).ShouldBe(
            (404, "NotFound", "namespaces \"shop\" not found")
        );
    }

    [Fact]
    public async Task A_dry_run_leaves_no_trace()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        (await SendAsync(client, "POST", $"{ConfigMaps}?dryRun=All", ConfigMap("a", "1"))).Code.ShouldBe(201);
        (await SendAsync(client, "GET", $"{ConfigMaps}/a")).Code.ShouldBe(404);
    }

    [Fact]
    public async Task An_object_without_a_name_is_invalid()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        var answer = await SendAsync(
            client,
            "POST",
            ConfigMaps,
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{}}"""
        );
        (answer.Code, answer.Body["reason"]!.GetValue<string>()).ShouldBe((422, "Invalid"));
    }

    [Fact]
    public async Task Finalizers_hold_a_deletion_back()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        await SendAsync(
            client,
            "POST",
            ConfigMaps,
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","finalizers":["x/y"]}}"""
        );
        await SendAsync(client, "DELETE", $"{ConfigMaps}/a");
        (await SendAsync(client, "GET", $"{ConfigMaps}/a")).Body["metadata"]!["deletionTimestamp"].ShouldNotBeNull();
        await SendAsync(
            client,
            "PATCH",
            $"{ConfigMaps}/a",
            """{"metadata":{"finalizers":null}}""",
            "application/merge-patch+json"
        );
        (await SendAsync(client, "GET", $"{ConfigMaps}/a")).Code.ShouldBe(404);
    }

    [Fact]
    public async Task Two_managers_of_one_field_conflict_until_one_forces_it()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        (await ApplyAsync(client, "one", "1")).Code.ShouldBe(201);
        (await ApplyAsync(client, "two", "1")).Code.ShouldBe(200);
        (await ApplyAsync(client, "two", "2")).Message.ShouldBe(
            "Apply failed with 1 conflict: conflict with \"one\": .data.k"
        );
        (await ApplyAsync(client, "two", "2", "&force=true")).Body["data"]!["k"]!.GetValue<string>().ShouldBe("2");
        (await ApplyAsync(client, "one", "1")).Message.ShouldContain("conflict with \"two\"");
    }

    [Fact]
    public async Task A_field_that_its_only_manager_no_longer_applies_goes()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        await ApplyAsync(client, "one", "1");
        var answer = await SendAsync(
            client,
            "PATCH",
            $"{ConfigMaps}/a?fieldManager=one",
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"j":"1"}}""",
            "application/apply-patch+yaml"
        );
        answer.Body["data"]!.ToJsonString().ShouldBe("""{"j":"1"}""");
    }

    [Fact]
    public async Task Lists_come_in_pages_and_by_label()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        using var client = server.CreateClient();
        foreach (var name in (string[])["a", "b", "c"])
            await SendAsync(
                client,
                "POST",
                ConfigMaps,
                $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"labels":{"is":"{{{name}}}"},"name":"{{{name}}}"}}"""
            );
        var first = await SendAsync(client, "GET", $"{ConfigMaps}?limit=2");
        first.Body["items"]!.AsArray().Count.ShouldBe(2);
        var next =
            $"{ConfigMaps}?limit=2&continue={Uri.EscapeDataString(first.Body["metadata"]!["continue"]!.GetValue<string>())}";
        (await SendAsync(client, "GET", next)).Body["items"]!.AsArray().Count.ShouldBe(1);
        (await SendAsync(client, "GET", $"{ConfigMaps}?labelSelector=is%20in%20(a,c)")).Body["items"]!
            .AsArray()
            .Count.ShouldBe(2);
        server.Store.Compact();
        (await SendAsync(client, "GET", next)).Code.ShouldBe(410);
    }

    [Fact]
    public async Task Tokens_and_rules_decide_who_may_do_what()
    {
        await using var server = await TestCluster.StartAsync([TestMachines.Namespace("shop")]);
        server.AddUser("bob", new TestRule("get list", "configmaps", "shop"));
        using var bob = server.CreateClient("bob");
        using var nobody = server.CreateClient("old-token");
        (await SendAsync(bob, "GET", ConfigMaps)).Code.ShouldBe(200);
        (await SendAsync(bob, "GET", "/api/v1/namespaces/shop/secrets")).Message.ShouldBe(
            "secrets is forbidden: User \"bob\" cannot list resource \"secrets\" in API group \"\" in the namespace \"shop\""
        );
        (
            await SendAsync(
                bob,
                "PUT",
                $"/apis/subresources.kubevirt.io/v1/namespaces/shop/virtualmachineinstances/db/freeze",
                "{}"
            )
        ).Message.ShouldContain(
            "cannot update resource \"virtualmachineinstances/freeze\" in API group \"subresources.kubevirt.io\""
        );
        (await SendAsync(nobody, "GET", ConfigMaps)).Code.ShouldBe(401);
    }

    private static Task<(int Code, JsonNode Body, string Message)> ApplyAsync(
        Kubernetes client,
        string manager,
        string value,
        string more = ""
    ) =>
        SendAsync(
            client,
            "PATCH",
            $"{ConfigMaps}/a?fieldManager={manager}{more}",
            ConfigMap("a", value),
            "application/apply-patch+yaml"
        );

    private static string ConfigMap(string name, string value) =>
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}"},"data":{"k":"{{{value}}}"}}""";

    private static async Task<(int Code, JsonNode Body, string Message)> SendAsync(
        Kubernetes client,
        string method,
        string path,
        string? body = null,
        string type = "application/json"
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(client.BaseUri, path))
        {
            Version = HttpVersion.Version20,
        };
        await client.Credentials.ProcessHttpRequestAsync(request, Token);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        using var response = await client.HttpClient.SendAsync(request, Token);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
        return ((int)response.StatusCode, answer, answer["message"]?.GetValue<string>() ?? "");
    }
}
