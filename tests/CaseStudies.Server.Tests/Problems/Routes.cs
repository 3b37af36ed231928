using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Problems;

/// <summary>A request that a route accepts: what every hostile one is made from.</summary>
/// <param name="File">Sent as a form, where the route takes a file.</param>
/// <param name="Press">Sent as the form of a page, whose button this is.</param>
public sealed record Neighbour(string Method, string Path, JsonObject? Body = null, byte[]? File = null, string? Press = null)
{
    public HttpRequestMessage Request() => new(new(Method), Path)
    {
        Content = File is not null ? new MultipartFormDataContent { { new ByteArrayContent(File), "file", "x.csv" } }
            : Press is not null ? new FormUrlEncodedContent([new("press", Press)])
            : null,
    };
}

/// <summary>Every route of the server with its valid neighbour. A test holds it against the routes that are mapped.</summary>
public static class Routes
{
    public const string Entries = "/organisations/{org}/initiatives/{id}/entries";
    public const string Corrections = Entries + "/{entry:guid}/corrections";
    public const string Withdrawal = Entries + "/{entry:guid}/withdrawal";
    public const string Imports = "/organisations/{org}/initiatives/{id}/imports";
    public const string Import = Imports + "/{import:guid}";
    public const string Mappings = "/organisations/{org}/import-mappings";
    public const string Jobs = "/organisations/{org}/jobs";
    public const string PageForm = "POST " + Jobs + "/{job:guid}";
    public const string Push = "/organisations/{org}/feed/push";
    public const string Changes = "/organisations/{org}/initiatives/{id}/changes";
    public const string Undo = "/organisations/{org}/initiatives/{id}/acts/{act:guid}/undo";
    public const string Effects = "/organisations/{org}/initiatives/{id}/effects";
    public const string Batches = "/organisations/{org}/batches";
    public const string Profile = "/organisations/{org}/profile";
    public const string FiscalYear = "/organisations/{org}/fiscal-year";
    public const string Funders = "/organisations/{org}/funders";
    public const string SharesPage = "/organisations/{org}/initiatives/{id}/figures/{indicator}/shares";
    public const string Record = "/organisations/{org}/initiatives/{id}/record";
    public const string Entry = "/organisations/{org}/initiatives/{id}/entries/{entry:guid}";
    public const string Facts = "/organisations/{org}/initiatives/{id}/facts";
    public const string Fact = Facts + "/{kind}";
    public const string NewFigure = "/organisations/{org}/initiatives/{id}/indicators/new";
    public const string NewFigureOf = NewFigure + "/{kind}";
    public const string Revision = "/organisations/{org}/initiatives/{id}/figures/{indicator}/revision";
    public const string Opening = "/organisations/{org}/opening";
    public const string ImportPage = "/organisations/{org}/initiatives/{id}/import";
    public const string ImportResult = ImportPage + "/{import:guid}";
    public const string ImportChoice = "/organisations/{org}/imports";
    public const string Settlements = "/organisations/{org}/initiatives/{id}/settlements";
    public const string Today = "/organisations/{org}/today";
    public const string Settings = "/organisations/{org}/settings";
    public const string Search = "/organisations/{org}/search";
    public const string Offline = "/organisations/{org}/offline";
    public const string RecordSession = Record + "/{strand}";
    public const string Attendance = "/organisations/{org}/initiatives/{id}/sessions/{session:guid}/attendance";
    public const string Act = "/organisations/{org}/initiatives/{id}/acts/{act:guid}";
    public const string Shares = "/organisations/{org}/shares";
    public const string Retention = "/organisations/{org}/retention";
    public const string Persons = "/organisations/{org}/persons";
    public const string SecurityLog = "/organisations/{org}/security-log";
    public const string Members = "/organisations/{org}/members";
    public const string Member = Members + "/{member}";
    public const string Grants = "/organisations/{org}/grants";
    public const string Invitations = "/organisations/{org}/invitations";
    public const string Person = "/organisations/{org}/persons/{person}";

