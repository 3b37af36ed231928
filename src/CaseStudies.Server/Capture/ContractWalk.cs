using System.Text.Json;
using System.Text.Json.Nodes;

namespace CaseStudies.Server.Capture;

/// <summary>Walks a body along the type that it becomes, and rewrites its texts in place by the type of each. What it does not know it leaves alone.</summary>
/// <param name="rewrite">Takes the type and the text of a single value; null leaves the value as it is.</param>
/// <param name="visitList">Is told of each list, and of each object with free names, with the number of its items.</param>
internal sealed class ContractWalk(Func<Type, string, JsonNode?> rewrite, Action<JsonNode, int>? visitList = null)
{
    public void Through(JsonNode? node, Type type)
    {
        if (node is not (JsonObject or JsonArray))
            return;
        var shape = RequestContract.ForType(type);
        switch (node)
        {
            case JsonObject o when shape.Choices is { } choices:
                if (o[choices.Discriminator] is JsonValue word && word.TryGetValue<string>(out var chosen) && choices.Of.TryGetValue(chosen, out var form))
                    Through(o, form);
                break;
            case JsonObject o when shape.Members is { } members:
                foreach (var (name, value) in o.ToList())
                {
                    if (members.TryGetValue(name, out var member))
                        Step(value, member.Type, written => o[name] = written);
                }

                break;
            case JsonObject o when shape.ValueOf is { } of:
                visitList?.Invoke(o, o.Count);
                foreach (var (name, value) in o.ToList())
                    Step(value, of, written => o[name] = written);
                break;
            case JsonArray a when shape.ItemOf is { } of:
                visitList?.Invoke(a, a.Count);
                foreach (var (index, item) in a.Index().ToList())
                    Step(item, of, written => a[index] = written);
                break;
        }
    }

    private void Step(JsonNode? value, Type type, Action<JsonNode> put)
    {
        if (value?.GetValueKind() != JsonValueKind.String)
            Through(value, type);
        else if (rewrite(Nullable.GetUnderlyingType(type) ?? type, value.GetValue<string>()) is { } written)
            put(written);
    }
}
