namespace MailGate.Storage.Quarantine;

/// <summary>Which messages of the quarantine are meant; all that is given must be true.</summary>
internal sealed record QuarantineFilter
{
    /// <summary>This one.</summary>
    public string? Id { get; init; }

    /// <summary>From this time on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before this time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>An address of the envelope or of From: whole, <c>@domain</c>, or a part of one; case does not matter.</summary>
    public string? Address { get; init; }

    /// <summary>A rule that hit.</summary>
    public string? Rule { get; init; }

    /// <summary>True: those that every recipient has; false: the others.</summary>
    public bool? IsReleased { get; init; }

    /// <summary>At most so many, the newest first.</summary>
    public int Limit { get; init; } = int.MaxValue;

    /// <summary>So many are left out at the beginning.</summary>
    public int Offset { get; init; }
}

/// <summary>What the quarantine holds.</summary>
internal readonly record struct QuarantineTotals(long Messages, long Octets);
