using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;

namespace CaseStudies.Tests.Rules;

/// <summary>What the Domain may not do, each rule listing its offenders.</summary>
public sealed partial class DomainRules
{
    private static readonly Assembly s_domain = typeof(InitiativeEvent).Assembly;

    /// <summary>Text members that hold no free text, each with the reason.</summary>
    private static readonly ImmutableHashSet<string> s_codes =
    [
        "InitiativeOpened.TimeZone", // an IANA id, refused if unknown
        "OrganisationDescribed.Founded", // a partial date, refused if none
        "PrivateText.Commitment", // a hash, made by the server and never taken from a client
        "PublicText.Ja", "PublicText.En", // the type for text that is written to be published
        // keys, refused by IndicatorRules unless known or of a key's form
        "Selection.Kind", "Sum.Quantity", "Distinct.By", "Listed.By", "Latest.Quantity", "PerKey.By", "Membership.By", "Share.Item",
        "Selection.Where", // values that a dimension admits, checked there too
        "SurveyResponseRecorded.Answers", "SurveyTallied.Tallies", // keys of the instrument's items, refused unless introduced
    ];

    [Fact]
    public void References_NodaTime_and_the_base_library_only() => None(s_domain.GetReferencedAssemblies().Select(a => a.Name!)
        .Where(n => n is not ("NodaTime" or "NodaTime.Serialization.SystemTextJson") && !n.StartsWith("System.", StringComparison.Ordinal)));

    [Fact]
    public void Reads_no_clock_no_environment_and_makes_no_fresh_ids() => None(
        from file in Directory.EnumerateFiles(SourceTree.Path("src", "CaseStudies.Domain"), "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        from line in File.ReadLines(file).Index()
        where Impure().IsMatch(line.Item)
        select $"{Path.GetFileName(file)}:{line.Index + 1} {line.Item.Trim()}");

    [Theory]
    [InlineData("var now = DateTime.UtcNow;")]
    [InlineData("new Entry(Guid.CreateVersion7())")]
    [InlineData("SystemClock.Instance.GetCurrentInstant()")]
    [InlineData("Environment.MachineName")]
    [InlineData("Random.Shared.Next()")]
    public void The_rule_on_clocks_sees_what_it_forbids(string line) => Assert.Matches(Impure(), line);

    [Fact]
    public void Has_no_static_state_that_changes() => None(
        from type in Own()
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where !field.IsLiteral && !field.IsInitOnly && !field.IsDefined(typeof(CompilerGeneratedAttribute))
        select $"{type.Name}.{field.Name}");

    [Fact]
    public void Every_event_is_sealed() => None(Events().Where(t => !t.IsSealed).Select(t => t.Name));

    [Fact]
    public void Every_event_stands_in_the_catalogue() =>
        None(Events().Where(t => t.IsAssignableTo(typeof(InitiativeEvent))).Except(InitiativeEventCatalogue.All.Select(c => c.Type!)).Select(t => t.Name));

    [Fact]
    public void What_is_stored_can_be_set_only_when_it_is_made() => None(
        from member in Members()
        where member.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
        select $"{member.DeclaringType!.Name}.{member.Name}");

    [Fact]
    public void What_is_stored_holds_no_list_that_changes() => None(
        from member in Members()
        where member.PropertyType.IsArray || (member.PropertyType.IsAssignableTo(typeof(IEnumerable)) && member.PropertyType != typeof(string)
            && member.PropertyType.Namespace != typeof(ImmutableArray).Namespace)
        select $"{member.DeclaringType!.Name}.{member.Name}");

    [Fact]
    public void No_free_text_stands_in_what_is_stored() => None(
        from member in Members()
        where member.PropertyType == typeof(string) || Arguments(member.PropertyType).Contains(typeof(string))
        let name = $"{member.DeclaringType!.Name}.{member.Name}"
        where !s_codes.Contains(name)
        select name);

    [Fact]
    public void No_binary_or_rounding_number_stands_in_what_is_stored() => None(
        from member in Members()
        where Arguments(member.PropertyType).Append(member.PropertyType).Any(t => t == typeof(double) || t == typeof(float) || t == typeof(decimal))
        select $"{member.DeclaringType!.Name}.{member.Name}");

    [Fact]
    public void No_fact_has_a_member_that_its_nested_form_needs() => None(
        InitiativeEventCatalogue.Facts.Values.SelectMany(f => f.Type.GetProperties()).Where(p => p.Name is "Kind" or "V")
            .Select(p => $"{p.DeclaringType!.Name}.{p.Name}"));

    /// <summary>The store looks for these names by convention and would fold a second time.</summary>
    [Fact]
    public void No_state_has_a_method_the_store_would_call() => None(
        new[] { typeof(Initiative), typeof(Organisation), typeof(Domain.Entries.EntryBook), typeof(Domain.Entries.Entry), typeof(Domain.Entries.EntryRow) }
            .SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(m => m.Name is "Apply" or "Create" or "ShouldDelete").Select(m => $"{m.DeclaringType!.Name}.{m.Name}"));

    private static void None(IEnumerable<string> offenders) => Assert.Equal([], offenders);

    private static IEnumerable<Type> Own() => s_domain.GetTypes().Where(t => t.Namespace?.StartsWith("CaseStudies", StringComparison.Ordinal) == true
        && !t.IsDefined(typeof(CompilerGeneratedAttribute)) && !t.Name.StartsWith('<'));

    private static IEnumerable<Type> Events() =>
        Own().Where(t => !t.IsAbstract && (t.IsAssignableTo(typeof(InitiativeEvent)) || t.IsAssignableTo(typeof(OrganisationEvent))));

    /// <summary>Every member of every event and of every type of ours that stands in one.</summary>
    private static List<PropertyInfo> Members()
    {
        var seen = new HashSet<Type>();
        var open = new Queue<Type>(Events().Concat(Own().Where(t => t.IsAssignableTo(typeof(Formula)))));
        var members = new List<PropertyInfo>();
        while (open.TryDequeue(out var type))
        {
            if (!seen.Add(type))
                continue;
            var own = DomainJson.Options.GetTypeInfo(type).Kind == System.Text.Json.Serialization.Metadata.JsonTypeInfoKind.Object
                ? DomainJson.Options.GetTypeInfo(type).Properties.Select(p => p.AttributeProvider).OfType<PropertyInfo>()
                : type == typeof(PublicText) ? type.GetProperties() : [];
            foreach (var member in own.Where(m => !m.IsDefined(typeof(System.Text.Json.Serialization.JsonIgnoreAttribute))))
            {
                members.Add(member);
                foreach (var next in Arguments(member.PropertyType).Append(member.PropertyType).Where(t => t.Assembly == s_domain && !t.IsEnum))
                    open.Enqueue(next);
            }
        }

        return members;
    }

    private static IEnumerable<Type> Arguments(Type type) => type.GetGenericArguments().SelectMany(a => Arguments(a).Append(a));

    [GeneratedRegex(@"\b(DateTime(Offset)?\.(Utc)?(Now|Today)|SystemClock|TimeProvider|Stopwatch|Guid\.(NewGuid|CreateVersion7)|Random\b|"
        + @"RandomNumberGenerator|Environment\.|Thread\.|Task\.Run|File\.|Console\.)")]
    private static partial Regex Impure();
}
