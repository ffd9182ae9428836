using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Makola.Data.Migrations
{
    /// <inheritdoc />
    public partial class MessageScenes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Scene",
                table: "Messages",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Messages_Scene",
                table: "Messages",
                column: "Scene",
                filter: "Scene IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Messages_Scene",
                table: "Messages");

            migrationBuilder.DropColumn(
                name: "Scene",
                table: "Messages");
        }
    }
}
