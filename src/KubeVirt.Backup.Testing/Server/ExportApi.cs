using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>
/// Plays the controller of exports, virt-exportproxy and the export server, with their codes, which come without words.
/// </summary>
/// <remarks>
/// Sources: KubeVirt pkg/storage/export/export/{export,links}.go, pkg/storage/export/virt-exportserver/exportserver.go,
/// cmd/virt-exportproxy/virt-exportproxy.go.
/// </remarks>
internal sealed class ExportApi(ApiStore store, Func<(string Url, string Certificate)> server)
{
    private const string Root = "/api/export.kubevirt.io/v1/namespaces/";
    private static readonly ApiAnswer Nothing = new(404, "");

    /// <summary>The bytes of volumes, by the name of their claim.</summary>
    public ConcurrentDictionary<string, byte[]> Volumes { get; } = new(StringComparer.Ordinal);

    /// <summary>What the links bear as their authority, instead of the server's own.</summary>
    public string? Certificate { get; set; }

    /// <summary>Since when exports are ready; <see langword="null"/> for a condition without its time.</summary>
    public string? ReadySince { get; set; } = "2026-01-02T03:04:05Z";

    /// <summary>
    /// Stops all exports, gives their volumes other bytes of the same size, and makes the exports ready again.
    /// </summary>
    public void Replace(string? readySince, Func<byte[], byte[]> change)
    {
        foreach (var (name, bytes) in Volumes.ToArray())
            Volumes[name] = change(bytes);

        ReadySince = readySince;
        foreach (var export in store.List(Kinds.VirtualMachineExport, null))
        {
            var id = Resource.Parse(export.ToJsonString()).Id;
            export["status"] = Status(id, export);
            store.Put(id, export);
        }
    }

    /// <summary>Makes exports ready whose source and Secret are there.</summary>
    public void Poll()
    {
        foreach (var export in store.List(Kinds.VirtualMachineExport, null).Where(export => export["status"] is null))
        {
            var id = Resource.Parse(export.ToJsonString()).Id;
            if (Token(id) is null || store.Find(Source(id, export)) is null)
                continue;

            export["status"] = Status(id, export);
            store.Put(id, export);
        }
    }

    /// <summary>What is below the address of exports; <see langword="null"/> elsewhere.</summary>
    public ApiAnswer? Answer(string path, IHeaderDictionary headers)
    {
        if (!path.StartsWith(Root, StringComparison.Ordinal))
            return null;
        if (
            path[Root.Length..].Split('/') is not [var ns, "virtualmachineexports", var name, "external", .. var rest]
            || Token(new ResourceId(Kinds.VirtualMachineExport, ns, name)) is not { } token
        )
            return Nothing;
        if (headers["x-kubevirt-export-token"] != token)
            return new ApiAnswer(401, "");

        return Content(new ResourceId(Kinds.VirtualMachineExport, ns, name), token, rest, headers.Range);
    }

    /// <summary>What an export serves at a path.</summary>
    private ApiAnswer Content(ResourceId export, string token, string[] path, string? range)
    {
        var (ns, name) = (export.Namespace, export.Name);
        return path switch
        {
            ["volumes", var volume, "disk.img"] when Volumes.TryGetValue(volume, out var bytes) => File(bytes, range),
            ["volumes", var volume, "disk.img.gz"] when Volumes.TryGetValue(volume, out var bytes) => new ApiAnswer(
                200,
                "",
                "application/octet-stream"
            )
            {
                Binary = Gzip(bytes),
            },
            ["manifests", "all"] => ApiAnswer.Ok(
                List(
                    new JsonObject
                    {
                        ["apiVersion"] = "kubevirt.io/v1",
                        ["kind"] = "VirtualMachine",
                        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
                    }
                )
            ),
            ["manifests", "secret"] => ApiAnswer.Ok(
                List(
                    new JsonObject
                    {
                        ["apiVersion"] = "v1",
                        ["kind"] = "Secret",
                        ["metadata"] = new JsonObject { ["name"] = "header-secret-" + name },
                        ["stringData"] = new JsonObject { ["token"] = $"x-kubevirt-export-token:{token}" },
                    }
                )
            ),
            _ => Nothing,
        };
    }

