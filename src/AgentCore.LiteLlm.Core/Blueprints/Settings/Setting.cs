using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Blueprints.Settings;

/// <summary>
/// What a blueprint means, without how it is written: keys have no order, lists whose order says nothing are sorted, and what is not written is what it
/// stands for.
/// </summary>
/// <param name="Line">The line of the file, from 1; 0 where it is not written.</param>
internal abstract record Setting(int Line)
{
    /// <summary>Gets a value indicating whether the file says so, rather than a default.</summary>
    public bool IsWritten => Line > 0;

    /// <summary>Gives the JSON that means the same, defaults included.</summary>
    public JsonElement ToJson() => ToJson(onlyWritten: false);

    /// <summary>Gives the JSON of what is written.</summary>
    public JsonElement ToWrittenJson() => ToJson(onlyWritten: true);

    private JsonElement ToJson(bool onlyWritten)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter json = new(output))
        {
            Write(json, this, onlyWritten);
        }

        using JsonDocument document = JsonDocument.Parse(output.WrittenMemory, new JsonDocumentOptions { MaxDepth = 256 });
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter json, Setting setting, bool onlyWritten)
    {
        if (setting is not Group group)
        {
            ((Value)setting).Json.WriteTo(json);
            return;
        }

        bool isList = group.Form == SettingForm.List;
        (isList ? (Action)json.WriteStartArray : json.WriteStartObject)();
        foreach ((string name, Setting member) in group.Members.Where(m => !onlyWritten || m.Value.IsWritten))
        {
            if (!isList)
            {
                json.WritePropertyName(name);
            }

            Write(json, member, onlyWritten);
        }

        (isList ? (Action)json.WriteEndArray : json.WriteEndObject)();
    }

    /// <summary>A value that is changed as a whole.</summary>
    /// <param name="Json">The value.</param>
    /// <param name="Line">The line of the file.</param>
    public sealed record Value(JsonElement Json, int Line) : Setting(Line)
    {
        /// <summary>Says whether another value means the same.</summary>
        public bool IsSame(Value other) => CanonicalJson.Of(Json) == CanonicalJson.Of(other.Json);
    }

    /// <summary>Settings with names.</summary>
    /// <param name="Form">What it is in the file.</param>
    /// <param name="Members">The settings; those of a list by what names them.</param>
    /// <param name="Line">The line of the file.</param>
    public sealed record Group(SettingForm Form, ImmutableSortedDictionary<string, Setting> Members, int Line) : Setting(Line);
}
