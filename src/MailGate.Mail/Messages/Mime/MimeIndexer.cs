namespace MailGate.Mail.Messages.Mime;

/// <summary>
/// Indexes a message in one pass while it streams in, in pieces of any size: the same octets give the same <see cref="MimeIndex"/> however they are cut.
/// Lines end with CRLF or a lone LF. Memory is bounded by <see cref="MimeLimits"/>, not by the message. Not for use from several threads.
/// </summary>
public sealed class MimeIndexer
{
    private readonly MimeStructure _structure;
    private readonly int _maxKept;
    private byte[] _kept = [];
    private int _keptLength;
    private long _position;
    private long _lineStart;
    private bool _atLineStart = true;
    private int _breakBefore;
    private byte _previous;

    public MimeIndexer(MimeLimits? limits = null)
        : this(new MimeStructure(limits ?? MimeLimits.Default), limits ?? MimeLimits.Default)
    {
    }

    internal MimeIndexer(MimeStructure structure, MimeLimits limits)
    {
        _structure = structure;
        // One more than a header may have, so that it is seen to exceed its limit however the line came in.
        _maxKept = limits.HeaderBytes + 1;
    }

    /// <summary>Takes the next octets of the message, after dot-unstuffing.</summary>
    public void Append(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            int taken = _structure.Interest switch
            {
                LineInterest.None => octets.Length,
                LineInterest.Every => TakeLine(octets),
                _ when _keptLength > 0 || (_atLineStart && octets[0] == (byte)'-') => TakeLine(octets),
                _ => SkipToDashes(octets),
            };
            _position += taken;
            _previous = octets[taken - 1];
            octets = octets[taken..];
        }
    }

    /// <summary>Ends the message and returns its index.</summary>
    public MimeIndex Complete()
    {
        if (_keptLength > 0)
        {
            _structure.OnLine(_kept.AsSpan(0, _keptLength), _lineStart, _position, _breakBefore);
            _keptLength = 0;
        }

        return _structure.Complete(_position);
    }

    // A whole line that lies in one piece is not copied.
    private int TakeLine(ReadOnlySpan<byte> octets)
    {
        if (_keptLength == 0)
        {
            _lineStart = _position;
        }

        _atLineStart = false;
        int lineFeed = octets.IndexOf((byte)'\n');
        if (lineFeed < 0)
        {
            Keep(octets);
            return octets.Length;
        }

        int length = lineFeed + 1;
        byte beforeFeed = lineFeed > 0 ? octets[lineFeed - 1] : _previous;
        long end = _position + length;
        if (_keptLength == 0)
        {
            _structure.OnLine(octets[..length], _lineStart, end, _breakBefore);
        }
        else
        {
            Keep(octets[..length]);
            int kept = _keptLength;
            _keptLength = 0;
            _structure.OnLine(_kept.AsSpan(0, kept), _lineStart, end, _breakBefore);
        }

        StartLine(beforeFeed);
        return length;
    }

    private int SkipToDashes(ReadOnlySpan<byte> octets)
    {
        _atLineStart = false;
        int found = octets.IndexOf("\n--"u8);
        if (found < 0)
        {
            // The last octets may be the beginning of what is sought.
            found = octets[^1] == (byte)'\n' ? octets.Length - 1 : octets.Length > 1 && octets[^1] == (byte)'-' && octets[^2] == (byte)'\n' ? octets.Length - 2 : -1;
        }

        if (found < 0)
        {
            return octets.Length;
        }

        StartLine(found > 0 ? octets[found - 1] : _previous);
        return found + 1;
    }

    private void StartLine(byte beforeFeed)
    {
        _atLineStart = true;
        _breakBefore = beforeFeed == (byte)'\r' ? 2 : 1;
    }

    private void Keep(ReadOnlySpan<byte> octets)
    {
        octets = octets[..Math.Min(octets.Length, _maxKept - _keptLength)];
        if (_kept.Length < _keptLength + octets.Length)
        {
            Array.Resize(ref _kept, Math.Max(_keptLength + octets.Length, Math.Min(_maxKept, Math.Max(256, _kept.Length * 2))));
        }

        octets.CopyTo(_kept.AsSpan(_keptLength));
        _keptLength += octets.Length;
    }
}
