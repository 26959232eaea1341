using KubeVirt.Backup.Client.Rollback;
using KubeVirt.Backup.Client.Sessions;
using Shouldly;
using Xunit;

namespace KubeVirt.Backup.Client;

/// <summary>Documents of earlier versions lack members.</summary>
public class DocumentMemberTests
{
    [Fact]
    public void What_the_document_of_a_backup_lacks_has_its_default() =>
        DocumentMembers.WithoutDefault(BackupDocumentContext.Default, typeof(BackupDocument)).ShouldBeEmpty();

    [Fact]
    public void What_the_document_of_a_rollback_lacks_has_its_default() =>
        DocumentMembers.WithoutDefault(RollbackDocumentContext.Default, typeof(RollbackDocument)).ShouldBeEmpty();
}
