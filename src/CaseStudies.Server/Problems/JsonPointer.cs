using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace CaseStudies.Server.Problems;

/// <summary>A JSON pointer (RFC 6901) into a body: <c>/facts/3/count</c>; the empty text is the whole body.</summary>
internal static class JsonPointer
{
    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string ForNode(JsonNode node)
    {
        var steps = new Stack<string>();
        for (var at = node; at.Parent is { } parent; at = parent)
            steps.Push(parent is JsonArray ? at.GetElementIndex().ToString(CultureInfo.InvariantCulture) : Escape(at.GetPropertyName()));
        return string.Concat(steps.Select(s => "/" + s));
    }

    /// <summary>Converts a path of the serializer (<c>$.facts[3]['a b']</c>); a pointer stays as it is.</summary>
    public static string? OfPath(string? path)
    {
        if (path is not ['$', ..])
            return path;
        var (pointer, at) = (new StringBuilder(), 1);
        while (at < path.Length)
        {
            var quoted = path.AsSpan(at).StartsWith("['", StringComparison.Ordinal);
            var (start, stop) = quoted
                ? (at + 2, path.IndexOf("']", at, StringComparison.Ordinal))
                : (at + 1, path.IndexOfAny(path[at] == '[' ? [']'] : ['.', '['], at + 1));
            stop = stop < 0 ? path.Length : stop;
            pointer.Append('/').Append(Escape(path[start..stop]));
            at = stop + (quoted ? 2 : path[at] == '[' ? 1 : 0);
        }

        return pointer.ToString();
    }
}
