using System.Collections;
using System.ComponentModel;
using System.Management.Automation;
using System.Numerics;
using System.Security;

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
    /// <returns>One of JSON Schema's type words; empty where any value will do; null where no JSON can stand for it.</returns>
    public static string? Find(Type type)
    {
        if (Unfit.Any(u => u.IsAssignableFrom(type)))
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
            _ when typeof(IDictionary).IsAssignableFrom(type) || type == typeof(PSCustomObject) => "object",
            _ when ItemOf(type) is { } item => Find(item) is null ? null : "array",
            _ when IsFromText(type) => "string",
            { IsAbstract: false } when type.GetConstructor(Type.EmptyTypes) is not null && type.GetProperties().Any(p => p.CanWrite) => "object",
            _ => null,
        };
    }

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

    private static bool IsFromText(Type type) =>
        type.IsValueType
        || type.GetConstructor([typeof(string)]) is not null
        || type.GetMethod("Parse", [typeof(string)]) is { IsStatic: true }
        || TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));
}
