// The same spans and figures reach an OpenTelemetry collector; and the log is lines a program can read.
using System.Net;
using System.Text.Json;

namespace Makola.Tests.Backstage;

public sealed class CollectorTests
{
    [Fact]
    public async Task A_collector_gets_the_spans_and_figures_of_an_order_and_no_secret()
    {
        using var sink = new OtlpSink();
        await using var shop = await Cast.OpenAsync(new Opening { Settings = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = sink.Address } });
        using var ama = shop.NewBuyer();
        await ama.AddQuicklyAsync(Cast.Gari, 2);
        var order = await ama.PlaceAsync();
        Assert.True(order.IsOrder);
        await shop.StopAsync(); // What waits is sent.

        var placed = Assert.Single(sink.Spans, s => s.Scope == "Makola" && s.Attributes.GetValueOrDefault("http.request.method") == "POST" && s.Attributes.GetValueOrDefault("http.route") == "/checkout");
        Assert.Equal("303", placed.Attributes["http.response.status_code"]);
        Assert.Contains(sink.Spans, s => s.Attributes.TryGetValue("db.query.text", out var sql) && sql.Contains("INSERT INTO \"Orders\"", StringComparison.Ordinal) && Above(s).Contains(placed.Id));
        Assert.Contains(sink.Spans.Where(s => s.Id == placed.Id || Above(s).Contains(placed.Id)).SelectMany(s => s.Events), e => e.Contains("stock: Hold 2 of 1 goods", StringComparison.Ordinal));
        Assert.Contains(sink.Spans, s => s.Id == placed.Parent && s.Scope == "Microsoft.AspNetCore");
        Assert.Contains("makola.order.events", sink.Figures.Keys);
        Assert.Contains("http.server.request.duration", sink.Figures.Keys);
        Assert.Contains("db.client.operation.duration", sink.Figures.Keys);
        foreach (var secret in new[] { order.Address.AbsolutePath["/o/".Length..], Cast.CustomerName, "248124490", "Blue gate" })
            Assert.DoesNotContain(sink.Bodies, body => body.Contains(secret, StringComparison.Ordinal));

        List<string> Above(SentSpan span)
        {
            List<string> ids = [];
            for (var at = span; at is not null; at = sink.Spans.FirstOrDefault(s => s.Id == at.Parent)) ids.Add(at.Parent);
            return ids;
        }
    }

    [Fact]
    public async Task A_collector_that_is_not_there_troubles_nobody()
    {
        await using var shop = await Cast.OpenAsync(new Opening { Settings = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{RunningShop.FreePort()}" } });
        using var ama = shop.NewBuyer();
        await ama.BuyAsync(Cast.Gari);
        (await ama.GetAsync("/")).Expect(HttpStatusCode.OK);
        await shop.BooksAsync();
    }

    [Fact]
    public async Task The_log_of_a_shop_in_use_is_one_json_object_a_line_with_the_request_and_without_secrets()
    {
        await using var shop = await Cast.OpenAsync(new Opening { Settings = new Dictionary<string, string> { ["Logging:LogLevel:Default"] = "Information", ["Logging:LogLevel:Microsoft"] = "Information" } });
        using var ama = shop.NewBuyer();
        var order = await ama.BuyAsync(Cast.Gari);
        using (var evil = new HttpRequestMessage(HttpMethod.Post, new Uri(shop.Address, order.Path)))
        {
            evil.Headers.Add("Sec-Fetch-Site", "cross-site");
            Assert.Equal(HttpStatusCode.Forbidden, (await ama.SendAsync(evil)).Status);
        }

        await shop.StopAsync();
        var lines = shop.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var refused = Assert.Single(lines, line => line.GetProperty("message").GetString()!.StartsWith("Refused a cross-site", StringComparison.Ordinal));
        Assert.Equal("Warning", refused.GetProperty("level").GetString());
        Assert.NotEmpty(refused.GetProperty("request").GetString()!);
        Assert.Matches("^[0-9a-f]{16}$", refused.GetProperty("scene").GetString()!);
        Assert.All(lines.Where(line => line.GetProperty("from").GetString()!.StartsWith("Makola", StringComparison.Ordinal)), line => Assert.DoesNotContain(order.Address.AbsolutePath["/o/".Length..], line.ToString(), StringComparison.Ordinal));
    }
}
