// The table of what practice put into the shop.
using Makola.Data.Seeds;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class SampleMapping : IEntityTypeConfiguration<SampleRecord>
{
    public void Configure(EntityTypeBuilder<SampleRecord> sample)
    {
        sample.HasKey(s => new { s.Record, s.RecordId });
        sample.Property(s => s.Record).HasMaxLength(20);
        sample.ToTable("SampleRecords");
    }
}
