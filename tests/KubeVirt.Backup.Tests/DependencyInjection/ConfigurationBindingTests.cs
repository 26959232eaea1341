using System.Text;
using KubeVirt.Backup.Planning;
using KubeVirt.Backup.Restore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.DependencyInjection;

public class ConfigurationBindingTests
{
    [Fact]
    public void Ids_selectors_and_maps_bind_from_configuration()
    {
        var settings = Bind(
            """
            {
              "Backup": {
                "Plan": { "Roots": ["VirtualMachine.kubevirt.io/shop/db"], "Namespace": "shop", "AllowEmpty": true },
                "Include": ["namespaces=shop-*; labels=tier in (web,db)"],
                "Labels": "app=web,!legacy",
                "Names": {
                  "Namespaces": { "shop": "copy" },
                  "StorageClasses": { "ceph-rbd": "fast" },
                  "Networks": { "shop/vlan1": "test/vlan7" },
                  "Machines": { "shop/db": "db2" },
                  "Names": { "Secret/shop/login": "login2" }
                }
              }
            }
            """
        ).Value;

        settings.Plan.Roots.ShouldBe([ResourceId.Parse("VirtualMachine.kubevirt.io/shop/db")]);
        (settings.Plan.Namespace, settings.Plan.AllowEmpty).ShouldBe(("shop", true));
        settings.Include.ShouldHaveSingleItem().ToString().ShouldBe("namespaces=shop-*; labels=tier in (web,db)");
        settings.Labels!.ToString().ShouldBe("app=web,!legacy");
        var names = settings.Names.ToNameMap();
        Map(names, "VirtualMachine.kubevirt.io/shop/db").ShouldBe("VirtualMachine.kubevirt.io/copy/db2");
        Map(names, "Secret/shop/login").ShouldBe("Secret/copy/login2");
        Map(names, "StorageClass.storage.k8s.io/ceph-rbd").ShouldBe("StorageClass.storage.k8s.io/fast");
        Map(names, "NetworkAttachmentDefinition.k8s.cni.cncf.io/shop/vlan1")
            .ShouldBe("NetworkAttachmentDefinition.k8s.cni.cncf.io/test/vlan7");
    }

    [Theory]
    [InlineData("""{"Backup":{"Include":["namespace=shop"]}}""", "Backup:Include:0")]
    [InlineData("""{"Backup":{"Labels":"app in web"}}""", "Backup:Labels")]
    [InlineData("""{"Backup":{"Plan":{"Roots":["db"]}}}""", "Backup:Plan:Roots:0")]
    public void What_does_not_parse_is_named_by_its_place(string json, string place) =>
        Should.Throw<InvalidOperationException>(() => Bind(json).Value).ToString().ShouldContain($"'{place}'");

    [Fact]
    public void A_map_that_is_none_is_quoted() =>
        Should
            .Throw<ArgumentException>(() => new NameMapOptions { Machines = { ["db"] = "db2" } }.ToNameMap())
            .Message.ShouldContain("'db=db2'");

    private static string Map(NameMap names, string id) => names.Map(ResourceId.Parse(id)).ToString();

    private static IOptions<Settings> Bind(string json)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)))
            .Build();
        var services = new ServiceCollection();
        services
            .AddOptions<Settings>()
            .Bind(configuration.GetSection("Backup"), binder => binder.ErrorOnUnknownConfiguration = true);

        return services.BuildServiceProvider().GetRequiredService<IOptions<Settings>>();
    }

    private sealed class Settings
    {
        public PlanOptions Plan { get; init; } = new();

        public IReadOnlyList<ResourceSelector> Include { get; init; } = [];

        public LabelSelector? Labels { get; init; }

        public NameMapOptions Names { get; init; } = new();
    }
}
