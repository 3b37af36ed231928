using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace CaseStudies.Server.Internal.Generated.Migrations
{
    /// <inheritdoc />
    public partial class ProviderSessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "account_id",
                schema: "accounts",
                table: "sessions",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AddColumn<string>(
                name: "issuer",
                schema: "accounts",
                table: "sessions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "member",
                schema: "accounts",
                table: "sessions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provider_session",
                schema: "accounts",
                table: "sessions",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "logouts",
                schema: "accounts",
                columns: table => new
                {
                    hash = table.Column<string>(type: "text", nullable: false),
                    expires_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_logouts", x => x.hash);
                });

            migrationBuilder.CreateIndex(
                name: "IX_sessions_member",
                schema: "accounts",
                table: "sessions",
                column: "member");

            migrationBuilder.CreateIndex(
                name: "IX_sessions_provider_session",
                schema: "accounts",
                table: "sessions",
                column: "provider_session");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "logouts",
                schema: "accounts");

            migrationBuilder.DropIndex(
                name: "IX_sessions_member",
                schema: "accounts",
                table: "sessions");

            migrationBuilder.DropIndex(
                name: "IX_sessions_provider_session",
                schema: "accounts",
                table: "sessions");

            migrationBuilder.Sql("delete from accounts.sessions where account_id is null");

            migrationBuilder.DropColumn(
                name: "issuer",
                schema: "accounts",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "member",
                schema: "accounts",
                table: "sessions");

            migrationBuilder.DropColumn(
                name: "provider_session",
                schema: "accounts",
                table: "sessions");

            migrationBuilder.AlterColumn<string>(
                name: "account_id",
                schema: "accounts",
                table: "sessions",
                type: "text",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);
        }
    }
}
