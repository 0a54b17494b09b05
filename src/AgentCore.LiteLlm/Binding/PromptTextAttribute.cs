using System.Collections;
using System.Management.Automation;
using System.Numerics;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Binding;

/// <summary>Takes text for a prompt, or the Prompt of an object. PowerShell would make text of anything else, mostly the name of its type.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PromptTextAttribute : ArgumentTransformationAttribute
{
    private const string Wanted = "Prompt";

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? plain = PlainValue.Of(inputData);
        if (plain is null || FindText(plain) is not null)
        {
            return FindText(plain);
        }

        object? held = plain is IDictionary table ? FindEntry(table) : FindProperty(inputData!, plain);
        return FindText(PlainValue.Of(held))
            ?? throw Refused($"The {Wanted} of {Name(plain)} is no text, but {Name(PlainValue.Of(held)).ToLowerInvariant()}.");
    }

    private static string? FindText(object? plain) => plain switch
    {
        string text => text,
        AgentReply reply => reply.Text,
        ProtectedText text => text.Text,
        char or sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal or BigInteger =>
            LanguagePrimitives.ConvertTo<string>(plain),
        _ => null,
    };

    private static object FindEntry(IDictionary table)
    {
        object? key = table.Keys.Cast<object>().FirstOrDefault(k => string.Equals($"{k}", Wanted, StringComparison.OrdinalIgnoreCase));
        return key is null ? throw Missing(table, "entry", [.. table.Keys.Cast<object>().Select(k => $"{k}")]) : table[key] ?? "";
    }

    private static object FindProperty(object given, object plain)
    {
        PSObject properties = PSObject.AsPSObject(given);
        return properties.Properties[Wanted] is { } found ? found.Value ?? ""
            : plain is PSCustomObject or PSObject ? throw Missing(plain, "property", [.. properties.Properties.Select(p => p.Name)])
            : plain is FileInfo ? throw Refused($"{Name(plain)} is no prompt: Get-Content -Raw gives its text, and -File sends it along.")
            : plain is IEnumerable ? throw Refused($"{Name(plain)} is no prompt: pipe its items, each a prompt, or join them with -join.")
            : throw Refused($"{Name(plain)} is no prompt: pipe text, or an object with the property {Wanted}.");
    }

    private static ArgumentTransformationMetadataException Missing(object given, string what, string[] names)
    {
        string likely = NearestName.Find(Wanted, names) is { } name ? $" Did you mean '{name}'?" : "";
        string has = names.Length == 0 ? "none" : string.Join(", ", names.Take(10));
        return Refused($"{Name(given)} has no {what} '{Wanted}' (it has {has}).{likely} Rename it, or pipe text.");
    }

    private static string Name(object given)
    {
        string type = given.GetType().Name.Split('`')[0];
        return given is PSCustomObject or PSObject ? "The object" : $"{("AEIO".Contains(type[0], StringComparison.Ordinal) ? "An" : "A")} {type}";
    }

    private static ArgumentTransformationMetadataException Refused(string reason) => new(TerminalText.Show(reason));
}
