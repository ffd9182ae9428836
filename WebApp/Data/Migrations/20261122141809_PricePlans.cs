using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Makola.Data.Migrations
{
    /// <inheritdoc />
    public partial class PricePlans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "SaleFrom",
                table: "Variants",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SalePrice",
                table: "Variants",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SaleUntil",
                table: "Variants",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "PricePlans",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Text = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    Goods = table.Column<string>(type: "TEXT", nullable: false),
                    Rule = table.Column<string>(type: "TEXT", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 160, nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    ChangeSetId = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PricePlans", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Variants_SaleFrom",
                table: "Variants",
                column: "SaleFrom",
                filter: "SaleFrom IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Variants_SaleUntil",
                table: "Variants",
                column: "SaleUntil",
                filter: "SaleUntil IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_PricePlans_State_From",
                table: "PricePlans",
                columns: new[] { "State", "From" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PricePlans");

            migrationBuilder.DropIndex(
                name: "IX_Variants_SaleFrom",
                table: "Variants");

            migrationBuilder.DropIndex(
                name: "IX_Variants_SaleUntil",
                table: "Variants");

            migrationBuilder.DropColumn(
                name: "SaleFrom",
                table: "Variants");

            migrationBuilder.DropColumn(
                name: "SalePrice",
                table: "Variants");

            migrationBuilder.DropColumn(
                name: "SaleUntil",
                table: "Variants");
        }
    }
}
