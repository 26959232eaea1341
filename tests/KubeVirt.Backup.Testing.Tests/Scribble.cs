using System.Runtime.InteropServices;

namespace KubeVirt.Backup.Testing;

/// <summary>Writes into the memory of an object, as nobody may.</summary>
internal static class Scribble
{
    /// <summary>Changes one letter of its UID, and back at the next call.</summary>
    public static void On(Resource resource)
    {
        var json = MemoryMarshal.AsMemory(resource.Json).Span;
        var at = json.IndexOf("\"uid\":\""u8);
        if (at >= 0)
            json[at + 7] ^= 0x20;
    }
}