    /// <summary>As Go's http.ServeContent does.</summary>
    private static ApiAnswer File(byte[] bytes, string? range)
    {
        var whole = new ApiAnswer(200, "", "application/octet-stream") { Binary = bytes, SaysLength = true };
        if (string.IsNullOrEmpty(range))
            return whole;

        var from = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        return from < bytes.Length
            ? whole with
            {
                Code = 206,
                Binary = bytes[from..],
                ContentRange = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}",
            }
            : whole with
            {
                Code = 416,
                Binary = [],
                ContentRange = $"bytes */{bytes.Length}",
            };
    }

    /// <summary>The token of an export; <see langword="null"/> where the export or its Secret is absent.</summary>
    private string? Token(ResourceId export) =>
        store.Find(export)?["spec"]?["tokenSecretRef"] is { } name
        && store.Find(new ResourceId(Kinds.Secret, export.Namespace, name.GetValue<string>())) is { } secret
            ? Encoding.UTF8.GetString(Convert.FromBase64String(secret["data"]!["token"]!.GetValue<string>()))
            : null;

    /// <summary>What is exported.</summary>
    private static ResourceId Source(ResourceId id, JsonObject export)
    {
        var source = export["spec"]!["source"]!;
        return new ResourceId(
            new GroupKind(source["apiGroup"]!.GetValue<string>(), source["kind"]!.GetValue<string>()),
            id.Namespace,
            source["name"]!.GetValue<string>()
        );
    }

    /// <summary>Where everything is, from inside and from outside of a cluster.</summary>
    private JsonObject Links(string host, string certificate)
    {
        JsonNode Volume(string name) =>
            new JsonObject
            {
                ["name"] = name,
                ["formats"] = new JsonArray(
                    new JsonObject { ["format"] = "raw", ["url"] = $"{host}/volumes/{name}/disk.img" },
                    new JsonObject { ["format"] = "gzip", ["url"] = $"{host}/volumes/{name}/disk.img.gz" }
                ),
            };
        return new JsonObject
        {
            ["cert"] = Certificate ?? certificate,
            ["volumes"] = new JsonArray([.. Volumes.Keys.Order(StringComparer.Ordinal).Select(Volume)]),
            ["manifests"] = new JsonArray(
                new JsonObject { ["type"] = "all", ["url"] = $"{host}/manifests/all" },
                new JsonObject { ["type"] = "auth-header-secret", ["url"] = $"{host}/manifests/secret" }
            ),
        };
    }

    /// <summary>The status of an export that is ready.</summary>
    private JsonObject Status(ResourceId id, JsonObject export)
    {
        var (url, certificate) = server();
        var outside = $"{url}{Root}{id.Namespace}/virtualmachineexports/{id.Name}/external";
        var inside = $"https://virt-export-{id.Name}.{id.Namespace}.svc/internal";
        return new JsonObject
        {
            ["phase"] = "Ready",
            ["tokenSecretRef"] = export["spec"]!["tokenSecretRef"]!.DeepClone(),
            ["ttlExpirationTime"] = "2026-01-02T05:04:05Z",
            ["links"] = new JsonObject
            {
                ["external"] = Links(outside, certificate),
                ["internal"] = Links(inside, certificate),
            },
            ["conditions"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "Ready",
                    ["status"] = "True",
                    ["reason"] = "PodReady",
                    ["lastTransitionTime"] = ReadySince,
                }
            ),
        };
    }

    private static JsonObject List(JsonObject item) =>
        new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "List",
            ["items"] = new JsonArray(item),
        };

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
