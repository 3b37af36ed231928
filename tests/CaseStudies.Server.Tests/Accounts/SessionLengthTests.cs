using System.Net;
using Microsoft.AspNetCore.Authentication;

namespace CaseStudies.Server.Tests.Accounts;

public sealed class SessionLengthTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    private const string OfLong = "where account_id = (select id from accounts.users where user_name = 'long')";

    [Fact]
    public async Task A_session_ends_after_thirty_days_however_often_it_is_used()
    {
        var browser = await server.SignedInAsync("long");
        var (begun, ends) = await SpanAsync();
        Assert.Equal(TimeSpan.FromDays(30), ends - begun);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.One, "/organisations"));
        // Its use does not move its end.
        Assert.Equal((begun, ends), await SpanAsync());

        var ticket = await TicketAsync();
        ticket.Properties.ExpiresUtc = begun;
        await server.ExecuteAsync($"update accounts.sessions set ticket = $1 {OfLong}", TicketSerializer.Default.Serialize(ticket));

        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync(server.One, "/organisations"));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync(server.Two, "/organisations"));
    }

    private async Task<AuthenticationTicket> TicketAsync() =>
        TicketSerializer.Default.Deserialize(await server.ScalarAsync<byte[]>($"select ticket from accounts.sessions {OfLong}"))!;

    private async Task<(DateTimeOffset Begun, DateTimeOffset Ends)> SpanAsync()
    {
        var properties = (await TicketAsync()).Properties;
        return (properties.IssuedUtc!.Value, properties.ExpiresUtc!.Value);
    }
}