    /// <summary>Forms of the account pages, which have tests of their own: here nobody has an account.</summary>
    public static readonly string[] OfAccounts = ["GET /sign-in", "POST /sign-in", "POST /sign-out", "GET /link/{token}", "POST /link/{token}",
        "GET /account", "POST /account", "POST " + Members, "GET /join/{organisation}/{secret}", "POST /join/{organisation}/{secret}",
        "GET /sign-in/code", "POST /sign-in/code", "GET /sign-in/forgotten", "POST /sign-in/forgotten",
        "GET /account/second-factor", "POST /account/second-factor", "POST /sign-in/passkey",
        "POST /sign-in/passkey/options", "GET /passkeys.js", "POST /account/passkeys", "POST /account/passkeys/options", "POST /account/passkeys/removal",
        "GET " + Funders, "POST " + Funders, "GET " + SharesPage, "POST " + SharesPage, "POST " + Retention,
        "GET " + Record, "GET " + RecordSession, "POST " + RecordSession, "GET " + Act, "POST " + Act, "GET " + Entry, "POST " + Entry, "GET /recording.js",
        "GET " + Attendance, "POST " + Attendance, "GET /attendance.js",
        "GET " + Facts, "GET " + Fact, "POST " + Fact, "GET " + Opening, "POST " + Opening,
        "GET " + Today, "GET " + Settings, "GET " + Search, "POST " + Search, "GET " + Profile, "POST " + Profile, "POST " + Settlements,
        "GET " + ImportPage, "POST " + ImportPage, "GET " + ImportResult, "POST " + ImportResult, "GET " + ImportChoice, "GET /importing.js",
        "GET " + Offline, $"GET {Offline}/reader", $"GET {Offline}/manifest", "GET /offline.js", "GET /queue.js", "GET /worker.js", "GET /icon.svg",
        "GET /signed-out.js",
        "GET " + NewFigure, "GET " + NewFigureOf, "POST " + NewFigureOf, "GET " + Revision, "POST " + Revision,
        "GET " + Persons, "POST " + Persons, "GET " + Person, "POST " + Person,
        "GET /sign-in/provider", "GET /sign-in/provider/answer", "POST /sign-in/provider/logout"];

