using System.Net;

namespace MailGate.Admin.Security;

/// <summary>Bounds how often one address can guess the token: after ten wrong ones within a minute it is not heard until that minute is over.</summary>
internal sealed class AttemptLimit(TimeProvider time)
{
    private const int MaxFailures = 10;
    private const int MaxAddresses = 1000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, (long Since, int Failures)> _addresses = [];

    public bool IsBlocked(IPAddress address)
    {
        lock (_lock)
        {
            return _addresses.TryGetValue(KeyOf(address), out (long Since, int Failures) entry) && entry.Failures >= MaxFailures && time.GetElapsedTime(entry.Since) < Window;
        }
    }

    public void NoteFailure(IPAddress address)
    {
        lock (_lock)
        {
            IPAddress key = KeyOf(address);
            bool isKnown = _addresses.TryGetValue(key, out (long Since, int Failures) entry) && time.GetElapsedTime(entry.Since) < Window;
            _addresses[key] = isKnown ? (entry.Since, entry.Failures + 1) : (time.GetTimestamp(), 1);
        }
    }

    // Too many addresses at once count as one, so that nobody makes the table grow.
    private IPAddress KeyOf(IPAddress address)
    {
        if (_addresses.Count >= MaxAddresses)
        {
            foreach (IPAddress old in _addresses.Where(entry => time.GetElapsedTime(entry.Value.Since) >= Window).Select(entry => entry.Key).ToList())
            {
                _addresses.Remove(old);
            }
        }

        return _addresses.Count < MaxAddresses || _addresses.ContainsKey(address) ? address : IPAddress.None;
    }
}
