using MailGate.Mail.Dkim;
using MailGate.Mail.Messages;

namespace MailGate.Mail.Arc;

/// <summary>The ARC fields of a header section, sorted into sets, and what their structure alone says (RFC 8617 §5.2 steps 1 to 3).</summary>
internal sealed class ArcChain
{
    private ArcSet[] _sets = [];
    private bool _hasFields;

    private ArcChain()
    {
    }

    /// <summary>The highest instance found; 0 when there is none.</summary>
    public int Length { get; private set; }

    /// <summary>The sets from 1 to <see cref="Length"/>.</summary>
    public ReadOnlySpan<ArcSet> Sets => _sets.AsSpan(0, Length);

    /// <summary>The set of the highest instance.</summary>
    public ArcSet Last => _sets[Length - 1];

    /// <summary>True when the message has no ARC field at all.</summary>
    public bool IsAbsent => !_hasFields;

    /// <summary>Why the structure does not hold, or null.</summary>
    public string? StructureError { get; private set; }

    public static ArcChain Read(HeaderSection section, DkimOptions options)
    {
        ArcChain chain = new();
        int fields = 0;
        for (int index = 0; index < section.Fields.Count; index++)
        {
            HeaderField field = section.Fields[index];
            if (!field.NameBytes.StartsWith("A"u8) && !field.NameBytes.StartsWith("a"u8))
            {
                continue;
            }

            bool isResults = field.Is("ARC-Authentication-Results"u8), isSignature = field.Is("ARC-Message-Signature"u8), isSeal = field.Is("ARC-Seal"u8);
            if (!isResults && !isSignature && !isSeal)
            {
                continue;
            }

            chain._hasFields = true;
            if (++fields > ArcInstanceTag.Max * 3)
            {
                chain.StructureError ??= $"there are more than {ArcInstanceTag.Max} sets";
                break;
            }

            chain.Add(field, index, isResults, isSignature, options);
        }

        chain.Complete(section, options);
        return chain;
    }

    private void Add(HeaderField field, int index, bool isResults, bool isSignature, DkimOptions options)
    {
        int payload = 0;
        int instance = isResults ? ArcInstanceTag.ReadPrefix(field.ValueBytes, out payload) : ArcInstanceTag.Read(field, options);
        if (instance == 0)
        {
            StructureError ??= $"an {Kind(isResults, isSignature)} field has no valid i=";
            return;
        }

        if (_sets.Length == 0)
        {
            _sets = [.. Enumerable.Range(1, ArcInstanceTag.Max).Select(static number => new ArcSet(number))];
        }

        Length = Math.Max(Length, instance);
        ArcSet set = _sets[instance - 1];
        if (isResults)
        {
            set.HasDuplicate |= set.ResultsIndex >= 0;
            set.ResultsIndex = index;
            set.Payload = HeaderText.Unfold(field.ValueBytes[payload..]);
        }
        else if (isSignature)
        {
            set.HasDuplicate |= set.SignatureIndex >= 0;
            set.SignatureIndex = index;
        }
        else
        {
            set.HasDuplicate |= set.SealIndex >= 0;
            set.SealIndex = index;
        }
    }

    private void Complete(HeaderSection section, DkimOptions options)
    {
        foreach (ArcSet set in Sets)
        {
            if (set.SignatureIndex >= 0)
            {
                set.Signature = MessageSignature.ReadArc(section, set.SignatureIndex, options);
            }

            if (set.SealIndex >= 0)
            {
                set.Seal = ArcSeal.Read(section.Fields[set.SealIndex], options);
            }
        }

        foreach (ArcSet set in Sets)
        {
            // RFC 8617 §5.2 step 3: A and B (a gap is a set without fields), then C.
            ArcResult expected = set.Instance == 1 ? ArcResult.None : ArcResult.Pass;
            StructureError ??= set.HasDuplicate ? $"i={set.Instance}: a field of the set occurs twice"
                : !set.IsComplete ? $"i={set.Instance}: the set is not complete"
                : set.Seal!.ChainStatus != expected ? $"i={set.Instance}: cv= is not {expected.ToWord()}"
                : null;
        }
    }

    private static string Kind(bool isResults, bool isSignature) =>
        isResults ? "ARC-Authentication-Results" : isSignature ? "ARC-Message-Signature" : "ARC-Seal";
}
