import { type Attributes, type Span, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";

/** The name under which a collector finds what this program itself tells. */
const SCOPE = "sluice";

/** The tracer of this process: without a collector its spans cost next to nothing and go nowhere. */
export function tracer(): Tracer {
  return trace.getTracer(SCOPE);
}

/** Does work within a span, so that the statements and spans in it belong to that. */
export function inSpan<Value>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<Value>,
): Promise<Value> {
  return tracer().startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
