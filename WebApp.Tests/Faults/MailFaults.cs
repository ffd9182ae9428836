// The mail server: away, silent, babbling, slow, or gone after it took a mail. Orders never wait for it.
namespace Makola.Tests.Faults;

/// <summary>Rows of the matrix about the mail server.</summary>
internal static class MailFaults
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        Row("R7-refuse", "nobody listens at the mail server's port", sink => sink.Close(), sink => sink.Reopen()),
        Row("R7-hang", "the mail server takes calls and says nothing", SmtpSink.Hang),
        Row("R7-hang-up", "the mail server hangs up at once", SmtpSink.HangUp),
        Row("R7-rubbish", "the mail server answers random bytes", SmtpSink.Rubbish),
        Row("R7-drip", "the mail server answers a letter each half second", SmtpSink.Drip),
        Row("R7-lose", "the mail server takes each mail and is gone before it says so", SmtpSink.LoseAnswer) with { MayRepeatMail = true, HappenAsync = LosingAsync },
    ];

    private static Fault Row(string id, string done, string mood) => Row(id, done, sink => sink.Mood = mood, sink => sink.Mood = null);

    private static Fault Row(string id, string done, Action<SmtpSink> begin, Action<SmtpSink> end) => new(id, "mail server", done)
    {
        HappenAsync = trial => WithoutMailAsync(trial, begin, end), Rounds = (1, 2),
        Meanwhile = (Cell.Works, Cell.Works, Cell.Works), Outbox = Cell.KeepsForLater,
    };

    private static async Task WithoutMailAsync(Trial trial, Action<SmtpSink> begin, Action<SmtpSink> end)
    {
        await Trial.UntilAsync("no mail is under way", () => trial.Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE State <> 'Sent'") == 0);
        var arrived = trial.Sink.Mails.Count;
        begin(trial.Sink);
        trial.Shoppers.Start();
        await trial.Shoppers.SomeOrderedAsync();
        await trial.LookAsync();
        await trial.Shoppers.StopAsync();
        await Trial.UntilAsync("the mail server was tried", () => trial.Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE LastError IS NOT NULL AND State = 'Waiting'") > 0);
        Assert.Equal(arrived, trial.Sink.Mails.Count);
        trial.Say($"  why, as staff read it: {trial.Shop.Scalar<string>("SELECT LastError FROM Messages WHERE LastError IS NOT NULL AND State = 'Waiting' ORDER BY Id DESC LIMIT 1")}");
        trial.LookAtOutbox(since: arrived);
        end(trial.Sink);
    }

    /// <summary>The judge is the server's own list: what it took is kept as waiting, since nobody said it was taken, and comes again under the same name.</summary>
    private static async Task LosingAsync(Trial trial)
    {
        var arrived = trial.Sink.Mails.Count;
        trial.Sink.Mood = SmtpSink.LoseAnswer;
        trial.Shoppers.Start();
        await trial.Shoppers.SomeOrderedAsync();
        await trial.LookAsync();
        await trial.Shoppers.StopAsync();
        await Trial.UntilAsync("the mail server took a mail", () => trial.Sink.Mails.Count > arrived && trial.Shop.Scalar<int>("SELECT count(*) FROM Messages WHERE LastError IS NOT NULL AND State = 'Waiting'") > 0);
        trial.LookAtOutbox(since: arrived);
        trial.Sink.Mood = null;
    }
}
