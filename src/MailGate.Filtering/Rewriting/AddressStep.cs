namespace MailGate.Filtering.Rewriting;

/// <summary>One step of a rewriting, for <c>mailgate rewrite test</c>.</summary>
/// <param name="Kind">canonical, masquerade, alias or subaddress.</param>
/// <param name="From">The address before it.</param>
/// <param name="To">What it became.</param>
/// <param name="Entry">The entry of a map, or null.</param>
public sealed record AddressStep(string Kind, string From, IReadOnlyList<string> To, AddressMapping? Entry);
