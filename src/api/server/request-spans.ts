import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { tracer } from "../../tracing/spans.ts";
import { isCall } from "./request-log.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The span of this request and what it stands in, if it is traced. */
    traced: { readonly span: Span; readonly within: Context } | null;
  }
}

/**
 * Makes a span of each API call: its method and route, its status and its TrackingID, and nothing of what was asked. Checks,
 * feeds and downloads make none.
 */
export function traceRequests(app: FastifyInstance): void {
  app.decorateRequest("traced", null);
  app.addHook("onRequest", (request, _reply, done) => {
    if (!isCall(request)) return done();
    const span = begin(request);
    request.traced = span;
    context.with(span.within, done);
  });
  // The body was read by the connection, which knows no span.
  app.addHook("preValidation", ({ traced }, _reply, done) =>
    traced ? context.with(traced.within, done) : done(),
  );
  app.addHook("onResponse", async ({ traced }, { statusCode }) => {
    traced?.span.setAttribute("http.response.status_code", statusCode);
    if (statusCode >= 500) traced?.span.setStatus({ code: SpanStatusCode.ERROR });
    traced?.span.end();
  });
}

function begin(request: FastifyRequest): NonNullable<FastifyRequest["traced"]> {
  const { method, routeOptions, id } = request;
  const route = routeOptions.url ?? "";
  const parent = parentOf(request);
  const attributes = { "http.request.method": method, "http.route": route, "sluice.tracking_id": id };
  const span = tracer().startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
  return { span, within: trace.setSpan(parent, span) };
}

/** What a trusted proxy says this call is part of. What anybody else says is not believed: it would decide what is sent. */
function parentOf({ ips, headers }: FastifyRequest): Context {
  const isFromProxy = (ips?.length ?? 0) > 1;
  return isFromProxy ? propagation.extract(ROOT_CONTEXT, headers) : ROOT_CONTEXT;
}
