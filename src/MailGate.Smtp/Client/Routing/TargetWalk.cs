namespace MailGate.Smtp.Client.Routing;

/// <summary>Goes through the targets of a route, for one transaction.</summary>
internal sealed class TargetWalk(TargetSelector selector, Route route)
{
    private ulong _tried;

    /// <summary>The target in use.</summary>
    public DownstreamTarget? Current { get; private set; }

    /// <summary>Goes to the next target; false when there is none left.</summary>
    public bool MoveNext()
    {
        Current = selector.Next(route, ref _tried);
        return Current is not null;
    }
}
