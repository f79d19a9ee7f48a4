namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>Answers <c>header()</c>, <c>headers()</c> and <c>header_count()</c> from the list in <c>message.headers</c>.</summary>
internal sealed class HeaderIndex
{
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.OrdinalIgnoreCase);

    public HeaderIndex(FactList headers)
    {
        for (int index = 0; index < headers.Count; index++)
        {
            FactObject header = headers[index].AsObject;
            string name = header.Get(HeaderFact.Name.Index).AsString;
            if (!_values.TryGetValue(name, out List<string>? values))
            {
                _values.Add(name, values = new List<string>(1));
            }

            values.Add(header.Get(HeaderFact.Value.Index).AsString);
        }
    }

    /// <summary>The answer; missing when the function is none of the three.</summary>
    public FactValue Answer(FactFunction function, string name)
    {
        List<string>? values = _values.GetValueOrDefault(name);
        return function == MailFacts.Header ? FactValue.Of(values?[0] ?? "")
            : function == MailFacts.HeaderCount ? FactValue.Of((long)(values?.Count ?? 0))
            : function == MailFacts.Headers ? FactValue.Of(values is null ? FactList.Empty : FactList.Of(values))
            : FactValue.Missing;
    }
}
