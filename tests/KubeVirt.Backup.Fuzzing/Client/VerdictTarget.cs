using System.Text;
using KubeVirt.Backup.Client.Freeze;
using KubeVirt.Backup.Client.Sessions;
using KubeVirt.Backup.Documents;
using KubeVirt.Backup.Planning;

namespace KubeVirt.Backup.Fuzzing;

/// <summary>Verdicts of freezes, and documents of backups, which hold them.</summary>
internal sealed class VerdictTarget : FuzzTarget
{
    private const string Verdict = """
        {"guest":"VirtualMachineInstance.kubevirt.io/ns/vm","consistency":"crashConsistent","reason":"r",
        "claims":["PersistentVolumeClaim/ns/c"],"frozenSeconds":1.5,
        "evidence":{"uid":"u","from":"2026-01-01T00:00:00.0000000Z","to":"2026-01-01T00:00:01.0000000Z",
        "heldSeconds":1,"budgetSeconds":300,"statusFrozen":true,"confirmed":true},
        "action":{"action":"VirtualMachineSnapshot.snapshot.kubevirt.io/ns/s","phase":"Succeeded","states":["a"],
        "creationTime":"2026-01-01T00:00:00.0000000Z"}}
        """;

    private static readonly string[] Texts =
    [
        $$"""{"formatVersion":1,"verdicts":[{{Verdict}}]}""",
        """{"formatVersion":1,"verdicts":[]}""",
    ];

    public override string Name => "verdict";

    public override string Meaning => "the JSON of verdicts, or of a backup";

    public override IEnumerable<byte[]> Seeds => Texts.Append(Backup().ToJson()).Select(Encoding.UTF8.GetBytes);

    public override IEnumerable<string> Words =>
        [
            "\"formatVersion\":1",
            "\"applicationConsistent\"",
            "\"filesystemConsistent\"",
            "\"crashConsistent\"",
            "\"unknown\"",
            "\"verdicts\":[",
            "\"claims\":[",
            "\"evidence\":{",
            "\"action\":{",
            "\"frozenSeconds\":",
            "\"2026-01-01T00:00:00.0000000+14:00\"",
            "\"0001-01-01T00:00:00.0000000+14:00\"",
            "\\ud800",
            "899999999999",
            "1e-30",
        ];

    public override int MaxLength => 4 << 10;

    protected override void TryInput(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        CheckVerdicts(text);
        CheckBackup(text);
    }

    private static void CheckVerdicts(string text)
    {
        try
        {
            var written = FreezeVerdicts.Parse(text).ToJson();
            Promise.Same(written, FreezeVerdicts.Parse(written).ToJson(), "written and read");
        }
        catch (FormatException e)
        {
            Promise.That(e.Message.All(PrintableText.IsPrintable), $"the message does not print: {e.Message}");
        }
    }

    private static void CheckBackup(string text)
    {
        try
        {
            var written = BackupDocument.Read(text).ToJson();
            Promise.Same(written, BackupDocument.Read(written).ToJson(), "written and read");
        }
        catch (DocumentException e)
        {
            Promise.That(e.Message.All(PrintableText.IsPrintable), $"the message does not print: {e.Message}");
        }
    }

    private static BackupDocument Backup() =>
        new()
        {
            StartedAt = DateTimeOffset.UnixEpoch,
            EndedAt = DateTimeOffset.UnixEpoch,
            Plan = BackupPlanDocument.Of(BackupPlanner.Plan([], null)),
            Verdicts = FreezeVerdicts.Parse(Texts[0]),
        };
}
