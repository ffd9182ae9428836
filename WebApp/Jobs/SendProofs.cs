// Links and codes that prove a mailbox, made behind the answer: it comes as fast and says the same whether an account exists.
using System.Security.Cryptography;
using System.Threading.Channels;

namespace Makola.Jobs;

/// <summary>Who asked for a link to open an account, or for a code to sign in with, and the worker that mails it.</summary>
public sealed class SendProofs(IServiceScopeFactory scopes, TimeProvider clock, ILogger<SendProofs> log) : BackgroundService
{
    /// <summary>Asked again sooner, nothing more is mailed.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly Channel<(ProofKind Kind, string Email)> asked = Channel.CreateBounded<(ProofKind, string)>(new BoundedChannelOptions(500) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Somebody typed this e-mail to open an account.</summary>
    public void AskToSignUp(string email) => asked.Writer.TryWrite((ProofKind.SignUp, email));

    /// <summary>Somebody typed this e-mail to sign in with a code.</summary>
    public void AskForCode(string email) => asked.Writer.TryWrite((ProofKind.SignIn, email));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (kind, email) in asked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await SendAsync(kind, email, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(fault, "A proof of an e-mail could not be sent");
            }
        }
    }

    private async Task SendAsync(ProofKind kind, string email, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, outbox, now) = (scope.ServiceProvider.GetRequiredService<ShopDb>(), scope.ServiceProvider.GetRequiredService<Outbox>(), clock.GetUtcNow());
        await db.WriteAsync(async () =>
        {
            var person = (await Accounts.FoundByAsync(db, email, ct)).FirstOrDefault();
            if (kind == ProofKind.SignUp && person is not null)
            {
                await outbox.QueueAsync(db, AccountMail.HasAccount(person, now), ct);
                return;
            }

            if (kind == ProofKind.SignIn && person is not { BlockedAt: null }) return;
            var (to, since) = (person?.Email ?? email, now - Every);
            if (await db.ContactProofs.AnyAsync(p => p.Kind == kind && p.At > since && p.Contact == to, ct)) return;
            var secret = kind == ProofKind.SignUp ? SecretToken.New() : RandomNumberGenerator.GetString("0123456789", ContactProof.Digits);
            // A code counts only until the next is asked for.
            if (person is not null) await db.ContactProofs.Where(p => p.PersonId == person.Id && p.Kind == kind).ExecuteDeleteAsync(ct);
            db.ContactProofs.Add(new() { Kind = kind, Secret = person is null ? SecretToken.Hash(secret) : ContactProof.HashOf(person.Id, secret), Contact = to, PersonId = person?.Id, At = now });
            await outbox.QueueAsync(db, person is null ? AccountMail.SignUp(to, secret) : AccountMail.Code(person, secret, now), ct);
            await db.SaveChangesAsync(ct);
        }, ct);
    }
}
