namespace MailGate.Admin.Html;

/// <summary>A whole attribute that is there or not. Its text is ours.</summary>
internal readonly record struct Switch
{
    private Switch(string text) => Text = text;

    /// <summary>With the blank before it, or empty.</summary>
    public string Text { get; }

    public static Switch Selected(bool isOn) => new(isOn ? " selected" : "");

    /// <summary>For the link to the page that is shown.</summary>
    public static Switch Current(bool isOn) => new(isOn ? " aria-current=\"page\"" : "");

    /// <summary>For what the script shows anew when there are new transactions.</summary>
    public static Switch Live(bool isOn) => new(isOn ? " data-live" : "");

    public static Switch Open(bool isOn) => new(isOn ? " open" : "");
}
