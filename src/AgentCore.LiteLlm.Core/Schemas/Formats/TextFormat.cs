namespace AgentCore.LiteLlm.Schemas.Formats;

/// <summary>A format that strings are held to.</summary>
/// <param name="Name">The value of <c>format</c>.</param>
/// <param name="Description">What such a string is, with an example where that helps.</param>
/// <param name="Accepts">Whether a string is one.</param>
internal sealed record TextFormat(string Name, string Description, Func<string, bool> Accepts)
{
    /// <summary>Finds a format by its name.</summary>
    /// <param name="name">The value of <c>format</c>.</param>
    /// <returns>The format; null for one that is not checked.</returns>
    public static TextFormat? Find(string name) => name switch
    {
        "date-time" => new(name, "a date and time such as 2024-05-31T14:30:00Z", TimeText.IsDateTime),
        "date" => new(name, "a date such as 2024-05-31", TimeText.IsDate),
        "time" => new(name, "a time with its offset such as 14:30:00Z", TimeText.IsTime),
        "duration" => new(name, "a duration such as P3DT4H", DurationText.IsDuration),
        "email" => new(name, "an e-mail address", HostText.IsEmail),
        "hostname" => new(name, "a host name such as www.example.com", HostText.IsHostName),
        "ipv4" => new(name, "an IPv4 address such as 192.0.2.1", AddressText.IsIPv4),
        "ipv6" => new(name, "an IPv6 address such as 2001:db8::1", AddressText.IsIPv6),
        "uri" => new(name, "an absolute URI such as https://example.com/a", UriText.IsUri),
        "uri-reference" => new(name, "a URI or a relative reference", UriText.IsReference),
        "uuid" => new(name, "a UUID such as 2eb8aa08-aa98-11ea-b4aa-73b441d16380", IdentifierText.IsUuid),
        "regex" => new(name, "a regular expression of ECMA-262", IdentifierText.IsPattern),
        "json-pointer" => new(name, "a JSON pointer such as /items/0", IdentifierText.IsJsonPointer),
        _ => null,
    };
}
