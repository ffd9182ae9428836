using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Makola.Data.Migrations
{
    /// <inheritdoc />
    public partial class Scenes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What the owner chose stays: so many backups of the night were so many days.
            migrationBuilder.RenameColumn(
                name: "BackupsKept",
                table: "Settings",
                newName: "BackupDays");

            migrationBuilder.AddColumn<int>(
                name: "BackupWeeks",
                table: "Settings",
                type: "INTEGER",
                nullable: false,
                defaultValue: 4);

            migrationBuilder.AddColumn<int>(
                name: "BackupMonths",
                table: "Settings",
                type: "INTEGER",
                nullable: false,
                defaultValue: 12);

            migrationBuilder.AddColumn<bool>(
                name: "RecordsAll",
                table: "Settings",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.AddColumn<bool>(
                name: "ShowsHow",
                table: "Settings",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Scene",
                table: "OrderEvents",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_StockRequests_Email",
                table: "StockRequests",
                column: "Email");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_StockRequests_Email",
                table: "StockRequests");

            migrationBuilder.DropColumn(
                name: "Scene",
                table: "OrderEvents");

            migrationBuilder.DropColumn(
                name: "ShowsHow",
                table: "Settings");

            migrationBuilder.DropColumn(
                name: "RecordsAll",
                table: "Settings");

            migrationBuilder.DropColumn(
                name: "BackupMonths",
                table: "Settings");

            migrationBuilder.DropColumn(
                name: "BackupWeeks",
                table: "Settings");

            migrationBuilder.RenameColumn(
                name: "BackupDays",
                table: "Settings",
                newName: "BackupsKept");
        }
    }
}
