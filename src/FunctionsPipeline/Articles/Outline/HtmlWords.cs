using System.Text;

namespace FunctionsPipeline.Articles.Outline;

/// <summary>The words of a piece of HTML.</summary>
/// <param name="Lines">One for each paragraph, cell or the like that has words, spaces collapsed.</param>
/// <param name="OpenHidden">The element that hides what follows and has not ended yet; null for none.</param>
internal sealed record HtmlWords(IReadOnlyList<string> Lines, string? OpenHidden)
{
    internal sealed class Builder
    {
        private readonly List<string> _lines = [];
        private readonly StringBuilder _line = new();
        private bool _space;

        public void Add(string text)
        {
            foreach (var c in text)
            {
                if (char.IsWhiteSpace(c))
                {
                    _space = true;
                    continue;
                }
                if (_space && _line.Length > 0)
                    _line.Append(' ');
                _space = false;
                _line.Append(c);
            }
        }

        /// <summary>What follows stands on a line of its own.</summary>
        public void Part()
        {
            if (_line.Length > 0)
                _lines.Add(_line.ToString());
            _line.Clear();
            _space = false;
        }

        public HtmlWords Build(string? openHidden)
        {
            Part();
            return new HtmlWords(_lines, openHidden);
        }
    }
}
