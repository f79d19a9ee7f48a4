using MailGate.Filtering.Pipeline.Facts;
using MailGate.Mail.Messages;
using MailGate.Mail.Messages.Decoding;

namespace MailGate.Filtering.Checks;

/// <summary>A header field as an element of <c>message.headers</c>; its value is decoded when a rule first looks at it.</summary>
internal sealed class HeaderFieldFact(HeaderField field) : FactObject
{
    private string? _value;

    public override FactObjectType Type => HeaderFact.Type;

    public override FactValue Get(int index) =>
        index == HeaderFact.Name.Index ? FactValue.Of(field.Name)
        : index == HeaderFact.Value.Index ? FactValue.Of(_value ??= EncodedWords.Decode(field.Value))
        : FactValue.Missing;
}
