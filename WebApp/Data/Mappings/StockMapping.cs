// Tables of stock: what the database itself refuses.
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class StockMapping : IEntityTypeConfiguration<StockItem>, IEntityTypeConfiguration<StockMovement>, IEntityTypeConfiguration<Hold>
{
    public void Configure(EntityTypeBuilder<StockItem> item)
    {
        item.HasKey(s => s.VariantId);
        item.Property(s => s.VariantId).ValueGeneratedNever();
        item.Ignore(s => s.Available);
        item.ToTable(t =>
        {
            t.HasCheckConstraint("CK_StockItem_OnHand", "OnHand >= 0");
            t.HasCheckConstraint("CK_StockItem_Reserved", "Reserved >= 0");
            t.HasCheckConstraint("CK_StockItem_Sold", "AllowBackorder OR Reserved <= OnHand");
        });
    }

    public void Configure(EntityTypeBuilder<StockMovement> movement)
    {
        movement.HasKey(m => new { m.VariantId, m.Seq });
        movement.Property(m => m.Reason).HasMaxLength(200);
        movement.HasOne<StockItem>().WithMany().HasForeignKey(m => m.VariantId).OnDelete(DeleteBehavior.Restrict);
        movement.HasIndex(m => m.OrderNumber);
    }

    public void Configure(EntityTypeBuilder<Hold> hold)
    {
        hold.HasKey(h => new { h.OrderNumber, h.LineNo });
        hold.HasIndex(h => new { h.VariantId, h.State });
        hold.ToTable(t => t.HasCheckConstraint("CK_Hold_Qty", "Qty >= 0 AND (State = 'Released') = (Qty = 0)"));
    }
}
