// Tables of what staff changed.
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class HistoryMapping : IEntityTypeConfiguration<ChangeSet>, IEntityTypeConfiguration<FieldChange>
{
    public void Configure(EntityTypeBuilder<ChangeSet> set)
    {
        set.Property(s => s.Text).HasMaxLength(200);
        set.Property(s => s.UndoneBy).IsConcurrencyToken();
        set.HasIndex(s => s.Undoes);
    }

    public void Configure(EntityTypeBuilder<FieldChange> change)
    {
        change.HasKey(c => new { c.ChangeSetId, c.Seq });
        change.Property(c => c.Record).HasMaxLength(20);
        change.Property(c => c.Field).HasMaxLength(60);
        change.HasOne<ChangeSet>().WithMany().HasForeignKey(c => c.ChangeSetId).OnDelete(DeleteBehavior.Restrict);
        change.HasIndex(c => new { c.Record, c.RecordId, c.ChangeSetId });
    }
}
