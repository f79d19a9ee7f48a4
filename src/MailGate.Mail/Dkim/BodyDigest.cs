using System.Buffers;
using System.Security.Cryptography;

namespace MailGate.Mail.Dkim;

/// <summary>
/// The running SHA-256 of one canonical form of a body. Any number of l= lengths cost one snapshot each, not a hash of their own.
/// Short runs are gathered, so that the hash is fed in large ones.
/// </summary>
internal sealed class BodyDigest : IDisposable
{
    private const int StagingOctets = 16 * 1024;
    private const int DirectOctets = 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly SortedList<long, byte[]?> _snapshots = [];
    private byte[]? _staging;
    private int _staged;
    private int _nextSnapshot;
    private long _nextSnapshotAt = long.MaxValue;

    /// <summary>Canonical octets so far.</summary>
    public long Length { get; private set; }

    /// <summary>The hash of all of it, after <see cref="Finish"/>.</summary>
    public byte[] Digest { get; private set; } = [];

    /// <summary>Asks for the hash of the first <paramref name="length"/> octets too; only before the first <see cref="Write"/>.</summary>
    public void RequestSnapshot(long length)
    {
        _snapshots.TryAdd(length, null);
        _nextSnapshotAt = _snapshots.GetKeyAtIndex(0);
    }

    /// <summary>The hash of the first octets, or null when the canonical body is shorter than that.</summary>
    public byte[]? Snapshot(long length) => _snapshots.TryGetValue(length, out byte[]? digest) ? digest : null;

    public void Write(ReadOnlySpan<byte> run)
    {
        while (_nextSnapshotAt - Length <= run.Length)
        {
            int head = (int)(_nextSnapshotAt - Length);
            WriteRun(run[..head]);
            run = run[head..];
            TakeSnapshot();
        }

        WriteRun(run);
    }

    public void Finish()
    {
        if (_nextSnapshotAt == Length)
        {
            TakeSnapshot();
        }

        Flush();
        Digest = _hash.GetHashAndReset();
    }

    public void Dispose()
    {
        _hash.Dispose();
        if (_staging is { } staging)
        {
            _staging = null;
            ArrayPool<byte>.Shared.Return(staging);
        }
    }

    private void WriteRun(ReadOnlySpan<byte> run)
    {
        Length += run.Length;
        if (_staging is { } staging && run.Length < DirectOctets && run.Length <= staging.Length - _staged)
        {
            run.CopyTo(staging.AsSpan(_staged));
            _staged += run.Length;
        }
        else
        {
            WriteLongRun(run);
        }
    }

    private void WriteLongRun(ReadOnlySpan<byte> run)
    {
        Flush();
        if (run.Length >= DirectOctets)
        {
            _hash.AppendData(run);
            return;
        }

        _staging ??= ArrayPool<byte>.Shared.Rent(StagingOctets);
        run.CopyTo(_staging);
        _staged = run.Length;
    }

    private void TakeSnapshot()
    {
        Flush();
        _snapshots.SetValueAtIndex(_nextSnapshot++, _hash.GetCurrentHash());
        _nextSnapshotAt = _nextSnapshot < _snapshots.Count ? _snapshots.GetKeyAtIndex(_nextSnapshot) : long.MaxValue;
    }

    private void Flush()
    {
        if (_staged > 0)
        {
            _hash.AppendData(_staging.AsSpan(0, _staged));
            _staged = 0;
        }
    }
}
