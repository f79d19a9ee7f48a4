using Microsoft.Win32.SafeHandles;

namespace MailGate.Storage.Quarantine;

/// <summary>A message of the quarantine for one alone: nobody else releases or deletes it meanwhile, in no other process either. Over when disposed.</summary>
internal sealed class QuarantineHold : IDisposable
{
    private readonly SafeFileHandle _record;

    internal QuarantineHold(QuarantinedMessage message, SafeFileHandle record)
    {
        Message = message;
        _record = record;
    }

    /// <summary>The message with its latest record.</summary>
    public QuarantinedMessage Message { get; private set; }

    public void Dispose() => _record.Dispose();

    internal void Append(QuarantineRelease release)
    {
        QuarantineFolder.Append(_record, QuarantineRecord.Line(release));
        Message = Message with { Releases = [.. Message.Releases, release] };
    }
}
