namespace MailGate.Admin.Api;

/// <summary>One page of a list.</summary>
/// <param name="Next">The <c>cursor</c> of the next page; null at the end.</param>
internal sealed record Listing<T>(IReadOnlyList<T> Items, string? Next);
