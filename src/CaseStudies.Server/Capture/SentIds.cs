using System.Text.Json.Nodes;
using CaseStudies.Domain;

namespace CaseStudies.Server.Capture;

/// <summary>Writes ids as we store and compare them, in lower case: some systems print them in capitals, and both are one id.</summary>
/// <remarks>Before the canonical form is made, so that a command is the same command however its ids were written.</remarks>
internal static class SentIds
{
    private static readonly HashSet<Type> s_uuids =
        [typeof(CommandId), typeof(EntryId), typeof(SessionId), typeof(ImportId), typeof(InvitationId), typeof(GrantId), typeof(ShareId)];

    private static readonly ContractWalk s_walk = new((type, text) => Plain(type, text) is { } plain && plain != text ? plain : null);

    /// <summary>Changes the body in place.</summary>
    public static void WritePlainly(JsonObject body, Type type) => s_walk.Through(body, type);

    private static string? Plain(Type type, string text) =>
        type == typeof(PersonId) ? PersonId.Plain(text)
        : type == typeof(MemberId) ? MemberId.Plain(text)
        : s_uuids.Contains(type) && Guid.TryParseExact(text, "D", out var id) ? id.ToString()
        : null;
}
