using System.Collections.Immutable;
using System.Reflection;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;

namespace CaseStudies.Tests.Initiatives;

/// <summary>All refusals of the domain, with words and numbers in the places of what they name.</summary>
internal static class EachRefusal
{
    public static IEnumerable<Refusal> Told(string word = "example", int number = 2) =>
        typeof(Refusals).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.ReturnType == typeof(Refusal))
            .Select(m => (Refusal)m.Invoke(null, [.. m.GetParameters().Select(p => Of(p.ParameterType, word, number))])!);

    private static object Of(Type type, string word, int number) =>
        type == typeof(string) ? word : type == typeof(int) ? number : type == typeof(PublicText) ? new PublicText(word, word)
        : type == typeof(IEnumerable<string>) ? (string[])[word] : type == typeof(Role) ? Role.Staff
        : type == typeof(ImmutableArray<EntryId>) ? ImmutableArray.Create(new EntryId(Guid.Empty)) : Guid.Empty;
}
