using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Makola.Data.Migrations
{
    /// <inheritdoc />
    public partial class GoodsKeeping : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // A key of its own for each redirect; SQLite cannot change a table's key in place.
            migrationBuilder.DropIndex(name: "IX_Redirects_To", table: "Redirects");

            migrationBuilder.RenameTable(name: "Redirects", newName: "OldRedirects");

            migrationBuilder.CreateTable(
                name: "Redirects",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    From = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    To = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    ByHand = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Redirects", x => x.Id);
                });

            migrationBuilder.Sql("INSERT INTO Redirects (\"From\", \"To\", ByHand) SELECT \"From\", \"To\", 0 FROM OldRedirects");

            migrationBuilder.DropTable(name: "OldRedirects");

            migrationBuilder.CreateIndex(
                name: "IX_Redirects_To",
                table: "Redirects",
                column: "To");

            migrationBuilder.AddColumn<long>(
                name: "AsOf",
                table: "Categories",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Goods",
                table: "Categories",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "Categories",
                type: "TEXT",
                maxLength: 20,
                nullable: false,
                defaultValue: "Category");

            migrationBuilder.AddColumn<string>(
                name: "Rule",
                table: "Categories",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Shown",
                table: "Categories",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Categories",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Emblem",
                table: "Brands",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Text",
                table: "Brands",
                type: "TEXT",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Brands",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateIndex(
                name: "IX_Redirects_From",
                table: "Redirects",
                column: "From",
                unique: true);

            migrationBuilder.CreateTable(
                name: "PictureUses",
                columns: table => new
                {
                    Path = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ProductId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PictureUses", x => new { x.Path, x.ProductId });
                    table.ForeignKey(
                        name: "FK_PictureUses_Products_ProductId",
                        column: x => x.ProductId,
                        principalTable: "Products",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "StoredPictures",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Path = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Width = table.Column<int>(type: "INTEGER", nullable: false),
                    Height = table.Column<int>(type: "INTEGER", nullable: false),
                    Bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    AddedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 160, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StoredPictures", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_OrderLines_Picture",
                table: "OrderLines",
                column: "Picture");

            migrationBuilder.CreateIndex(
                name: "IX_PictureUses_ProductId",
                table: "PictureUses",
                column: "ProductId");

            migrationBuilder.CreateIndex(
                name: "IX_StoredPictures_Path",
                table: "StoredPictures",
                column: "Path",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PictureUses");

            migrationBuilder.DropTable(
                name: "StoredPictures");

            migrationBuilder.DropIndex(
                name: "IX_OrderLines_Picture",
                table: "OrderLines");

            migrationBuilder.DropColumn(
                name: "AsOf",
                table: "Categories");

            migrationBuilder.DropColumn(
                name: "Goods",
                table: "Categories");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "Categories");

            migrationBuilder.DropColumn(
                name: "Rule",
                table: "Categories");

            migrationBuilder.DropColumn(
                name: "Shown",
                table: "Categories");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Categories");

            migrationBuilder.DropColumn(
                name: "Emblem",
                table: "Brands");

            migrationBuilder.DropColumn(
                name: "Text",
                table: "Brands");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Brands");

            migrationBuilder.DropTable(name: "Redirects");

            migrationBuilder.CreateTable(
                name: "Redirects",
                columns: table => new
                {
                    From = table.Column<string>(type: "TEXT", nullable: false),
                    To = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Redirects", x => x.From);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Redirects_To",
                table: "Redirects",
                column: "To");
        }
    }
}
