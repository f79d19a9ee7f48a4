using MailGate.Handling.Duplicates;
using MailGate.Mail.Addresses;

namespace MailGate.Handling;

/// <summary>A recipient that was accepted, and where its mail goes.</summary>
internal readonly record struct AcceptedRecipient(ForwardPath Original, RecipientPlan Plan);

/// <summary>One transaction as it goes on: the far half of what the client began, made new for each MAIL, so that nothing is left over for the next.</summary>
/// <param name="account">What becomes of it.</param>
internal sealed class GatewayTransaction(TransactionAccount account)
{
    public TransactionAccount Account => account;

    /// <summary>MAIL FROM after the maps, before rules and SRS.</summary>
    public required ReversePath ReversePath { get; init; }

    /// <summary>The recipients that were accepted.</summary>
    public List<AcceptedRecipient> Recipients { get; } = new(1);

    /// <summary>The route of its recipients; null before the first.</summary>
    public DownstreamRoute? Route { get; set; }

    /// <summary>The transaction with the server behind; null before the first recipient, and where mail is captured.</summary>
    public DownstreamTransaction? Downstream { get; set; }

    /// <summary>What earlier attempts at its message came to; null when there were none.</summary>
    public EarlierDelivery? Earlier { get; set; }

    /// <summary>Ends the far half; it may begin anew.</summary>
    public async ValueTask EndDownstreamAsync()
    {
        if (Downstream is { } downstream)
        {
            Downstream = null;
            account.NoteDownstream(downstream);
            await downstream.DisposeAsync();
        }
    }
}
