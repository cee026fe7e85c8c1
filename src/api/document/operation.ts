import type { CallDescription } from "../endpoint.ts";
import type { NamedOperation } from "./named-operation.ts";
import { problemAnswers } from "./problem-answers.ts";
import type { Json, Schemas } from "./schemas.ts";
import { tagOf } from "./tags.ts";

/** One call as OpenAPI has it. */
export function toOperation(operation: NamedOperation, schemas: Schemas): Json {
  const { id, described, isPublic } = operation;
  const { asksForProof } = described;
  const parameters = [
    ...parametersIn("path", described.params, schemas),
    ...parametersIn("query", described.query, schemas),
    ...headersOf(operation),
    ...Object.entries(described.optionalHeaders ?? {}).map((header) => toHeader(header, false)),
  ];
  const requestBody = bodyOf(described, schemas);
  return {
    operationId: id,
    summary: described.summary,
    ...(asksForProof && { description: ASKING[asksForProof === true ? "always" : asksForProof] }),
    tags: [tagOf(described.path)],
    ...(isPublic && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: { ...acceptedAnswer(described, schemas), ...problemAnswers(operation, schemas) },
  };
}

function parametersIn(
  location: "path" | "query",
  schema: CallDescription["query"],
  schemas: Schemas,
): readonly Json[] {
  if (!schema) return [];
  return schemas.fields(schema).map(({ name, isRequired, schema: { description, ...rest } }) => ({
    name,
    in: location,
    required: isRequired || location === "path",
    ...(description !== undefined && { description }),
    schema: rest,
  }));
}

/** The headers of a call: RFC 9110's for changes of what was seen, and the key of POSTs that may be sent again. */
function headersOf({ described, isPublic }: NamedOperation): readonly Json[] {
  const { method, entity, bodyTypes, headers } = described;
  if (headers) return Object.entries(headers).map((header) => toHeader(header, true));
  // The same bytes sent again are the same build, so an upload needs no key.
  const isUpload = bodyTypes?.includes("application/octet-stream") ?? false;
  if (method === "POST") return isPublic || isUpload ? [] : [IDEMPOTENCY_KEY];
  return method !== "GET" && entity !== undefined ? [IF_MATCH] : [];
}

function toHeader([name, description]: [string, string], required: boolean): Json {
  return { name, in: "header", required, description, schema: { type: "string" } };
}

const UNPROVED =
  "is refused with `proof_needed` or `sign_in_again_needed` unless its person signed in, or sent `POST /v1/me/proof`, in the last ten minutes. A token is not asked.";

/** What is said of a call that asks for a proof. */
const ASKING = {
  always: `In a session it ${UNPROVED}`,
  to_keep: `In a session, a call that names what to keep ${UNPROVED}`,
};

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "The same call with the same key is done once within 24 hours, and answered alike",
  schema: { type: "string", pattern: "^[!-~]{1,200}$" },
};
const IF_MATCH = {
  name: "If-Match",
  in: "header",
  required: false,
  description: "The ETag of what was seen: the change is refused where it was changed meanwhile",
  schema: { type: "string" },
};
const ETAG = { ETag: { description: "For If-Match", schema: { type: "string" } } };

function bodyOf({ body, bodyTypes = [] }: CallDescription, schemas: Schemas): Json | null {
  if (!body && bodyTypes.length === 0) return null;
  return { required: true, content: contentOf(body, bodyTypes, schemas) };
}

function acceptedAnswer(described: CallDescription, schemas: Schemas): Json {
  const { answer, answerTypes = [], status, otherStatuses = [] } = described;
  const isEmpty = !answer && answerTypes.length === 0;
  const hasTag = !isEmpty && (described.entity ?? described.makes) !== undefined;
  const code = String(status ?? (isEmpty ? 204 : 200));
  const content = !isEmpty && { content: contentOf(answer, answerTypes, schemas) };
  const others = otherStatuses.map((other) => {
    return [String(other), { description: DONE[other], ...(other === 206 && content) }];
  });
  return {
    [code]: { description: DONE[code] ?? "Done", ...(hasTag && { headers: ETAG }), ...content },
    ...Object.fromEntries(others),
  };
}

const DONE: Readonly<Record<string, string>> = {
  201: "Made",
  204: "Done; nothing is answered",
  206: "The part that was asked for",
  302: "Go on at the address in `Location`",
  303: "Go on at the address in `Location`",
  304: "What the client has is still right",
};

function contentOf(json: CallDescription["body"], types: readonly string[], schemas: Schemas): Json {
  return {
    ...(json && { "application/json": { schema: schemas.reference(json) } }),
    ...Object.fromEntries(types.map((type) => [type, { schema: schemaOf(type) }])),
  };
}

/** The schema of a body that is not JSON: none, for OpenAPI 3.1 describes bytes by their media type alone. */
function schemaOf(type: string): Json {
  return type.startsWith("text/") ? { type: "string" } : {};
}
