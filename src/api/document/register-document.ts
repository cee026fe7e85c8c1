import swagger, { type StaticDocumentSpec } from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { namesTag, tagOf } from "../../updates/entity-tag.ts";
import type { Context } from "../context.ts";
import { limitAddress } from "../server/rate-limit.ts";
import { makeDocument } from "./document.ts";

/** `GET /v1/openapi.json`: every call, for programs; prepared with the first. `GET /docs`: the same for a browser, from our own files only. */
export async function registerDocument(app: FastifyInstance, { config }: Context): Promise<void> {
  const document = makeDocument(config.publicUrl ?? "/");
  let prepared: SentDocument | null = null;
  app.get("/v1/openapi.json", { onRequest: limitAddress }, async ({ headers }, reply) => {
    prepared ??= toSent(document);
    const { bytes, etag } = prepared;
    reply.header("etag", etag);
    const known = headers["if-none-match"];
    if (known !== undefined && namesTag(known, etag)) return reply.status(304).send();
    return reply.type("application/json; charset=utf-8").send(bytes);
  });
  // Its types do not include OpenAPI 3.1; it passes the document on unchanged.
  const specification = { document } as unknown as StaticDocumentSpec;
  await app.register(swagger, { mode: "static", specification });
  await app.register(swaggerUi, {
    routePrefix: "/docs",
    indexPrefix: new URL(config.publicUrl ?? "http://localhost").pathname,
    theme: { title: "Sluice API" },
    uiConfig: { layout: "BaseLayout", docExpansion: "none", defaultModelsExpandDepth: 0 },
  });
}

/** The document as it is sent. */
interface SentDocument {
  readonly bytes: Buffer;
  readonly etag: string;
}

function toSent(document: object): SentDocument {
  const text = JSON.stringify(document);
  return { bytes: Buffer.from(text), etag: tagOf(text, "strong") };
}
