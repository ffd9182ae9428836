// The HTTP side of the recorder: begins a scene for each request, and says at its end how it was answered.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using Makola.Web;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OutputCaching;

namespace Makola.Backstage;

/// <summary>
/// Begins the span of a request behind the page cache, so that a kept page costs nothing more, and ends it when the last byte is handed on. Files, and the
/// pages that show scenes, are left out: who looks would see himself looking.
/// </summary>
public sealed class RequestScenes(RequestDelegate next, SceneRecorder recorder)
{
    /// <summary>The route of each endpoint as it is shown, and the name of a request that reads it.</summary>
    private static readonly ConcurrentDictionary<RouteEndpoint, (string? Route, string Get)> Routes = new();

    /// <summary>Records the request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var endpoint = context.GetEndpoint();
        var (route, get) = RouteOf(endpoint);
        var isLeftOut = IsLeftOut(request.Path, endpoint);
        var isOutline = !isLeftOut && !recorder.RecordsAll && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
        if (isOutline) NoteFailed(context, route, recorder);
        if (isLeftOut || isOutline || Telemetry.Source.StartActivity(HttpMethods.IsGet(request.Method) ? get : $"{request.Method} {route ?? "?"}", ActivityKind.Server) is not { } root)
        {
            await next(context);
            return;
        }

        root.AddTag("http.request.method", request.Method).SetTag("http.route", route).AddTag("url.path", Masks.Path(request.Path, route, request.Query)).AddTag("user_agent.name", From(request));
        var body = new CountedBody(context.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        context.Features.Set<IHttpResponseBodyFeature>(body);
        context.Response.OnCompleted(End, (context, root, body));
        try
        {
            await next(context);
        }
        catch (Exception fault)
        {
            root.SetCustomProperty(nameof(SceneFault), SceneFault.Of(fault));
            throw;
        }
        finally
        {
            context.Features.Set(body.Inner);
        }
    }

    /// <summary>Notes an answer from the page cache, once it is sent.</summary>
    public static void NoteKept(HttpContext context, SceneRecorder recorder)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.OnCompleted(() =>
        {
            recorder.Add(OutlineOf(context, RouteOf(context.GetEndpoint()).Route) with { Bytes = context.Response.ContentLength ?? 0, Kept = Scene.FromKept });
            return Task.CompletedTask;
        });
    }

    /// <summary>Notes a request that only reads, where not all are recorded, if it fails.</summary>
    private static void NoteFailed(HttpContext context, string? route, SceneRecorder recorder) => context.Response.OnCompleted(() =>
    {
        if (context.Response.StatusCode >= 500)
            recorder.Add(OutlineOf(context, route) with { Reference = context.TraceIdentifier, Fault = context.Features.Get<IExceptionHandlerPathFeature>()?.Error is { } fault ? SceneFault.Of(fault) : null });
        return Task.CompletedTask;
    });

    /// <summary>A scene without steps.</summary>
    private static Scene OutlineOf(HttpContext context, string? route)
    {
        var now = DateTime.UtcNow;
        var began = Activity.Current?.StartTimeUtc ?? now;
        return new()
        {
            Id = ActivitySpanId.CreateRandom().ToHexString(), At = began, Took = (now - began).Ticks / TimeSpan.TicksPerMicrosecond, Method = context.Request.Method, Route = route,
            Path = Masks.Path(context.Request.Path, route, context.Request.Query), From = From(context.Request), Status = context.Response.StatusCode,
        };
    }

    private static Task End(object state)
    {
        var (context, root, body) = ((HttpContext, Activity, CountedBody))state;
        var response = context.Response;
        root.AddTag("http.response.status_code", response.StatusCode).AddTag(Telemetry.Bytes, body.Sent).SetTag(Telemetry.Kept, WhyNotKept(context));
        if (response.Headers.Location is [{ Length: > 0 } to]) root.SetTag("http.response.header.location", Masks.Address(to));
        if (context.User.Identity?.IsAuthenticated == true && long.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var person)) root.SetTag(Telemetry.Person, person);
        var fault = context.Features.Get<IExceptionHandlerPathFeature>()?.Error;
        if (fault is not null && response.StatusCode != StatusCodes.Status499ClientClosedRequest) root.SetCustomProperty(nameof(SceneFault), SceneFault.Of(fault));
        if (response.StatusCode >= 500)
        {
            root.SetStatus(ActivityStatusCode.Error);
            root.SetTag("error.type", fault?.GetType().Name).SetTag(Telemetry.Reference, context.TraceIdentifier);
        }

        root.Stop();
        return Task.CompletedTask;
    }

    private static bool IsLeftOut(PathString path, Endpoint? endpoint) =>
        path.StartsWithSegments("/office/backstage", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
        || PictureFiles.IsFile(endpoint);

    private static (string? Route, string Get) RouteOf(Endpoint? endpoint) => endpoint is RouteEndpoint page ? Routes.GetOrAdd(page, static page =>
        page.RoutePattern.RawText is { } raw ? ($"/{raw.TrimStart('/')}", $"GET /{raw.TrimStart('/')}") : (null, "GET ?")) : (null, "GET ?");

    /// <summary>Why a page that may be kept was made anew; null where none is kept.</summary>
    private static string? WhyNotKept(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.ContainsKey("HX-Request") && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))) return Scene.PartOnly;
        if (context.Features.Get<IOutputCacheFeature>()?.Context is not { } cache) return null;
        if (cache.AllowCacheLookup) return cache.AllowCacheStorage ? "was not kept yet: made now, and kept for the next" : "not kept: the answer is not the same for everybody";
        return request.IsPersonal() ? "made for this visitor: a cart, or a sign-in" : "made anew: there are too many such filters to keep each";
    }

    /// <summary>What asks, as roughly as can be: nobody is recognised by it.</summary>
    private static string From(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        return agent.Contains("Mobi", StringComparison.Ordinal) ? "a phone" : agent.Contains("Mozilla", StringComparison.Ordinal) ? "a computer" : "a program";
    }

    /// <summary>Counts the bytes of a body on their way out, packed as they are sent.</summary>
    private sealed class CountedBody(IHttpResponseBodyFeature inner) : Stream, IHttpResponseBodyFeature
    {
        private System.IO.Pipelines.PipeWriter? writer;

        public IHttpResponseBodyFeature Inner => inner;
        public long Sent { get; private set; }
        public Stream Stream => this;
        public System.IO.Pipelines.PipeWriter Writer => writer ??= System.IO.Pipelines.PipeWriter.Create(this, new(leaveOpen: true));
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void DisableBuffering() => inner.DisableBuffering();
        public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
        {
            Sent += count ?? (new FileInfo(path).Length - offset);
            return inner.SendFileAsync(path, offset, count, cancellationToken);
        }

        public async Task CompleteAsync()
        {
            if (writer is not null) await writer.CompleteAsync();
            await inner.CompleteAsync();
        }

        public override void Flush() => inner.Stream.Flush();
        public override Task FlushAsync(CancellationToken cancellationToken) => inner.Stream.FlushAsync(cancellationToken);
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            Sent += count;
            inner.Stream.Write(buffer, offset, count);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Sent += buffer.Length;
            return inner.Stream.WriteAsync(buffer, cancellationToken);
        }
    }
}
