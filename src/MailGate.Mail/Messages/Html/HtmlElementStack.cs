namespace MailGate.Mail.Messages.Html;

/// <summary>The open elements and what each does to the look of its text, to a depth.</summary>
internal sealed class HtmlElementStack
{
    private const int MaxDepth = 256;

    private readonly List<OpenElement> _open = new(32);
    private readonly int[] _names = new int[MaxDepth];
    private int _tooDeep;

    public HtmlElementStack() => Current = new OpenElement(0, HidingTricks.None, HtmlColor.Black, HtmlColor.White);

    /// <summary>The look that text has here.</summary>
    public OpenElement Current { get; private set; }

    /// <summary>True when something was nested deeper than is followed.</summary>
    public bool WasTooDeep { get; private set; }

    public void Push(OpenElement element)
    {
        if (_open.Count == MaxDepth)
        {
            WasTooDeep = true;
            _tooDeep++;
            return;
        }

        _names[_open.Count] = element.Name;
        _open.Add(element);
        Current = element;
    }

    /// <summary>Ends the innermost element of that name and all within it; nothing when there is none.</summary>
    public void Close(int name)
    {
        if (_tooDeep > 0)
        {
            _tooDeep--;
            return;
        }

        int innermost = _names.AsSpan(0, _open.Count).LastIndexOf(name);
        if (innermost >= 0)
        {
            _open.RemoveRange(innermost, _open.Count - innermost);
            Current = innermost == 0 ? Root : _open[innermost - 1];
        }
    }

    /// <summary>Ends the innermost element if it has that name: a new p ends the last, a new li the last.</summary>
    public void CloseIfTop(int name)
    {
        if (_open.Count > 0 && _open[^1].Name == name && _tooDeep == 0)
        {
            Close(name);
        }
    }

    /// <summary>Sets what lies around all elements: the attributes of body count for what follows even when body is closed early.</summary>
    public void SetRoot(int color, int background)
    {
        Root = new OpenElement(0, HidingTricks.None, color, background);
        Current = _open.Count == 0 ? Root : Current;
    }

    private OpenElement Root { get; set; } = new(0, HidingTricks.None, HtmlColor.Black, HtmlColor.White);

    /// <param name="Name">Hash of the lower-case name.</param>
    /// <param name="Tricks">How its text is hidden, without colours.</param>
    /// <param name="Color">Text colour.</param>
    /// <param name="Background">What lies behind it.</param>
    internal readonly record struct OpenElement(int Name, HidingTricks Tricks, int Color, int Background)
    {
        /// <summary>How text is hidden here.</summary>
        public HidingTricks Hiding => Tricks | (HtmlColor.AreAlike(Color, Background) ? HidingTricks.SameColor : HidingTricks.None);
    }
}
