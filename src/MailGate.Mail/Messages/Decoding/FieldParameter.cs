namespace MailGate.Mail.Messages.Decoding;

/// <summary>One parameter of a structured field as written.</summary>
/// <param name="Name">In lower case, with the asterisks of RFC 2231.</param>
/// <param name="Value">Unquoted and unescaped.</param>
/// <param name="OtherReadings">What other readers would make of the same octets.</param>
internal readonly record struct FieldParameter(string Name, string Value, IReadOnlyList<string> OtherReadings);
