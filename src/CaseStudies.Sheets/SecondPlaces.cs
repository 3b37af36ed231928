using System.Text;

namespace CaseStudies.Sheets;

/// <summary>
/// CP932 holds some 400 characters twice, among them names' (髙 as EE E0). .NET's strict decoder takes only the place that it
/// would write; this lets it ask the lenient one for the others, and still throw at what is no character at all.
/// </summary>
internal sealed class SecondPlaces(Encoding lenient) : DecoderFallback
{
    public override int MaxCharCount => 1;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(lenient);

    private sealed class Buffer(Encoding lenient) : DecoderFallbackBuffer
    {
        private char _held;
        private bool _pending;

        public override int Remaining => _pending ? 1 : 0;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            // Nothing unknown stands for a real middle dot: that one has a place which is known.
            if (bytesUnknown.Length != 2 || lenient.GetString(bytesUnknown) is not [not ('・' or '\uFFFD')] text)
                throw new DecoderFallbackException("No character of CP932.", bytesUnknown, index);
            (_held, _pending) = (text[0], true);
            return true;
        }

        public override char GetNextChar()
        {
            if (!_pending)
                return '\0';
            _pending = false;
            return _held;
        }

        public override bool MovePrevious() => false;

        public override void Reset() => _pending = false;
    }
}
