using KubeVirt.Backup.Findings;

namespace KubeVirt.Backup.Graph;

/// <summary>How bad it is that the target of a reference is not in the backup.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Consequence">What follows from it and what to do, in whole sentences.</param>
internal readonly record struct AbsenceVerdict(FindingSeverity Severity, string Consequence)
{
    /// <summary>The restored object fails or loses data.</summary>
    public static AbsenceVerdict Error(string consequence) => new(FindingSeverity.Error, consequence);

    /// <summary>A restore works if something holds that the backup does not show.</summary>
    public static AbsenceVerdict Warning(string consequence) => new(FindingSeverity.Warning, consequence);

    /// <summary>Nothing is lost.</summary>
    public static AbsenceVerdict Info(string consequence) => new(FindingSeverity.Info, consequence);
}
