using System.Reflection;

namespace CaseStudies.Server.Tests.Rules;

/// <summary>The same order, by what the compiled types really hold: a source can hide a name, a field cannot.</summary>
public sealed class RoomTypesTests
{
    private static readonly Assembly s_server = typeof(ServerApp).Assembly;

    [Fact]
    public void Nothing_but_the_commands_imports_and_the_composition_holds_a_type_of_Capture() =>
        Assert.Empty(Holders(s_server.GetTypes(), "CaseStudies.Server.Capture", ["CaseStudies.Server.Capture", "CaseStudies.Server.Commands", "CaseStudies.Server.Import"]));

    [Fact]
    public void Projections_hold_no_type_of_Read_or_Pages()
    {
        var projections = s_server.GetTypes().Where(t => t.Namespace == "CaseStudies.Server.Projections");
        Assert.Empty(Holders(projections, "CaseStudies.Server.Read", []).Concat(Holders(projections, "CaseStudies.Server.Pages", [])));
    }

    [Fact]
    public void The_rule_bites() =>
        Assert.Equal([$"{typeof(Offender).FullName} holds CaseStudies.Server.Capture.Recorder"], Holders([typeof(Offender)], "CaseStudies.Server.Capture", []));

    private static IEnumerable<string> Holders(IEnumerable<Type> types, string room, string[] allowed)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return
            from type in types
            where type.Namespace is { } own && own != "CaseStudies.Server" && !allowed.Contains(own)
            from held in type.GetFields(All).Select(f => f.FieldType)
                .Concat(type.GetMethods(All).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)))
                .Concat(type.GetConstructors(All).SelectMany(c => c.GetParameters().Select(p => p.ParameterType)))
                .SelectMany(Within).Distinct()
            where held.Namespace == room
            select $"{type.FullName} holds {held.FullName}";
    }

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
