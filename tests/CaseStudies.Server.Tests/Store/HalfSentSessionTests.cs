using System.Net;
using System.Net.Sockets;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Capture;
using CaseStudies.Server.Tests.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace CaseStudies.Server.Tests.Store;

/// <summary>A program that froze in the middle of a statement, as PostgreSQL sees it: some of the bytes have come, and the rest does not.</summary>
public sealed class HalfSentSessionTests(HalfSentSessionTests.Impatient server) : IClassFixture<HalfSentSessionTests.Impatient>
{
    public sealed class Impatient(PostgresFixture postgres) : ServerFixture(postgres)
    {
        protected override void Configure(WebApplicationBuilder builder)
        {
            builder.Configuration["Store:LockTimeout"] = "00:00:00.300";
            builder.Configuration["Store:IdleTransactionTimeout"] = "00:00:01";
        }

        internal StoreLogins AsWhom => Logins;
    }

    [Theory]
    [InlineData("serving")]
    [InlineData("background")]
    public async Task Its_locks_are_freed_and_the_stream_takes_commands_again(string role)
    {
        await Api.OpenedAsync(server, "ysc", role);
        var login = role == "serving" ? server.AsWhom.Serving : server.AsWhom.Background;
        await using var wire = new HalfWire { Target = new NpgsqlConnectionStringBuilder(login).Port };
        await using var frozen = new NpgsqlConnection(FaultPostgres.Through(login, wire.Port));
        await frozen.OpenAsync(Cancellation);
        await using var transaction = await frozen.BeginTransactionAsync(Cancellation);
        await using (var name = new NpgsqlCommand(TenantNames.ForSession, frozen) { Parameters = { new() { Value = TenantNames.Value([new("ysc")]) } } })
            await name.ExecuteNonQueryAsync(Cancellation);
        await using (var hold = new NpgsqlCommand($"select version from {MartenTables.Streams} where tenant_id = 'ysc' and id = $1 for update", frozen)
            { Parameters = { new() { Value = role } } })
            Assert.NotNull(await hold.ExecuteScalarAsync(Cancellation));
        wire.Stop(after: 10_000);
        await using var half = new NpgsqlCommand("select length($1)", frozen) { Parameters = { new() { Value = new string('x', 1_000_000) } } };
        var sending = half.ExecuteScalarAsync(Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await RecordAsync(role));
        await Until.TrueAsync(async () => await RecordAsync(role) == HttpStatusCode.Created, TimeSpan.FromSeconds(20));
        await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await sending);
    }

    [Fact]
    public async Task Sessions_that_only_take_their_time_are_left_alone()
    {
        await using var slow = new NpgsqlConnection(server.AsWhom.Serving + ";Pooling=false");
        await slow.OpenAsync(Cancellation);
        await using var copying = new NpgsqlConnection(server.AsWhom.Background + ";Pooling=false");
        await copying.OpenAsync(Cancellation);
        await using (var table = new NpgsqlCommand("create temp table copied (n int)", copying))
            await table.ExecuteNonQueryAsync(Cancellation);
        await using (var copy = await copying.BeginTextImportAsync("copy copied from stdin", Cancellation))
        {
            await using var sleep = new NpgsqlCommand("select 1 from pg_sleep(4)", slow);
            Assert.Equal(1, await sleep.ExecuteScalarAsync(Cancellation));
            await copy.WriteAsync("7\n");
        }

        await using var sum = new NpgsqlCommand("select sum(n) from copied", copying);
        Assert.Equal(7L, await sum.ExecuteScalarAsync(Cancellation));
    }

    /// <summary>As PostgreSQL has it: zero is no limit.</summary>
    [Fact]
    public async Task Without_a_limit_the_server_starts_and_ends_none()
    {
        await using var node = await server.AnotherNodeAsync(configure: builder => builder.Configuration["Store:IdleTransactionTimeout"] = "00:00:00");
        Assert.DoesNotContain(node.Services.GetServices<IHostedService>(), s => s is HalfSentSessions);
    }

    private async Task<HttpStatusCode> RecordAsync(string initiative) =>
        (await new Api(server, "ysc", initiative).PostAsync("/entries", Api.Record(Guid.NewGuid(), Sentences.Milestone("next")))).Status;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private sealed class HalfWire : Relay
    {
        private long _left = long.MaxValue;

        public void Stop(int after) => Interlocked.Exchange(ref _left, after);

        protected override Task ServeAsync(NetworkStream near, NetworkStream far) => Task.WhenAny(ForwardAsync(near, far), far.CopyToAsync(near));

        private async Task ForwardAsync(NetworkStream near, NetworkStream far)
        {
            var buffer = new byte[4096];
            while (await near.ReadAsync(buffer) is > 0 and var read)
            {
                var now = (int)Math.Min(read, Interlocked.Read(ref _left));
                Interlocked.Add(ref _left, -now);
                await far.WriteAsync(buffer.AsMemory(0, now));
                if (now < read)
                    await new TaskCompletionSource().Task; // the rest never comes
            }
        }
    }
}
