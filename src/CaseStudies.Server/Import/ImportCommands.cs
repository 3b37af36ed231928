using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Import;

/// <summary>The commands that begin, end and undo an import.</summary>
internal static class ImportCommands
{
    public const string FileNameField = "file-name";

    /// <summary>The fingerprint contains mapping and fiscal calendar. An import resumed with others is therefore refused.</summary>
    public static ReceivedCommand Begin(ImportIds ids, ImportId import, ImportFile file, ReadingContext reading)
    {
        var command = new BeginImport(new(ids.Derive("begin", import.ToString())), import, file.Hash);
        return new(command, [VaultDeposit.WithNewSalt(FileNameId(ids, import), FileNameField, file.Name)],
            Canonical("begin", import, $"{file.Hash}\n{JsonSerializer.Serialize(reading.Mapping, DomainJson.Options)}\n{reading.Words.Calendar}"));
    }

    public static ReceivedCommand Complete(ImportIds ids, ImportId import) =>
        new(new CompleteImport(new(ids.Derive("complete", import.ToString())), import), [], Canonical("complete", import, ""));

    public static ReceivedCommand Abandon(ImportIds ids, ImportId import, ReasonCode reason) =>
        new(new AbandonImport(new(ids.Derive("abandon", import.ToString())), import, new(reason)), [], Canonical("abandon", import, Kebab.FromEnum(reason)));

    public static ReceivedCommand Undo(ImportIds ids, ImportId import, ReasonCode reason) =>
        new(new UndoImport(new(ids.Derive("undo", import.ToString())), import, new(reason)), [], Canonical("undo", import, Kebab.FromEnum(reason)));

    /// <summary>The place of the file's name in the vault.</summary>
    public static Guid FileNameId(ImportIds ids, ImportId import) => ids.Derive(FileNameField, import.ToString());

    private static byte[] Canonical(string verb, ImportId import, string what) =>
        CanonicalJson.Bytes(new JsonObject { [verb] = new JsonObject { ["import"] = import.ToString(), ["what"] = what } });
}
