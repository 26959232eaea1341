namespace KubeVirt.Backup.Planning;

/// <summary>How a label is compared.</summary>
/// <remarks>Source: Kubernetes apimachinery pkg/selection/operator.go.</remarks>
public enum LabelOperator
{
    /// <summary>
    /// <c>key in (a,b)</c>, also <c>key=a</c> and <c>key==a</c>: the label is there and has one of the values.
    /// </summary>
    In,

    /// <summary>
    /// <c>key notin (a,b)</c>, also <c>key!=a</c>: the label has none of the values, or is not there.
    /// </summary>
    NotIn,

    /// <summary><c>key</c>: the label is there.</summary>
    Exists,

    /// <summary><c>!key</c>: the label is not there.</summary>
    DoesNotExist,

    /// <summary><c>key&gt;1</c>: the label is there and is an integer above.</summary>
    GreaterThan,

    /// <summary><c>key&lt;1</c>: the label is there and is an integer below.</summary>
    LessThan,
}
