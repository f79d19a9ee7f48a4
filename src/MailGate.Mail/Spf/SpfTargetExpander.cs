namespace MailGate.Mail.Spf;

/// <summary>Turns domain-specs into names to look up (RFC 7208 §4.8).</summary>
internal sealed class SpfTargetExpander(SpfMacroValues values, SpfValidatedNames validatedNames, SpfLimits limits)
{
    /// <summary>The name that a domain-spec stands for, null when it is none that can be asked.</summary>
    public async ValueTask<string?> ExpandAsync(SpfMacroString spec, string domain)
    {
        if (spec.Constant is not null)
        {
            return spec.ConstantName;
        }

        string? expanded = await ExpandTextAsync(spec, domain);
        return expanded is not null && SpfTargetName.TryCreate(expanded, out string? name) ? name : null;
    }

    /// <summary>The text that a macro-string stands for, null when it is longer than any use of it.</summary>
    public async ValueTask<string?> ExpandTextAsync(SpfMacroString text, string domain)
    {
        string validatedName = text.UsesValidatedName ? await ValidatedNameAsync(domain) : "";
        return SpfMacroExpander.Expand(text, values, domain, validatedName);
    }

    // RFC 7208 §4.6.4: the look-up that the "p" macro needs is counted as a term; it is made once.
    private async ValueTask<string> ValidatedNameAsync(string domain)
    {
        if (!validatedNames.IsLookedUp && !limits.CountLookupTerm())
        {
            return "unknown";
        }

        return await validatedNames.BestNameAsync(domain);
    }
}
