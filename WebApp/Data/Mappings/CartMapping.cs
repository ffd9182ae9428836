// Tables of carts.
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class CartMapping : IEntityTypeConfiguration<Cart>, IEntityTypeConfiguration<CartLine>
{
    public void Configure(EntityTypeBuilder<Cart> cart)
    {
        cart.Property(c => c.TokenHash).HasMaxLength(43);
        cart.HasIndex(c => c.TokenHash).IsUnique();
        cart.HasIndex(c => c.TouchedAt);
        cart.Property(c => c.Version).IsConcurrencyToken();
        cart.HasMany(c => c.Lines).WithOne().HasForeignKey(l => l.CartId);
    }

    public void Configure(EntityTypeBuilder<CartLine> line)
    {
        line.HasKey(l => new { l.CartId, l.VariantId });
        line.Property(l => l.LastKey).HasMaxLength(40);
        line.HasOne<Variant>().WithMany().HasForeignKey(l => l.VariantId).OnDelete(DeleteBehavior.Cascade);
        line.ToTable(t => t.HasCheckConstraint("CK_CartLine_Qty", "Qty BETWEEN 1 AND 9999"));
    }
}
