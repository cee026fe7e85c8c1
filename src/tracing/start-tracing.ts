import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace-node";
import type { TracingConfig } from "./tracing-config.ts";

/** How long a stop waits for the last spans to be sent. */
const LAST_MS = 3_000;

/** The code by which OpenTelemetry says that a collector has taken what was sent. */
const SENT = 0;

/** Called with the error when sending begins to fail, and with null when it works again. */
type Tell = (problem: unknown) => void;

/**
 * Has this process send its spans to a collector, in the background and in batches; what a collector does not take is
 * dropped, and never waited for. Gives the function that sends the last ones and ends it. Once in a process.
 */
export async function startTracing(config: TracingConfig, tell: Tell): Promise<() => Promise<void>> {
  // The library reads its variables itself; those from a file are not in the environment yet.
  Object.assign(process.env, { OTEL_SERVICE_NAME: "sluice" }, config);
  // Only where a collector is named: it is large.
  const [{ NodeTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, resources] = await Promise.all([
    import("@opentelemetry/sdk-trace-node"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
  ]);
  const provider = new NodeTracerProvider({
    resource: resources.detectResources({ detectors: [resources.envDetector] }),
    spanProcessors: [new BatchSpanProcessor(telling(new OTLPTraceExporter(), tell))],
  });
  provider.register();
  return () => Promise.race([provider.shutdown(), late()]).catch(tell);
}

/** An exporter that says once when it begins to fail, and once when it works again. */
function telling(exporter: SpanExporter, tell: Tell): SpanExporter {
  let isFailing = false;
  return {
    export: (spans: ReadableSpan[], done) =>
      exporter.export(spans, (result) => {
        const fails = result.code !== SENT;
        if (fails !== isFailing) tell(fails ? result.error : null);
        isFailing = fails;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
  };
}

function late(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, LAST_MS).unref());
}
