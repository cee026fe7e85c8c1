import { OPERATIONS } from "../endpoints.ts";
import type { NamedOperation } from "./named-operation.ts";
import { toOperation } from "./operation.ts";
import { problemComponents } from "./problem-answers.ts";
import { PUBLIC_OPERATIONS } from "./public-operations.ts";
import { collectSchemas, type Json } from "./schemas.ts";
import { DOCUMENT_TAGS } from "./tags.ts";

const ABOUT = `Release management for desktop apps that are sold through partners.

Lists are \`{"items": […]}\`, in pages: \`max\` says how many, and the \`Link\` header has the address of the next page.
Refusals are \`{"message", "errors": [{"code", "description"}], "trackingId"}\`; the codes are stable. Ids are UUIDs; the
base64 form of \`ciscospark://us/<KIND>/<uuid>\` is taken too. What a caller may not see answers 404.`;

/** The document without the server's address, which is the same for every server; made when it is first asked for. */
let everything: Json | null = null;

/** The OpenAPI 3.1 document of every call, for a server that is reached at `serverUrl`. */
export function makeDocument(serverUrl: string): Json {
  everything ??= describeOperations();
  return { ...everything, servers: [{ url: serverUrl }] };
}

function describeOperations(): Json {
  const operations = [
    ...Object.entries(OPERATIONS).map(([id, described]) => ({ id, described, isPublic: false })),
    ...Object.entries(PUBLIC_OPERATIONS).map(([id, described]) => ({ id, described, isPublic: true })),
  ];
  const schemas = collectSchemas(operations);
  return {
    openapi: "3.1.0",
    info: { title: "Sluice", version: "1", description: ABOUT, license: LICENSE },
    servers: [],
    security: [{ bearer: [] }],
    tags: DOCUMENT_TAGS,
    paths: toPaths(operations, (operation) => toOperation(operation, schemas)),
    components: {
      securitySchemes: { bearer: BEARER },
      responses: problemComponents(schemas),
      schemas: schemas.components,
    },
  };
}

const LICENSE = { name: "Apache-2.0", identifier: "Apache-2.0" };
const BEARER = {
  type: "http",
  scheme: "bearer",
  description: "A token of POST /v1/tokens, or of a session of POST /v1/sessions",
};

/** Operations by path, then by method, as OpenAPI has them: `/v1/users/:id` is `/v1/users/{id}`. */
function toPaths(operations: readonly NamedOperation[], describe: (operation: NamedOperation) => Json): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    const { path, method } = operation.described;
    const at = path.replace(/:(\w+)/g, "{$1}");
    paths[at] = { ...paths[at], [method.toLowerCase()]: describe(operation) };
  }
  return paths;
}
