using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace AgentCore.LiteLlm.Build.Help;

/// <summary>Finds the cmdlets of an assembly and what they declare.</summary>
internal static class CmdletReflection
{
    private static readonly ParameterRole Optional = new(false, null, false, false);

    /// <summary>Reads the cmdlets of an assembly, by name.</summary>
    public static CmdletDescription[] Read(Assembly assembly, DocumentationComments comments) =>
        [.. assembly.GetExportedTypes()
                .Where(t => Find(t, nameof(CmdletAttribute)) is not null)
                .Select(t => Read(t, comments))
                .OrderBy(c => c.Name, StringComparer.Ordinal)];

    private static CmdletDescription Read(Type type, DocumentationComments comments)
    {
        CustomAttributeData cmdlet = Find(type, nameof(CmdletAttribute))!;
        object? instance = Activator.CreateInstance(type);
        List<ParameterDescription> parameters =
        [
            .. type.GetProperties().Where(p => Find(p, nameof(ParameterAttribute)) is not null).Select(p => Read(p, instance, comments)),
        ];
        if (Named<bool>(cmdlet, "SupportsShouldProcess"))
        {
            parameters.Add(Common("WhatIf", "wi", "Shows what would happen. Nothing is sent and nothing is written."));
            parameters.Add(Common("Confirm", "cf", "Asks before each step that -WhatIf would show."));
        }

        (instance as IDisposable)?.Dispose();
        string[] sets = [.. parameters.SelectMany(p => p.Roles.Keys).Where(s => s.Length > 0).Distinct()];
        string first = Named<string>(cmdlet, "DefaultParameterSetName") ?? "";
        return new CmdletDescription
        {
            Name = $"{cmdlet.ConstructorArguments[0].Value}-{cmdlet.ConstructorArguments[1].Value}",
            Text = comments.Of(type),
            Outputs = [.. type.CustomAttributes.Where(a => a.AttributeType.Name == nameof(OutputTypeAttribute)).SelectMany(OutputTypes).Distinct()],
            Sets = sets.Length == 0 ? [""] : [.. sets.OrderBy(s => s != first).ThenBy(s => s, StringComparer.Ordinal)],
            Parameters = [.. parameters.OrderBy(p => p.Roles.Values.Min(r => r.Position) ?? int.MaxValue).ThenBy(p => p.Name, StringComparer.Ordinal)],
        };
    }

    private static ParameterDescription Read(PropertyInfo property, object? cmdlet, DocumentationComments comments)
    {
        Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Dictionary<string, ParameterRole> roles = property.CustomAttributes.Where(a => a.AttributeType.Name == nameof(ParameterAttribute)).ToDictionary(
            a => Named<string>(a, "ParameterSetName") ?? "",
            a => new ParameterRole(
                Named<bool>(a, "Mandatory"), Position(a), Named<bool>(a, "ValueFromPipeline"), Named<bool>(a, "ValueFromPipelineByPropertyName")));
        return new ParameterDescription
        {
            Name = property.Name,
            Text = comments.Of(property),
            Type = type.Name,
            Choices = Choices(property, type),
            Default = roles.Values.All(r => r.IsRequired) ? "None" : ToText(property.GetValue(cmdlet)),
            Aliases = Find(property, nameof(AliasAttribute)) is { } alias ? Words(alias) : [],
            TakesWildcards = Find(property, nameof(SupportsWildcardsAttribute)) is not null,
            Roles = roles,
        };
    }

    private static ParameterDescription Common(string name, string alias, string text) => new()
    {
        Name = name,
        Text = text,
        Type = "SwitchParameter",
        Default = "False",
        Aliases = [alias],
        Roles = new Dictionary<string, ParameterRole> { [""] = Optional },
    };

    // Flags are joined, not chosen: their names say less than their sentence does.
    private static string[] Choices(PropertyInfo property, Type type)
    {
        Type choice = type.IsArray ? type.GetElementType()! : type;
        return choice.IsEnum && Find(choice, nameof(FlagsAttribute)) is null ? Enum.GetNames(choice)
            : Find(property, nameof(ValidateSetAttribute)) is { } set ? Words(set)
            : [];
    }

    private static string[] Words(CustomAttributeData attribute) =>
        [.. ((IEnumerable<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!).Select(a => (string)a.Value!)];

    private static IEnumerable<string> OutputTypes(CustomAttributeData attribute) =>
        attribute.ConstructorArguments[0].Value is IEnumerable<CustomAttributeTypedArgument> types ? types.Select(t => ((Type)t.Value!).FullName!) : [];

    private static int? Position(CustomAttributeData attribute)
    {
        CustomAttributeNamedArgument position = attribute.NamedArguments.FirstOrDefault(a => a.MemberName == "Position");
        return position.TypedValue.Value as int?;
    }

    private static string ToText(object? value) => value switch
    {
        null or "" => "None",
        string text => text,
        IEnumerable many => string.Join(", ", many.Cast<object?>().Select(ToText)) is { Length: > 0 } all ? all : "None",
        SwitchParameter => "False",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static T? Named<T>(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.MemberName == name).TypedValue.Value is T value ? value : default;

    private static CustomAttributeData? Find(MemberInfo member, string name) => member.CustomAttributes.FirstOrDefault(a => a.AttributeType.Name == name);
}
