// Tables of people: who can sign in, and where they are signed in.
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class StaffMapping : IEntityTypeConfiguration<Person>, IEntityTypeConfiguration<SignInSession>, IEntityTypeConfiguration<StaffInvitation>
{
    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.Property(p => p.Name).HasMaxLength(100);
        person.Property(p => p.CartToken).HasMaxLength(SecretToken.Length);
        // An e-mail is on a person only when it is proved: it belongs to one. A phone is claimed first; once proved, it belongs to one, too.
        person.HasIndex(p => p.NormalizedEmail).HasDatabaseName("EmailIndex").IsUnique();
        person.HasIndex(p => p.PhoneNumber).HasDatabaseName("IX_AspNetUsers_Phone");
        person.HasIndex(p => p.PhoneNumber, "IX_AspNetUsers_PhoneProved").IsUnique().HasFilter("PhoneNumberConfirmed = 1");
        person.HasIndex(p => p.LeavesAt);
        person.HasIndex(p => p.CartToken).HasFilter("CartToken IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<SignInSession> session)
    {
        session.HasKey(s => s.Key);
        session.Property(s => s.Key).HasMaxLength(43);
        session.Property(s => s.From).HasMaxLength(45);
        session.Property(s => s.Agent).HasMaxLength(200);
        session.HasIndex(s => new { s.PersonId, s.SeenAt });
        session.HasIndex(s => s.SeenAt);
        session.HasIndex(s => s.StartedAt);
        session.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<StaffInvitation> invitation)
    {
        invitation.Property(i => i.Key).HasMaxLength(43);
        invitation.Property(i => i.Name).HasMaxLength(100);
        invitation.Property(i => i.Email).HasMaxLength(254);
        invitation.HasIndex(i => i.Key).IsUnique();
        invitation.HasIndex(i => i.Email);
        invitation.HasOne<Microsoft.AspNetCore.Identity.IdentityRole<long>>().WithMany().HasForeignKey(i => i.RoleId).OnDelete(DeleteBehavior.Restrict);
    }
}
