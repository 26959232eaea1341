using System.ComponentModel;
using System.Globalization;

namespace KubeVirt.Backup;

/// <summary>Converts a text form and back, so that values bind from configuration and settings.</summary>
/// <typeparam name="T">The type, whose <c>ToString</c> gives the text.</typeparam>
/// <param name="parse">Reads the text; throws a <see cref="FormatException"/> where it is none.</param>
internal abstract class TextConverter<T>(Func<string, T> parse) : TypeConverter
    where T : notnull
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    /// <inheritdoc/>
    /// <exception cref="FormatException">The text does not parse.</exception>
    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? parse(text) : base.ConvertFrom(context, culture, value);

    /// <inheritdoc/>
    public override object? ConvertTo(
        ITypeDescriptorContext? context,
        CultureInfo? culture,
        object? value,
        Type destinationType
    ) =>
        destinationType == typeof(string) && value is T typed
            ? typed.ToString()
            : base.ConvertTo(context, culture, value, destinationType);
}
