namespace MailGate.Mail.Messages;

/// <summary>The result of one authentication method (RFC 8601 §2.2, "resinfo").</summary>
/// <param name="Method">The method, such as <c>spf</c>, in lower case.</param>
/// <param name="Result">The result, such as <c>pass</c>, in lower case; empty when a field that was read leaves it out.</param>
public sealed record AuthenticationResult(string Method, string Result)
{
    /// <summary>The method's version, null without one.</summary>
    public string? MethodVersion { get; init; }

    /// <summary>The reason in free text, null without one.</summary>
    public string? Reason { get; init; }

    /// <summary>A comment to write after the result; never filled by reading.</summary>
    public string? Comment { get; init; }

    /// <summary>The properties in order.</summary>
    public IReadOnlyList<AuthenticationProperty> Properties { get; init; } = [];

    /// <summary>The value of a property, null when it is not there.</summary>
    public string? Find(string type, string name)
    {
        foreach (AuthenticationProperty property in Properties)
        {
            if (property.Type.Equals(type, StringComparison.OrdinalIgnoreCase) && property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }
}
