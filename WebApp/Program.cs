// The table of contents: what the shop is made of, what a request passes through, and where it ends.
using Makola;
using Makola.Backstage;
using Makola.Web;

if (CommandLine.Wants(args, out var command)) return await CommandLine.RunAsync(command, args);

var builder = Foundation.Lay(args);
builder.Services.AddShopDatabase();
builder.Services.AddShopPeople();
builder.Services.AddShopPages(builder.Configuration);
builder.Services.AddShopGuards(builder.Configuration);
builder.Services.AddShopJobs();

var app = builder.Build();
Opening.MakeReady(app);

app.UseForwardedHeaders();
app.UseMiddleware<HostCookies>();
app.UseRouting();
app.UseOutputCache(); // First after routing: a kept page, which only strangers get, passes by all that follows and has the headers it was kept with.
app.UseMiddleware<RequestScenes>();
app.UseShopErrors();
app.UseMiddleware<ReadableForms>();
app.UseMiddleware<SecurityHeaders>();
app.UseMiddleware<CrossSiteGuard>();
app.UseRateLimiter();
app.UseAuthentication();
app.UseAuthorization();
app.UseMiddleware<FirstRunGate>();
app.UseResponseCompression();
app.UseMiddleware<ShopAtHand>();

app.MapHealth();
app.MapStaticAssets();
app.MapPictures();
app.MapRazorPages().WithStaticAssets();

if (!await Opening.OpenAsync(app)) return 1;
await app.RunAsync();
return 0;

/// <summary>The shop.</summary>
public partial class Program;
