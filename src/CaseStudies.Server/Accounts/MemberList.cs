using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CaseStudies.Server.Accounts;

/// <summary>Who belongs to an organisation, and who is invited: in which role, since when and by whom. The events say it.</summary>
/// <param name="Names">The login names of members with an account, by their ids; empty for those who may not see them.</param>
public sealed record MembersView(
    Slug Organisation, IReadOnlyList<MembersView.Member> Members, IReadOnlyList<MembersView.Guest> Guests, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>Who a subject is, for people to read: the login name where it is known, else the id.</summary>
    public static PublicText NameOf(string subject, IReadOnlyDictionary<string, string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.TryGetValue(subject, out var login) ? new(login, login) : subject switch
        {
            "" => new("不明", "unknown"),
            "operator" => new("サーバーの運用者", "the operator of the server"),
            "local-user" => new("この PC の利用者", "the user of this machine"),
            _ => new(subject, subject),
        };
    }

    /// <param name="Since">Of this role.</param>
    /// <param name="By">Who gave it, or invited them.</param>
    /// <param name="Key">Of a program.</param>
    public sealed record Member(MemberId Id, Role Role, Instant? Since, string? By, ProgramKey? Key);

    public sealed record Guest(InvitationId Id, Role Role, Instant Until, bool IsOver, Instant Since, string By, MembershipCause? Cause);
}

/// <param name="Beginning">By which people recognise it.</param>
/// <param name="LastUsed">To the minute; null if it was not used yet.</param>
public sealed record ProgramKey(string? Beginning, Instant Until, Instant? LastUsed);

/// <summary>Reads them.</summary>
internal sealed class MemberList(
    TenantSessions sessions, OrganisationReader organisations, ApiKeys keys, Identities identities, AccountsDb database, IClock clock)
{
    /// <param name="whole">With keys, invitations and names, which are for owners.</param>
    public async Task<MembersView> ReadAsync(Slug organisation, bool whole, CancellationToken cancellation)
    {
        var state = await organisations.FindAsync(organisation, cancellation) ?? new();
        var (roles, invited) = await ToldAsync(organisation, cancellation);
        var known = whole && state.Programs is { Count: > 0 } ? await keys.AllAsync(organisation, cancellation) : null;
        var members = state.Members?.Select(m => new MembersView.Member(
            new(m.Key), m.Value, roles.TryGetValue(m.Key, out var told) ? told.At : null, told.By, Key(m.Key))).ToList() ?? [];
        var now = clock.GetCurrentInstant();
        var guests = (whole ? state.Invitations : null)?.Where(i => invited.ContainsKey(i.Key))
            .Select(i => (i.Value, Told: invited[i.Key])).OrderBy(i => i.Told.At)
            .Select(i => new MembersView.Guest(i.Told.Event.Invitation, i.Value.Role, i.Value.Until, i.Value.Until <= now, i.Told.At, i.Told.By,
                i.Told.Event.Cause)).ToList() ?? [];
        return new(organisation, members, guests,
            whole ? await NamesAsync([.. members.Select(m => m.Id.Value), .. guests.Select(g => g.By), .. members.Select(m => m.By ?? "")], cancellation)
                : new Dictionary<string, string>());

        ProgramKey? Key(string member) => state.Programs?.TryGetValue(member, out var until) != true ? null
            : known?.TryGetValue(member, out var key) == true ? new(key.Prefix, until, key.LastUsed) : new(null, until, null);
    }

    /// <summary>The latest word on each member's role, and each invitation.</summary>
    private async Task<(Dictionary<string, (Instant At, string By)> Roles, Dictionary<string, (MemberInvited Event, Instant At, string By)> Invited)>
        ToldAsync(Slug organisation, CancellationToken cancellation)
    {
        var roles = new Dictionary<string, (Instant, string)>();
        var invited = new Dictionary<string, (MemberInvited, Instant, string By)>();
        await using var session = await sessions.QueryAsync(organisation, cancellation);
        foreach (var e in await session.Events.FetchStreamAsync(OrganisationStream.Key, token: cancellation))
        {
            var (at, by) = (Instant.FromDateTimeOffset(e.Timestamp), e.UserName ?? "");
            if (e.Data is MemberInvited invitation)
                invited[invitation.Invitation.ToString()] = (invitation, at, by);
            else if (e.Data is MemberJoined joined)
                roles[joined.Member.Value] = (at, joined.Invitation is { } used && invited.TryGetValue(used.ToString(), out var guest) ? guest.By : by);
            else if (e.Data is KeyMade made)
                roles[made.Member.Value] = (at, by);
            else if (e.Data is RoleChanged changed)
                roles[changed.Member.Value] = (at, by);
        }

        return (roles, invited);
    }

    /// <summary>The login names of those who have an account here, by their ids.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(string[] members, CancellationToken cancellation)
    {
        var accounts = await identities.SubjectsOfAsync(Account.Issuer, members, cancellation);
        var ids = accounts.Values.ToArray();
        var logins = await database.Users.AsNoTracking().Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.UserName!, cancellation);
        return accounts.Where(a => logins.ContainsKey(a.Value)).ToDictionary(a => a.Key, a => logins[a.Value]);
    }
}
