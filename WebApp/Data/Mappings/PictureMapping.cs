// Tables of uploaded pictures: what there is, and which goods show it.
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class PictureMapping : IEntityTypeConfiguration<StoredPicture>, IEntityTypeConfiguration<PictureUse>
{
    public void Configure(EntityTypeBuilder<StoredPicture> picture)
    {
        picture.Property(p => p.Path).HasMaxLength(200);
        picture.HasIndex(p => p.Path).IsUnique();
    }

    public void Configure(EntityTypeBuilder<PictureUse> use)
    {
        use.HasKey(u => new { u.Path, u.ProductId });
        use.Property(u => u.Path).HasMaxLength(200);
        use.HasOne<Product>().WithMany().HasForeignKey(u => u.ProductId);
    }
}
