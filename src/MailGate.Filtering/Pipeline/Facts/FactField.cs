namespace MailGate.Filtering.Pipeline.Facts;

/// <summary>One field of an object such as an attachment.</summary>
/// <param name="Owner">The object type that it belongs to.</param>
/// <param name="Name">As rules write it: <c>extension</c> in <c>a.extension</c>.</param>
/// <param name="Doc">One line for rule authors.</param>
/// <param name="Index">Where <see cref="FactObject.Get"/> finds it.</param>
public sealed record FactField(FactObjectType Owner, string Name, FactType Type, string Doc, int Index);