    private static readonly Dictionary<string, Func<HostileServer, Task<Neighbour>>> s_others = new()
    {
        ["POST " + Entries] = _ =>
            Done(new("POST", HostileServer.Alpha + "/entries",
                HostileServer.Record([.. HostileServer.Examples.Act("session_held"), .. HostileServer.Examples.Act("participants_counted")]))),
        ["POST " + Corrections] = async s => Upon(await s.EntryAsync(), "corrections", new()
        {
            ["replacement"] = Changed(HostileServer.Examples.Act("milestone_reached")[0]), ["reason"] = Reason(),
        }),
        ["POST " + Withdrawal] = async s => Upon(await s.EntryAsync(), "withdrawal", new() { ["reason"] = Reason() }),
        ["POST " + Changes] = async s =>
        {
            var entry = (await s.EntryAsync()).ToString();
            return new("POST", HostileServer.Alpha + "/changes", new()
            {
                ["command"] = Guid.NewGuid().ToString(), ["reason"] = Reason(),
                ["changes"] = new JsonArray(
                    new JsonObject { ["entry"] = entry, ["basis"] = entry, ["replacement"] = Changed(HostileServer.Examples.Act("milestone_reached")[0]) }),
            });
        },
        ["POST " + Undo] = async s =>
            new("POST", $"{HostileServer.Alpha}/acts/{await s.EntryAsync()}/undo", new() { ["command"] = Guid.NewGuid().ToString(), ["reason"] = Reason() }),
        ["POST " + Effects] = async s => new("POST", HostileServer.Alpha + "/effects", new() { ["withdraw"] = new JsonObject
        {
            ["command"] = Guid.NewGuid().ToString(), ["entry"] = (await s.EntryAsync()).ToString(), ["version"] = 1, ["reason"] = Reason(),
        } }),
        ["POST " + Batches] = _ =>
            Done(new("POST", "/organisations/alpha/batches",
                Capture.Batches.Of("each", ("one", "record", HostileServer.Record(HostileServer.Examples.Act("milestone_reached")))))),
        ["PUT " + Profile] = _ => Done(new("PUT", "/organisations/alpha/profile", new()
        {
            ["command"] = Guid.NewGuid().ToString(),
            ["profile"] = new JsonObject { ["name"] = Text(), ["legalForm"] = Text(), ["founded"] = "2007-02", ["prefecture"] = Text(),
                ["municipality"] = Text() },
        })),
        ["PUT " + FiscalYear] = _ => Done(new("PUT", "/organisations/alpha/fiscal-year", new()
        {
            ["command"] = Guid.NewGuid().ToString(), ["fiscalYear"] = new JsonObject { ["firstMonth"] = 4 },
        })),
        ["GET " + FiscalYear] = _ => Done(new("GET", "/organisations/alpha/fiscal-year")),
        ["GET /"] = _ => Done(new("GET", "/")),
        ["GET /organisations/{org}"] = _ => Done(new("GET", "/organisations/alpha")),
        ["GET /casestudies.css"] = _ => Done(new("GET", "/casestudies.css")),
        ["GET /organisations"] = _ => Done(new("GET", "/organisations")),
        ["GET /organisations/{org}/initiatives"] = _ => Done(new("GET", "/organisations/alpha/initiatives")),
        ["GET /organisations/{org}/initiatives/{id}"] = _ => Done(new("GET", HostileServer.Alpha)),
        ["GET " + Entries] = _ => Done(new("GET", HostileServer.Alpha + "/entries")),
        ["GET /organisations/{org}/initiatives/{id}/figures"] = _ => Done(new("GET", HostileServer.Alpha + "/figures")),
        ["GET /organisations/{org}/initiatives/{id}/figures/{indicator}"] = async s =>
        {
            var act = HostileServer.Examples.Act("indicator_adopted");
            await s.PostAsync(HostileServer.Alpha + "/entries", HostileServer.Record(act).ToJsonString());
            return new("GET", $"{HostileServer.Alpha}/figures/{act[^1]["indicator"]}");
        },
        ["POST " + Imports + "/dry-run"] = async s =>
            new("POST", HostileServer.Alpha + "/imports/dry-run?mapping=" + await ImportRoutes.MappedAsync(s), File: ImportRoutes.Csv()),
        ["POST " + Import] = async s => await ImportRoutes.CommitAsync(s),
        ["GET " + Imports] = _ => Done(new("GET", HostileServer.Alpha + "/imports")),
        ["GET " + Import] = async s => new("GET", await ImportRoutes.ImportedAsync(s)),
        ["POST " + Import + "/completion"] = async s => new("POST", await ImportRoutes.ImportedAsync(s) + "/completion", new() { ["withoutRefused"] = true }),
        ["POST " + Import + "/abandonment"] = async s => new("POST", await ImportRoutes.AbandonedAsync(s) + "/abandonment", new() { ["reason"] = "duplicate" }),
        ["POST " + Import + "/undo"] = async s => new("POST", await ImportRoutes.ImportedAsync(s) + "/undo",
            new() { ["command"] = Guid.NewGuid().ToString(), ["reason"] = Reason() }),
        ["GET /organisations/{org}/initiatives/{id}/templates/{kind}.xlsx"] = _ => Done(new("GET", HostileServer.Alpha + "/templates/headcounts.xlsx")),
        ["GET " + Mappings] = _ => Done(new("GET", "/organisations/alpha/import-mappings")),
        ["GET " + Mappings + "/{key}"] = async s => new("GET", "/organisations/alpha/import-mappings/" + await ImportRoutes.MappedAsync(s)),
        ["PUT " + Mappings + "/{key}"] = _ => Done(new("PUT", "/organisations/alpha/import-mappings/hostile", ImportRoutes.Mapping())),
        ["POST " + Mappings + "/{key}/removal"] = async s =>
            new("POST", $"/organisations/alpha/import-mappings/{await ImportRoutes.MappedAsync(s)}/removal", new() { ["key"] = "hostile" }),
        ["GET /organisations/{org}/initiatives/{id}/likely-duplicates"] = _ => Done(new("GET", HostileServer.Alpha + "/likely-duplicates")),
        ["GET /organisations/{org}/initiatives/{id}/warnings"] = _ => Done(new("GET", HostileServer.Alpha + "/warnings")),
        ["GET /organisations/{org}/initiatives/{id}/conflicts"] = _ => Done(new("GET", HostileServer.Alpha + "/conflicts")),
        ["GET /organisations/{org}/feed"] = _ => Done(new("GET", "/organisations/alpha/feed")),
        ["GET /organisations/{org}/initiatives/{id}/feed"] = _ => Done(new("GET", HostileServer.Alpha + "/feed")),
        ["GET /organisations/{org}/initiatives/{id}/entries.csv"] = _ => Done(new("GET", HostileServer.Alpha + "/entries.csv")),
        ["GET /organisations/{org}/initiatives/{id}/entries.xlsx"] = _ => Done(new("GET", HostileServer.Alpha + "/entries.xlsx")),
        ["GET /organisations/{org}/initiatives/{id}/figures.csv"] = _ => Done(new("GET", HostileServer.Alpha + "/figures.csv")),
        ["GET /organisations/{org}/initiatives/{id}/figures.xlsx"] = _ => Done(new("GET", HostileServer.Alpha + "/figures.xlsx")),
        ["GET /organisations/{org}/initiatives/{id}/attendance-sheet"] = _ =>
            Done(new("GET", HostileServer.Alpha + "/attendance-sheet?strand=cafe&on=2025-12-05")),
        ["GET /organisations/{org}/initiatives/{id}/cards"] = _ => Done(new("GET", HostileServer.Alpha + "/cards")),
        ["GET /print.css"] = _ => Done(new("GET", "/print.css")),
        ["GET /instruments"] = _ => Done(new("GET", "/instruments")),
        ["GET /instruments/{key}"] = _ => Done(new("GET", "/instruments/ucla-3-ja?on=2025-05-01")),
        ["GET /reference"] = _ => Done(new("GET", "/reference")),
        ["GET " + Changes] = _ => Done(new("GET", HostileServer.Alpha + "/changes")),
        ["GET /organisations/{org}/initiatives/{id}/restatements"] = _ => Done(new("GET", HostileServer.Alpha + "/restatements")),
        ["GET /guide"] = _ => Done(new("GET", "/guide")),
        ["GET /guide/{page}"] = _ => Done(new("GET", "/guide/index")),
        ["GET " + Jobs] = _ => Done(new("GET", "/organisations/alpha/jobs")),
        ["POST " + Jobs] = _ => Done(new("POST", "/organisations/alpha/jobs", new() { ["job"] = Guid.NewGuid().ToString(), ["kind"] = "rebuild" })),
        ["GET " + Jobs + "/{job:guid}"] = async s => new("GET", await JobRoutes.DoneAsync(s)),
        [PageForm] = async s => new("POST", await JobRoutes.CancelledAsync(s), Press: "cancel"),
        ["GET " + Jobs + "/{job:guid}/file"] = async s => new("GET", await JobRoutes.ExportedAsync(s) + "/file"),
        ["POST " + Jobs + "/{job:guid}/cancel"] = async s => JobRoutes.Confirmed(await JobRoutes.CancelledAsync(s), "cancel"),
        ["POST " + Jobs + "/{job:guid}/retry"] = async s => JobRoutes.Confirmed(await JobRoutes.FailedAsync(s), "retry"),
        ["GET " + Push] = async s => await JobRoutes.PushedAsync(s, "GET", ""),
        ["PUT " + Push] = _ =>
            Done(new("PUT", "/organisations/alpha/feed/push", new() { ["address"] = JobRoutes.PushAddress, ["secret"] = "whsec_" + new string('A', 40) })),
        ["POST " + Push + "/resume"] = async s => await JobRoutes.PushedAsync(s, "POST", "/resume"),
        ["POST " + Push + "/removal"] = async s => await JobRoutes.PushedAsync(s, "POST", "/removal"),
        ["GET /openapi.json"] = _ => Done(new("GET", "/openapi.json")),
        ["GET /health"] = _ => Done(new("GET", "/health")),
        ["GET /health/live"] = _ => Done(new("GET", "/health/live")),
        ["GET /health/ready"] = _ => Done(new("GET", "/health/ready")),
        ["GET /scalar"] = _ => Done(new("GET", "/scalar/")),
        ["GET /scalar/favicon.svg"] = _ => Done(new("GET", "/scalar/favicon.svg")),
        ["GET /scalar/scalar.js"] = _ => Done(new("GET", "/scalar/scalar.js")),
        ["GET /scalar/scalar.aspnetcore.js"] = _ => Done(new("GET", "/scalar/scalar.aspnetcore.js")),
    };

