using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeVirt.Backup.Testing.Server;

/// <summary>Sends answers, with what goes wrong on their way.</summary>
internal static class ApiResponse
{
    private const int Pieces = 10;
    private const int FloodBytes = 1 << 16;

    /// <summary>Sends an answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="fault">What goes wrong; <see langword="null"/> for nothing.</param>
    /// <param name="time">The clock of what comes late.</param>
    public static async Task WriteAsync(HttpContext context, ApiAnswer answer, Fault? fault, TimeProvider time)
    {
        if (fault?.Kind == FaultKind.ResetAfter)
        {
            context.Abort();
            return;
        }

        try
        {
            if (fault?.Kind == FaultKind.LateAnswer)
                await Task.Delay(fault.Delay, time, context.RequestAborted).ConfigureAwait(false);

            WriteHead(context, answer);
            await WriteBodyAsync(context, answer.Bytes, fault, time).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client left.
        }
    }

    private static void WriteHead(HttpContext context, ApiAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Code;
        response.ContentType = answer.ContentType;
        if (answer.RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (answer.Location is { } location)
            response.Headers.Location = location;
        if (answer.SaysLength)
            response.ContentLength = answer.Bytes.Length;
        if (answer.ContentRange is { } range)
            response.Headers.ContentRange = range;
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
    }

    private static async Task WriteBodyAsync(HttpContext context, byte[] bytes, Fault? fault, TimeProvider time)
    {
        switch (fault?.Kind)
        {
            case FaultKind.ResetInBody:
                await SendAsync(context, bytes.AsMemory(0, bytes.Length / 2)).ConfigureAwait(false);
                context.Abort();
                break;

            case FaultKind.SlowBody:
                foreach (var piece in bytes.Chunk(Math.Max(1, bytes.Length / Pieces)))
                {
                    await SendAsync(context, piece).ConfigureAwait(false);
                    await Task.Delay(fault.Delay, time, context.RequestAborted).ConfigureAwait(false);
                }

                break;

            case FaultKind.EndlessBody:
                while (true)
                {
                    await SendAsync(context, " "u8.ToArray()).ConfigureAwait(false);
                    await Task.Delay(fault.Delay, time, context.RequestAborted).ConfigureAwait(false);
                }

            case FaultKind.FloodBody:
                var blanks = Enumerable.Repeat((byte)' ', FloodBytes).ToArray();
                while (true)
                    await SendAsync(context, blanks).ConfigureAwait(false);

            default:
                await SendAsync(context, bytes).ConfigureAwait(false);
                break;
        }
    }

    private static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
