// Links to a new password, made behind the answer: it comes as fast and says the same whether an account exists.
using System.Threading.Channels;
using Microsoft.AspNetCore.Identity;

namespace Makola.Jobs;

/// <summary>Who asked for a new password, and the worker that mails the link. What a page could tell by its time, it cannot: it only puts a line into a queue.</summary>
public sealed class SendResets(IServiceScopeFactory scopes, TimeProvider clock, ILogger<SendResets> log) : BackgroundService
{
    private readonly Channel<string> asked = Channel.CreateBounded<string>(new BoundedChannelOptions(500) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Somebody typed this e-mail.</summary>
    public void Ask(string email) => asked.Writer.TryWrite(email);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var email in asked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await SendAsync(email, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(fault, "A link to a new password could not be made");
            }
        }
    }

    private async Task SendAsync(string email, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, people, outbox) = (scope.ServiceProvider.GetRequiredService<ShopDb>(), scope.ServiceProvider.GetRequiredService<UserManager<Person>>(), scope.ServiceProvider.GetRequiredService<Outbox>());
        if (await people.FindByEmailAsync(email) is not { BlockedAt: null } person) return;
        var code = await people.GeneratePasswordResetTokenAsync(person);
        await db.WriteAsync(() => outbox.QueueAsync(db, AccountMail.Reset(person, code, clock.GetUtcNow()), ct), ct);
    }
}
