namespace Sensor.Dissectors.Bedside.Sdc;

/// <summary>Told of elements as they begin and end.</summary>
internal interface IXmlVisitor
{
    /// <param name="name">Local name, without its prefix; cut to <see cref="XmlScanner.MaxName"/> bytes.</param>
    /// <param name="depth">The document's element has 1.</param>
    void Start(ReadOnlySpan<byte> name, int depth);

    /// <param name="text">Of an element without elements its text, its five entities replaced, without blanks around it; cut to <see cref="XmlScanner.MaxText"/> bytes. Of others nothing.</param>
    /// <param name="depth">As it began with.</param>
    void End(ReadOnlySpan<byte> text, int depth);
}

/// <summary>
/// Finds the elements of an XML document (XML 1.0, namespaces' prefixes passed over) in bytes that come in pieces of any size. No attributes; no
/// document type, no entities beyond the five, depth 32: whatever goes beyond that, or isn't well-formed, ends the scan for good. Keeps one name and one
/// text. Doesn't validate: an end tag ends the element at hand, whatever its name.
/// </summary>
internal sealed class XmlScanner(IXmlVisitor visitor)
{
    public const int MaxDepth = 32;
    public const int MaxName = 64;
    public const int MaxText = 1024;

    /// <summary>The longest of the five entities without its ampersand and semicolon.</summary>
    private const int MaxEntity = 4;

    private readonly byte[] _name = new byte[MaxName];
    private readonly byte[] _text = new byte[MaxText];
    private int _nameLength;
    private int _textLength;
    private int _entityStart = -1;
    private int _depth;
    private State _state;
    private byte _quote;
    private int _matched;
    private bool _isLeaf;
    private bool _isSlash;

    private enum State : byte
    {
        Text,

        /// <summary>Behind a less-than sign.</summary>
        Open,
        StartName,

        /// <summary>In a start tag, behind its name.</summary>
        Attributes,
        Quoted,
        EndTag,
        Instruction,

        /// <summary>Behind <c>&lt;!</c>.</summary>
        Declaration,
        Comment,
        Over,
    }

    /// <summary>Nothing more is looked at: it isn't for this scanner.</summary>
    public bool IsOver => _state == State.Over;

    public void Clear()
    {
        _nameLength = _textLength = _depth = _matched = 0;
        _entityStart = -1;
        _state = State.Text;
        _isLeaf = _isSlash = false;
    }

    public void Feed(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty && _state != State.Over)
        {
            data = data[Take(data)..];
        }
    }

    /// <summary>Takes from the front; answers how much.</summary>
    private int Take(ReadOnlySpan<byte> data)
    {
        switch (_state)
        {
            case State.Text:
                var end = data.IndexOf((byte)'<');
                TakeText(end < 0 ? data : data[..end]);
                _state = end < 0 ? State.Text : State.Open;
                return end < 0 ? data.Length : end + 1;
            case State.Attributes when data[0] is not ((byte)'"' or (byte)'\'' or (byte)'>' or (byte)'/'):
                _isSlash = false;
                var special = data.IndexOfAny("\"'>/"u8);
                return special < 0 ? data.Length : special;
            case State.Quoted:
                var close = data.IndexOf(_quote);
                _state = close < 0 ? State.Quoted : State.Attributes;
                return close < 0 ? data.Length : close + 1;
            case State.EndTag:
                var last = data.IndexOf((byte)'>');
                if (last >= 0)
                {
                    End();
                }

                return last < 0 ? data.Length : last + 1;
            default:
                TakeByte(data[0]);
                return 1;
        }
    }

    private void TakeByte(byte value)
    {
        switch (_state)
        {
            case State.Open:
                (_nameLength, _isSlash, _matched) = (0, false, 0);
                _state = value switch
                {
                    (byte)'/' => State.EndTag,
                    (byte)'?' => State.Instruction,
                    (byte)'!' => State.Declaration,
                    _ when IsNameStart(value) => State.StartName,
                    _ => State.Over,
                };
                AddToName(value);
                break;
            case State.StartName:
                TakeNameByte(value);
                break;
            case State.Attributes:
                TakeTagByte(value);
                break;
            case State.Instruction:
                _state = _matched == 1 && value == '>' ? State.Text : State.Instruction;
                _matched = value == '?' ? 1 : 0;
                break;
            case State.Declaration:
                // Only a comment may follow.
                _state = value != '-' ? State.Over : ++_matched == 2 ? State.Comment : State.Declaration;
                _matched = _state == State.Comment ? 0 : _matched;
                break;
            case State.Comment:
                _state = _matched >= 2 && value == '>' ? State.Text : State.Comment;
                _matched = value == '-' ? Math.Min(2, _matched + 1) : 0;
                break;
        }
    }

    private void TakeNameByte(byte value)
    {
        if (value == ':')
        {
            _nameLength = 0;
        }
        else if (value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'>' or (byte)'/')
        {
            Start();
            TakeTagByte(value);
        }
        else
        {
            AddToName(value);
        }
    }

    private void TakeTagByte(byte value)
    {
        if (_state == State.Over)
        {
            return;
        }

        switch (value)
        {
            case (byte)'>':
                _state = State.Text;
                if (_isSlash)
                {
                    End();
                }

                break;
            case (byte)'"' or (byte)'\'':
                (_state, _quote, _isSlash) = (State.Quoted, value, false);
                break;
            default:
                (_state, _isSlash) = (State.Attributes, value == '/');
                break;
        }
    }

    private void Start()
    {
        if (++_depth > MaxDepth)
        {
            _state = State.Over;
            return;
        }

        (_textLength, _entityStart, _isLeaf) = (0, -1, true);
        visitor.Start(_name.AsSpan(0, _nameLength), _depth);
    }

    private void End()
    {
        if (_depth == 0)
        {
            _state = State.Over;
            return;
        }

        _state = State.Text;
        visitor.End(_isLeaf ? _text.AsSpan(0, _textLength).Trim(" \t\r\n"u8) : default, _depth);
        _isLeaf = false;
        _depth--;
    }

    private void AddToName(byte value)
    {
        if (_nameLength < MaxName)
        {
            _name[_nameLength++] = value;
        }
    }

    private void TakeText(ReadOnlySpan<byte> text)
    {
        if (!_isLeaf)
        {
            return;
        }

        foreach (var value in text)
        {
            if (_textLength == MaxText)
            {
                return;
            }

            _text[_textLength++] = value;
            if (value == '&')
            {
                _entityStart = _textLength - 1;
            }
            else if (_entityStart >= 0 && (value == ';' || _textLength - _entityStart > MaxEntity + 1))
            {
                TakeEntity(value == ';');
            }
        }
    }

    private void TakeEntity(bool isWhole)
    {
        ReadOnlySpan<byte> name = _text.AsSpan((_entityStart + 1).._textLength);
        byte character = !isWhole ? (byte)0
            : name.SequenceEqual("amp;"u8) ? (byte)'&'
            : name.SequenceEqual("lt;"u8) ? (byte)'<'
            : name.SequenceEqual("gt;"u8) ? (byte)'>'
            : name.SequenceEqual("quot;"u8) ? (byte)'"'
            : name.SequenceEqual("apos;"u8) ? (byte)'\''
            : (byte)0;
        if (character != 0)
        {
            _text[_entityStart] = character;
            _textLength = _entityStart + 1;
        }

        _entityStart = -1;
    }

    private static bool IsNameStart(byte value) => char.IsAsciiLetter((char)value) || value is (byte)'_' or >= 0x80;
}
