import { createHash } from "node:crypto";
import { accepted, send } from "./caller.ts";
import { another, BUILD, type EndpointCase, read, type Subject, VENDOR, write } from "./endpoint-case.ts";
import type { Tenancy } from "./tenancy.ts";

const HEADERS = { "content-type": "application/octet-stream" };
const BYTES = new TextEncoder().encode("a delta");
const DIGEST = createHash("sha256").update(BYTES).digest("hex");

function companionCall(id: string, fileName: string) {
  const path = `/v1/builds/${id}/companions?kind=delta&from=44.0&fileName=${fileName}`;
  return { path, headers: HEADERS, raw: BYTES };
}

/** A build that has a delta, whose bytes are always the same. */
const WITH_DELTA: Subject = {
  ...BUILD,
  fresh: async ({ server, build, tokens }: Tenancy) => {
    accepted(
      await send(server, tokens.vendor_admin, { method: "POST", ...companionCall(build, "App.delta") }),
    );
    return build;
  },
};

/** The calls about one build and what it carries. */
export const BUILD_CASES: readonly EndpointCase[] = [
  read("/v1/product", null, () => "/v1/product", { refused: VENDOR }),
  write("PATCH /v1/product", null, () => "/v1/product", {
    body: () => ({ updaters: { omaha: { appId: `app-${another()}` } } }),
    refused: VENDOR,
  }),
  read("/v1/builds/:id", BUILD, (id) => `/v1/builds/${id}`),
  write("PATCH /v1/builds/:id", BUILD, (id) => `/v1/builds/${id}`, {
    body: () => ({ appVersion: `45.${another()}` }),
    refused: VENDOR,
  }),
  write("POST /v1/builds/:id/digests", BUILD, (id) => `/v1/builds/${id}/digests`, { refused: VENDOR }),
  {
    ...read("", BUILD, () => ""),
    endpoint: "POST /v1/builds/:id/companions",
    call: (_, id) => companionCall(id, `App-${another()}.delta`),
    status: 201,
    refused: VENDOR,
  },
  {
    ...read("", WITH_DELTA, () => ""),
    endpoint: "DELETE /v1/builds/:id/companions/:sha256",
    call: (_, id) => ({ path: `/v1/builds/${id}/companions/${DIGEST}` }),
    status: 204,
    refused: VENDOR,
    isUsedUp: true,
  },
];
