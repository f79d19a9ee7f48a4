using MailGate.Storage.Quarantine;

namespace MailGate.Admin.Data;

/// <summary>What operators do with messages in quarantine; each is logged.</summary>
internal static class QuarantineActions
{
    /// <summary>Sends a message to the recipients that do not have it yet.</summary>
    /// <returns>What came of it; null when there is no such message.</returns>
    /// <exception cref="IOException">Somebody else works with it now.</exception>
    public static async Task<IReadOnlyList<QuarantineRelease>?> ReleaseAsync(AdminRequest request, string id)
    {
        if (request.Sources.Gateway() is not { } gateway)
        {
            return null;
        }

        // Not the request's token: a browser that goes away must not leave a release in doubt.
        IReadOnlyList<QuarantineRelease>? releases = await gateway.Releaser.ReleaseAsync(id, null, again: false, ByOf(request), CancellationToken.None);
        Log(request, "release", id, releases is null ? "not found" : string.Join(", ", releases.Select(release => release.Outcome)));
        return releases;
    }

    /// <summary>Deletes a message; false when it is gone already.</summary>
    /// <exception cref="IOException">Somebody else works with it now.</exception>
    public static bool Delete(AdminRequest request, string id)
    {
        bool isDone = request.Sources.Gateway()?.Quarantine.Delete(id) is true;
        Log(request, "delete", id, isDone ? "deleted" : "not found");
        return isDone;
    }

    private static string ByOf(AdminRequest request) => $"page, from {request.Context.Connection.RemoteIpAddress}";

    private static void Log(AdminRequest request, string action, string id, string result) =>
        request.Sources.Loggers.CreateLogger("MailGate.Admin").Action(action, id, request.Context.Connection.RemoteIpAddress?.ToString() ?? "", result);
}
