using System.Globalization;
using System.Xml;
using FunctionsPipeline.Input;

namespace FunctionsPipeline.Articles.Images.Drawings;

/// <summary>Reads the parts of a drawing that may be published into a tree. One reader reads one drawing.</summary>
internal sealed class DrawingReader(InputBudget budget)
{
    private const int MaxDepth = 100;

    /// <summary>Kinds of parts that a finding names.</summary>
    private const int MaxNamed = 8;

    private readonly SortedSet<string> _leftOut = new(StringComparer.Ordinal);
    private XmlReader _reader = null!;

    /// <summary>What was left out that a reader might miss, each with the first line it stood on.</summary>
    public IReadOnlyCollection<string> LeftOut => _leftOut;

    private int Line => ((IXmlLineInfo)_reader).LineNumber;

    /// <exception cref="DrawingException">It holds what no drawing needs.</exception>
    /// <exception cref="XmlException">It is not well-formed.</exception>
    public DrawingNode Read(ReadOnlyMemory<byte> svg)
    {
        // Old exports declare their namespaces as entities. What a DTD adds beside is judged like all else, and it is not
        // written again; nothing outside the file is read.
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Parse,
            XmlResolver = null,
            MaxCharactersFromEntities = 20_000,
            IgnoreComments = true,
        };
        using var reader = _reader = XmlReader.Create(new MemoryStream(svg.ToArray(), writable: false), settings);
        while (reader.Read() && reader.NodeType != XmlNodeType.Element)
            RefuseStyleSheet();
        if (reader.NodeType != XmlNodeType.Element || reader.LocalName != "svg" || !IsOurs(reader.NamespaceURI))
            throw new DrawingException("it is not an SVG drawing");
        var root = Element();
        Fill(root, 1);
        while (reader.Read())
            RefuseStyleSheet();
        return root;
    }

    private void Fill(DrawingNode parent, int depth)
    {
        if (depth > MaxDepth)
            throw Refuse("parts are nested too deep");
        if (_reader.IsEmptyElement)
            return;
        while (_reader.Read() && _reader.NodeType != XmlNodeType.EndElement)
        {
            budget.TakeNodes(1);
            switch (_reader.NodeType)
            {
                case XmlNodeType.Element:
                    Child(parent, depth);
                    break;
                case XmlNodeType.Text
                or XmlNodeType.CDATA
                or XmlNodeType.SignificantWhitespace
                or XmlNodeType.Whitespace when DrawingRules.WithText.Contains(parent.Name):
                    parent.Children.Add(new DrawingNode("", _reader.Value, Line));
                    break;
                case XmlNodeType.EntityReference:
                    throw Refuse("an entity is not resolved");
            }
        }
        if (parent.Name == "style")
            Reduce(parent);
    }

    private void Child(DrawingNode parent, int depth)
    {
        var name = _reader.LocalName;
        // HTML inside a drawing runs and loads as it does in a page, under any prefix.
        if (!IsOurs(_reader.NamespaceURI))
        {
            if (_reader.NamespaceURI == DrawingRules.Html)
                throw Refuse($"it holds HTML (<{name}>)");
            Skip(depth);
        }
        else if (DrawingRules.Refused.Contains(name))
        {
            throw Refuse($"it holds more than a drawing (<{name}>)");
        }
        else if (name == "a")
        {
            // What a link holds is drawn; the link is not there.
            Judge();
            Miss("<a>");
            Fill(parent, depth + 1);
        }
        else if (name == "switch")
        {
            // A browser draws the first child that it knows: the alternative to what is left out.
            Judge();
            var choice = new DrawingNode(name, null, Line);
            Fill(choice, depth + 1);
            parent.Children.AddRange(choice.Children.Take(1));
        }
        else if (!DrawingRules.Elements.Contains(name))
        {
            if (name != "metadata")
                Miss($"<{name}>");
            Skip(depth);
        }
        else
        {
            var child = Element();
            parent.Children.Add(child);
            Fill(child, depth + 1);
        }
    }

    private DrawingNode Element()
    {
        var element = new DrawingNode(_reader.LocalName, null, Line);
        Judge(element);
        return element;
    }

    /// <summary>Takes over the attributes that draw, and refuses those that run or load.</summary>
    /// <param name="element">Null for one that is unwrapped.</param>
    private void Judge(DrawingNode? element = null)
    {
        for (var i = 0; i < _reader.AttributeCount; i++)
        {
            _reader.MoveToAttribute(i);
            budget.TakeSteps(1);
            var (name, space, value) = (_reader.LocalName, _reader.NamespaceURI, _reader.Value);
            if (space.Length == 0 && name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
                throw Refuse($"it runs a program ({name})");
            if (element is null || _reader.Prefix == "xmlns" || name == "xmlns")
                continue;
            if (name == "href" && space is ("" or DrawingRules.XLink))
                Reference(element, value);
            else if (space.Length == 0)
                Attribute(element, name, value);
            else if (space == DrawingRules.Xml && name == "space" && value == "preserve")
                element.Attributes.Add(("xml:space", value));
        }
        _reader.MoveToElement();
    }

    private void Reference(DrawingNode element, string value)
    {
        if (DrawingValues.OwnPart(value) is not { } id)
            throw Refuse($"<{element.Name}> refers to something outside the drawing");
        if (element.Of("href") is null)
            element.Attributes.Add(("href", "#" + id));
    }

    private void Attribute(DrawingNode element, string name, string value)
    {
        if (name == "style")
        {
            var lossy = false;
            if (DrawingStyle.Declarations(value, ref lossy) is { Length: > 0 } style)
                element.Attributes.Add((name, style));
            RefuseFetching(value, element.Name);
            return;
        }
        if (name is "id")
        {
            if (DrawingValues.IsName(value))
                element.Attributes.Add((name, value));
            return;
        }
        var isLabel = name is "aria-label";
        if (!isLabel && !DrawingRules.Attributes.Contains(name) && !DrawingRules.Properties.Contains(name))
            return;
        if (isLabel || DrawingValues.IsHarmless(value))
        {
            element.Attributes.Add((name, value));
            return;
        }
        RefuseFetching(value, element.Name);
        Miss(name);
    }

    /// <summary>Left out in any case; but a drawing that loads something is not what its author sees without it.</summary>
    private void RefuseFetching(string value, string element)
    {
        foreach (var call in (ReadOnlySpan<string>)["url(", "image(", "image-set(", "src(", "cross-fade(", "@import"])
        {
            for (
                int found, at = 0;
                (found = value.IndexOf(call, at, StringComparison.OrdinalIgnoreCase)) >= 0;
                at = found + 1
            )
            {
                if (!value.AsSpan(found + call.Length).TrimStart(" '\"").StartsWith('#'))
                    throw Refuse($"<{element}> loads something from elsewhere");
            }
        }
    }

    private void Reduce(DrawingNode style)
    {
        var lossy = false;
        var css = string.Concat(style.Children.Select(c => c.Text));
        style.Children.Clear();
        style.Attributes.Clear();
        if (DrawingStyle.Rules(css, ref lossy) is { Length: > 0 } rules)
            style.Children.Add(new DrawingNode("", rules, style.Line));
        if (lossy)
            Miss("some styles");
    }

    /// <summary>Leaves an element out with all that is in it — but what runs is found there, too.</summary>
    private void Skip(int depth)
    {
        if (_reader.IsEmptyElement)
            return;
        var end = _reader.Depth;
        while (_reader.Read() && !(_reader.NodeType == XmlNodeType.EndElement && _reader.Depth == end))
        {
            budget.TakeNodes(1);
            if (_reader.Depth > MaxDepth + depth)
                throw Refuse("parts are nested too deep");
            if (
                _reader.NodeType == XmlNodeType.Element
                && IsOurs(_reader.NamespaceURI)
                && DrawingRules.Refused.Contains(_reader.LocalName)
            )
                throw Refuse($"it holds more than a drawing (<{_reader.LocalName}>)");
        }
    }

    private void RefuseStyleSheet()
    {
        if (
            _reader.NodeType == XmlNodeType.ProcessingInstruction
            && _reader.Name.StartsWith("xml-stylesheet", StringComparison.Ordinal)
        )
            throw Refuse("it loads a style sheet");
    }

    private void Miss(string what)
    {
        var named = string.Create(CultureInfo.InvariantCulture, $"{what} (line {Line} of the drawing)");
        if (_leftOut.Count < MaxNamed && !_leftOut.Any(l => l.StartsWith(what + " (", StringComparison.Ordinal)))
            _leftOut.Add(named);
    }

    private DrawingException Refuse(string why) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{why} (line {Line} of the drawing)"));

    /// <summary>A drawing without a namespace is read as SVG, too: written again, it has one.</summary>
    private static bool IsOurs(string space) => space is "" or DrawingRules.Svg;
}
