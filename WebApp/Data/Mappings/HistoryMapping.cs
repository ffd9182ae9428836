// Tables of what staff changed.
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class HistoryMapping : IEntityTypeConfiguration<ChangeSet>, IEntityTypeConfiguration<FieldChange>, IEntityTypeConfiguration<AuditEntry>
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

    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.HasKey(e => e.Seq);
        entry.Property(e => e.Seq).ValueGeneratedNever();
        entry.Property(e => e.What).HasMaxLength(AuditEntry.LongestText);
        entry.Property(e => e.Area).HasMaxLength(40);
        entry.Property(e => e.Page).HasMaxLength(200);
        entry.Property(e => e.From).HasMaxLength(45);
        entry.Property(e => e.Request).HasMaxLength(60);
        entry.Property(e => e.Digest).HasMaxLength(64);
        entry.Property(e => e.Hash).HasMaxLength(64);
        entry.HasIndex(e => new { e.PersonId, e.Seq });
        entry.HasIndex(e => new { e.Area, e.Seq });
        entry.HasIndex(e => new { e.Page, e.Seq });
        entry.HasIndex(e => new { e.At, e.Seq });
        entry.HasIndex(e => e.ChangeSetId);
        entry.HasOne<ChangeSet>().WithMany().HasForeignKey(e => e.ChangeSetId).OnDelete(DeleteBehavior.Restrict);
    }
}
