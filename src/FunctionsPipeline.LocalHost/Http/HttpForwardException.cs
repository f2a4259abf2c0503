using Yarp.ReverseProxy.Forwarder;

namespace FunctionsPipeline.LocalHost.Http;

/// <summary>A request could not be forwarded to the worker, or its answer not to the caller.</summary>
internal sealed class HttpForwardException : Exception
{
    public HttpForwardException() { }

    public HttpForwardException(string message)
        : base(message) { }

    public HttpForwardException(string message, Exception innerException)
        : base(message, innerException) { }

    public HttpForwardException(ForwarderError error, Exception? innerException)
        : base($"The request could not be passed to the worker or its answer to the caller: {error}.", innerException)
    { }
}
