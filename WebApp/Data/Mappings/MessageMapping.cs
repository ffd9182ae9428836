// Tables of messages and of the mail's settings.
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Makola.Data.Mappings;

internal sealed class MessageMapping : IEntityTypeConfiguration<Message>, IEntityTypeConfiguration<MailSettings>
{
    public void Configure(EntityTypeBuilder<Message> message)
    {
        message.Property(m => m.Key).HasMaxLength(Message.LongestKey);
        message.HasIndex(m => m.Key).IsUnique();
        message.Property(m => m.To).HasMaxLength(254).UseCollation("NOCASE");
        message.Property(m => m.ReplyTo).HasMaxLength(254);
        message.Property(m => m.Subject).HasMaxLength(Message.LongestSubject);
        message.Property(m => m.MessageId).HasMaxLength(320);
        message.Property(m => m.LastError).HasMaxLength(Message.LongestError);
        message.Property(m => m.Scene).HasMaxLength(16);
        message.HasIndex(m => m.Scene).HasFilter("Scene IS NOT NULL");
        message.Property(m => m.State).IsConcurrencyToken();
        message.Property(m => m.DueAt).IsConcurrencyToken();
        message.HasIndex(m => m.DueAt).HasFilter("DueAt IS NOT NULL");
        message.HasIndex(m => new { m.State, m.Id });
        message.HasIndex(m => new { m.To, m.Id });
        message.HasIndex(m => new { m.OrderNumber, m.Id });
    }

    public void Configure(EntityTypeBuilder<MailSettings> settings)
    {
        settings.ToTable("MailSettings", t => t.HasCheckConstraint("CK_MailSettings_One", "Id = 1"));
        settings.Property(s => s.Id).ValueGeneratedNever();
        settings.Property(s => s.Host).HasMaxLength(253);
        settings.Property(s => s.User).HasMaxLength(254);
        settings.Property(s => s.SealedPassword).HasMaxLength(2_000);
        settings.Property(s => s.From).HasMaxLength(254);
        settings.Property(s => s.FromName).HasMaxLength(100);
        settings.Property(s => s.ReplyTo).HasMaxLength(254);
        settings.Property(s => s.OwnAddress).HasMaxLength(254);
        settings.Property(s => s.Version).IsConcurrencyToken();
        settings.HasData(new MailSettings());
    }
}
