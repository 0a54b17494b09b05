using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Reflection;
using System.Runtime.Loader;
using System.Security;
using System.Xml;
using System.Xml.XPath;

namespace AgentCore.LiteLlm.Tools;

/// <summary>Says which JSON stands for a .NET type, as PowerShell's binder converts it.</summary>
internal static class TypeWords
{
    // Text would run as code, or hold a secret, or there is no text for it.
    private static readonly Type[] Unfit =
    [
        typeof(ScriptBlock), typeof(SecureString), typeof(PSCredential), typeof(Stream), typeof(Delegate), typeof(CommandInfo), typeof(PSModuleInfo),
    ];

    /// <summary>Finds the JSON type.</summary>
    /// <param name="type">The type, without Nullable.</param>
    /// <returns>One of JSON Schema's type words; empty where any value will do; null where no JSON can stand for it, or none should.</returns>
    public static string? Find(Type type)
    {
        if (Unfit.Any(u => u.IsAssignableFrom(type)) || IsOpened(type))
        {
            return null;
        }

        return type switch
        {
            _ when type == typeof(object) || type == typeof(PSObject) => "",
            _ when type == typeof(bool) || type == typeof(SwitchParameter) => "boolean",
            { IsEnum: true } => "string",
            _ when IsWhole(type) => "integer",
            _ when type == typeof(float) || type == typeof(double) || type == typeof(decimal) => "number",
            _ when type == typeof(string) || type == typeof(char) => "string",
            _ when type == typeof(PSCustomObject) => "object",
            _ when typeof(IDictionary).IsAssignableFrom(type) => Takes(type, new Hashtable { ["a"] = "b" }) ? "object" : null,
            _ when type == typeof(XmlDocument) => "string",
            _ when ItemOf(type) is { } item => Find(item) is not null && (type.IsArray || Takes(type, Array.Empty<object>())) ? "array" : null,
            _ when IsFromText(type) => "string",
            { IsAbstract: false } when type.GetConstructor(Type.EmptyTypes) is not null && type.GetProperties().Any(IsSettable) => "object",
            _ => null,
        };
    }

    /// <summary>Says why no model is told of a parameter.</summary>
    /// <param name="type">What it takes, for which there is no JSON type.</param>
    /// <returns>The reason, as the rest of a sentence.</returns>
    public static string Explain(Type type) => IsOpened(ItemOf(type) ?? type) && !Unfit.Any(u => u.IsAssignableFrom(type))
        ? "which opens something as soon as it is bound, before any rule can judge it"
        : "which no model can give";

    /// <summary>Finds what a list holds.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The type of its items; null for what is no list.</returns>
    public static Type? ItemOf(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }

        if (type == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(type))
        {
            return null;
        }

        Type? list = type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        return list?.GetGenericArguments()[0]
            ?? (type == typeof(IEnumerable) || typeof(IList).IsAssignableFrom(type) || type == typeof(ICollection) ? typeof(object) : null);
    }

    public static bool IsWhole(Type type) =>
        type == typeof(int) || type == typeof(long) || type == typeof(short) || type == typeof(sbyte) || type == typeof(byte)
        || type == typeof(uint) || type == typeof(ulong) || type == typeof(ushort) || type == typeof(BigInteger);

    // What must be closed holds something: a reader has opened its file, a session its connection, and a value is made before it is judged.
    private static bool IsOpened(Type type) =>
        typeof(IDisposable).IsAssignableFrom(type) || type == typeof(XPathDocument) || type == typeof(AssemblyDependencyResolver);

    private static bool IsSettable(PropertyInfo property) => property.CanWrite && property.GetIndexParameters().Length == 0;

    private static bool Takes(Type type, object sample) => LanguagePrimitives.TryConvertTo(sample, type, CultureInfo.InvariantCulture, out _);

    private static bool IsFromText(Type type) =>
        type.IsPrimitive
        || type.GetConstructor([typeof(string)]) is not null
        || type.GetMethod("Parse", [typeof(string)]) is { IsStatic: true }
        || type.GetMethod("Parse", [typeof(string), typeof(IFormatProvider)]) is { IsStatic: true }
        || TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));
}