    public static readonly Dictionary<string, Func<HostileServer, Task<Neighbour>>> All = new([.. s_others, .. MemberRoutes.All]);

    /// <summary>A change of what the entry's first command said.</summary>
    private static Neighbour Upon(Guid entry, string verb, JsonObject body)
    {
        (body["command"], body["basis"]) = (Guid.NewGuid().ToString(), entry.ToString());
        return new("POST", $"{HostileServer.Alpha}/entries/{entry}/{verb}", body);
    }

    /// <summary>Of JSON, those that are refused as a whole; a batch answers item by item and has tests of its own.</summary>
    public static IEnumerable<TheoryDataRow<string>> Writing =>
        All.Keys.Where(k => !k.StartsWith("GET", StringComparison.Ordinal) && k != "POST " + Batches && k != PageForm && !ImportRoutes.TakeFiles.Contains(k))
            .Select(k => new TheoryDataRow<string>(k));

    public static IEnumerable<TheoryDataRow<string>> Every => All.Keys.Select(k => new TheoryDataRow<string>(k));

    public static IEnumerable<RouteEndpoint> Mapped(IServiceProvider services) =>
        services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    internal static Task<Neighbour> Done(Neighbour neighbour) => Task.FromResult(neighbour);

    private static JsonObject Text() => new() { ["ja"] = $"名 {Guid.NewGuid()}", ["en"] = "name" };

    private static JsonObject Reason() => new() { ["code"] = "miscounted", ["note"] = "数え直した" };

    private static JsonNode Changed(JsonNode fact)
    {
        fact["on"] = "2025-05-11";
        return fact;
    }
}
