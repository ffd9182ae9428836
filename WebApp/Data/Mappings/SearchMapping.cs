// Tables of the search: synonyms, and what was looked for.
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class SearchMapping : IEntityTypeConfiguration<SynonymGroup>, IEntityTypeConfiguration<SearchDay>, IEntityTypeConfiguration<MissedSearch>
{
    public void Configure(EntityTypeBuilder<SynonymGroup> group) => group.Property(g => g.Line).HasMaxLength(SynonymGroup.Longest);

    public void Configure(EntityTypeBuilder<SearchDay> day)
    {
        day.HasKey(d => d.Day);
        day.Property(d => d.Day).HasMaxLength(10);
    }

    public void Configure(EntityTypeBuilder<MissedSearch> missed)
    {
        missed.HasKey(m => m.Phrase);
        missed.Property(m => m.Phrase).HasMaxLength(MissedSearch.Longest);
        missed.HasIndex(m => new { m.Times, m.LastAt });
        missed.HasIndex(m => m.FirstAt);
        missed.HasIndex(m => m.LastAt);
    }
}
