using System.Reflection;

namespace CaseStudies.Server.Tests.Rules;

/// <summary>The same order, by what the compiled types really hold: a source can hide a name, a field cannot.</summary>
public sealed class RoomTypesTests
{
    private const string Root = "CaseStudies.Server.";

    [Fact]
    public void No_compiled_type_holds_a_type_of_a_room_that_is_not_drawn_for_it()
    {
        var drawn = RoomOrderTests.Rooms(RoomOrderTests.Drawn()).ToDictionary(r => r.Room, r => r.Uses);
        Assert.Empty(Offences(typeof(ServerApp).Assembly.GetTypes(), drawn));
    }

    [Fact]
    public void Only_the_rooms_that_record_hold_a_type_of_Capture()
    {
        var drawn = RoomOrderTests.Rooms(RoomOrderTests.Drawn()).ToDictionary(r => r.Room, r => r.Uses);
        Assert.DoesNotContain(drawn, r => r.Key is "Store" or "Projections" or "Read" or "Pages" or "Exports" && r.Value.Contains("Capture"));
    }

    [Fact]
    public void The_rule_bites() =>
        Assert.Equal(
            [$"{typeof(Offender).FullName} holds CaseStudies.Server.Capture.Recorder"],
            Offences([typeof(Offender)], new Dictionary<string, string[]> { ["Tests"] = ["Read"] }));

    private static IEnumerable<string> Offences(IEnumerable<Type> types, Dictionary<string, string[]> drawn)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return
            from type in types
            let own = Room(type)
            where own is not null
            from held in type.GetFields(All).Select(f => f.FieldType)
                .Concat(type.GetMethods(All).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)))
                .Concat(type.GetConstructors(All).SelectMany(c => c.GetParameters().Select(p => p.ParameterType)))
                .SelectMany(Within).Distinct()
            let room = Room(held)
            where room is not null && room != own && !drawn.GetValueOrDefault(own, []).Contains(room)
            select $"{type.FullName} holds {held.FullName}";
    }

    private static string? Room(Type type) =>
        type.Namespace is { } name && name.StartsWith(Root, StringComparison.Ordinal) ? name[Root.Length..].Split('.')[0] : null;

    private static IEnumerable<Type> Within(Type type) =>
        type.HasElementType ? Within(type.GetElementType()!) : type.IsGenericType ? type.GetGenericArguments().SelectMany(Within).Append(type) : [type];

    private sealed class Offender
    {
        internal static Server.Capture.Recorder Held() => throw new NotSupportedException();

        private Offender()
        {
        }
    }
}
