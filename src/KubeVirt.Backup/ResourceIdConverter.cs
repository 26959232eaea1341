using System.ComponentModel;
using System.Globalization;

namespace KubeVirt.Backup;

/// <summary>Converts the text form of ids, so that they bind from configuration and settings.</summary>
internal sealed class ResourceIdConverter : TypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    /// <inheritdoc/>
    /// <exception cref="FormatException">The text is no id.</exception>
    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? ResourceId.Parse(text) : base.ConvertFrom(context, culture, value);

    /// <inheritdoc/>
    public override object? ConvertTo(
        ITypeDescriptorContext? context,
        CultureInfo? culture,
        object? value,
        Type destinationType
    ) =>
        destinationType == typeof(string) && value is ResourceId id
            ? id.ToString()
            : base.ConvertTo(context, culture, value, destinationType);
}
