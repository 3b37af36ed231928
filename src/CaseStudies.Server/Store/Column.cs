using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace CaseStudies.Server.Store;

/// <summary>One column of <see cref="TableRows{TRow}"/>.</summary>
/// <param name="Sent">The PostgreSQL type of an element, as its array is sent.</param>
/// <param name="Read">The expression that reads it in the statement.</param>
internal abstract record Column<TRow>(string Name, string Sent, string Read)
{
    public abstract object Array(IReadOnlyList<TRow> rows);

    public NpgsqlParameter Parameter(IReadOnlyList<TRow> rows) => new() { Value = Array(rows), NpgsqlDbType = NpgsqlDbType.Array | Element };

    /// <summary>Of an element, as the driver calls it.</summary>
    protected abstract NpgsqlDbType Element { get; }

    public static Column<TRow> Text(string name, Func<TRow, string?> of) => new Typed<string?>(name, "text", name, NpgsqlDbType.Text, of);

    public static Column<TRow> Json(string name, Func<TRow, string?> of) => new Typed<string?>(name, "text", $"{name}::jsonb", NpgsqlDbType.Text, of);

    public static Column<TRow> Integer(string name, Func<TRow, int?> of) => new Typed<int?>(name, "int", name, NpgsqlDbType.Integer, of);

    public static Column<TRow> Long(string name, Func<TRow, long> of) => new Typed<long>(name, "bigint", name, NpgsqlDbType.Bigint, of);

    public static Column<TRow> Uuid(string name, Func<TRow, Guid?> of) => new Typed<Guid?>(name, "uuid", name, NpgsqlDbType.Uuid, of);

    public static Column<TRow> Bytes(string name, Func<TRow, byte[]> of) => new Typed<byte[]>(name, "bytea", name, NpgsqlDbType.Bytea, of);

    public static Column<TRow> Date(string name, Func<TRow, LocalDate?> of) => new Typed<LocalDate?>(name, "date", name, NpgsqlDbType.Date, of);

    public static Column<TRow> Time(string name, Func<TRow, DateTimeOffset?> of) =>
        new Typed<DateTimeOffset?>(name, "timestamptz", name, NpgsqlDbType.TimestampTz, of);

    private sealed record Typed<T>(string Name, string Sent, string Read, NpgsqlDbType Type, Func<TRow, T> Value) : Column<TRow>(Name, Sent, Read)
    {
        public override object Array(IReadOnlyList<TRow> rows)
        {
            var values = new T[rows.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = Value(rows[i]);
            return values;
        }

        protected override NpgsqlDbType Element => Type;
    }
}
