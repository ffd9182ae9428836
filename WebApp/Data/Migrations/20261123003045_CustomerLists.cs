using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Makola.Data.Migrations
{
    /// <inheritdoc />
    public partial class CustomerLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Customers_BlockedAt",
                table: "Customers",
                column: "BlockedAt",
                filter: "BlockedAt IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUsers_CartToken",
                table: "AspNetUsers",
                column: "CartToken",
                filter: "CartToken IS NOT NULL");
            migrationBuilder.Sql(Sqlite.OrderIndexes.DropByEmail);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Sqlite.OrderIndexes.Create);
            migrationBuilder.DropIndex(
                name: "IX_Customers_BlockedAt",
                table: "Customers");

            migrationBuilder.DropIndex(
                name: "IX_AspNetUsers_CartToken",
                table: "AspNetUsers");
        }
    }
}
