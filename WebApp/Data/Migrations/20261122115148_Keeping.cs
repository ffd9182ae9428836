using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Makola.Data.Migrations
{
    /// <inheritdoc />
    public partial class Keeping : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Retired",
                table: "Variants",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Attributes",
                table: "Products",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<int>(
                name: "CoverHeight",
                table: "Products",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "CoverPath",
                table: "Products",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "CoverWidth",
                table: "Products",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "PublishAt",
                table: "Products",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Related",
                table: "Products",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<long>(
                name: "UnpublishAt",
                table: "Products",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.Sql("UPDATE Products SET CoverPath = Pictures ->> '$[0].Path', CoverWidth = coalesce(Pictures ->> '$[0].Width', 0), CoverHeight = coalesce(Pictures ->> '$[0].Height', 0)");

            migrationBuilder.CreateTable(
                name: "ChangeSets",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Text = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 160, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Fields = table.Column<int>(type: "INTEGER", nullable: false),
                    Undoes = table.Column<long>(type: "INTEGER", nullable: true),
                    UndoneBy = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChangeSets", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "FieldChanges",
                columns: table => new
                {
                    ChangeSetId = table.Column<long>(type: "INTEGER", nullable: false),
                    Seq = table.Column<int>(type: "INTEGER", nullable: false),
                    Record = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    RecordId = table.Column<long>(type: "INTEGER", nullable: false),
                    Field = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    Old = table.Column<string>(type: "TEXT", nullable: true),
                    New = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FieldChanges", x => new { x.ChangeSetId, x.Seq });
                    table.ForeignKey(
                        name: "FK_FieldChanges_ChangeSets_ChangeSetId",
                        column: x => x.ChangeSetId,
                        principalTable: "ChangeSets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Products_PublishAt",
                table: "Products",
                column: "PublishAt",
                filter: "PublishAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Products_Status_Name_Id",
                table: "Products",
                columns: new[] { "Status", "Name", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Products_UnpublishAt",
                table: "Products",
                column: "UnpublishAt",
                filter: "UnpublishAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_ChangeSets_Undoes",
                table: "ChangeSets",
                column: "Undoes");

            migrationBuilder.CreateIndex(
                name: "IX_FieldChanges_Record_RecordId_ChangeSetId",
                table: "FieldChanges",
                columns: new[] { "Record", "RecordId", "ChangeSetId" });

            migrationBuilder.Sql(Sqlite.StockIndexes.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FieldChanges");

            migrationBuilder.DropTable(
                name: "ChangeSets");

            migrationBuilder.DropIndex(
                name: "IX_Products_PublishAt",
                table: "Products");

            migrationBuilder.DropIndex(
                name: "IX_Products_Status_Name_Id",
                table: "Products");

            migrationBuilder.DropIndex(
                name: "IX_Products_UnpublishAt",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "Retired",
                table: "Variants");

            migrationBuilder.DropColumn(
                name: "Attributes",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "CoverHeight",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "CoverPath",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "CoverWidth",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "PublishAt",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "Related",
                table: "Products");

            migrationBuilder.DropColumn(
                name: "UnpublishAt",
                table: "Products");
        }
    }
}
