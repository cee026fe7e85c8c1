import type { z } from "zod";
import { Problem } from "../../contract/problem.ts";
import type { NamedOperation } from "./named-operation.ts";
import type { Json, Schemas } from "./schemas.ts";

const MEANINGS: Readonly<Record<number, string>> = {
  400: "Something in the call is wrong; `errors` names each fault and what is allowed",
  401: "Nobody is signed in, or the token or session is not good any more",
  403: "The role does not allow it, or not now",
  404: "It does not exist, or is not the caller's to see",
  408: "The body did not arrive in time",
  409: "It does not go with what is there",
  410: "The upload has expired",
  412: "It was changed meanwhile",
  413: "The body is too large",
  414: "A part of the path is too long",
  415: "The body has another media type than is read here",
  416: "The range lies outside of the file",
  422: "The `Idempotency-Key` was used for another call",
  429: "Too many calls, or a quota is reached; `Retry-After` says when to try again",
  503: "The database cannot be reached or cannot do this right now, or the clock of the server is off (`clock_off`); nothing was changed, try again. With `outcome_unknown` the change may have been made: look, or send it again with its Idempotency-Key",
  507: "A disk is full: that of the server, or that of the database",
};

/** The statuses that say when to ask again. */
const RETRIED: ReadonlySet<string> = new Set(["429", "503", "507"]);

/** Every refusal by its name in the document; all have one shape. */
export function problemComponents(schemas: Schemas): Readonly<Record<string, Json>> {
  const content = { "application/json": { schema: schemas.reference(Problem) } };
  return Object.fromEntries(
    Object.entries(MEANINGS).map(([status, description]) => {
      const headers = RETRIED.has(status) ? { headers: RETRY_AFTER } : {};
      return [`Problem${status}`, { description, ...headers, content }];
    }),
  );
}

/** The refusals that a call can answer with. */
export function problemAnswers(operation: NamedOperation, schemas: Schemas): Readonly<Record<string, Json>> {
  const { refusedAnswer } = operation.described;
  const more = refusedAnswer && { 422: refusedOr(refusedAnswer, schemas) };
  return { ...Object.fromEntries(statusesOf(operation).map(toReference)), ...more };
}

function refusedOr(refusedAnswer: z.ZodType, schemas: Schemas): Json {
  const schema = { anyOf: [schemas.reference(refusedAnswer), schemas.reference(Problem)] };
  const description = `${MEANINGS[422]}; or lines are refused`;
  return { description, content: { "application/json": { schema } } };
}

function toReference(status: string): [string, Json] {
  return [status, { $ref: `#/components/responses/Problem${status}` }];
}

const RETRY_AFTER = {
  "Retry-After": { description: "In how many seconds to ask again", schema: { type: "integer" } },
};

type OperationTest = (operation: NamedOperation) => boolean;

/** Tokens, and people of an identity provider, have no account here. */
const isOfOwnAccount: OperationTest = ({ described }) => described.path.startsWith("/v1/me/second-factors");
const isInvitation: OperationTest = ({ described }) => described.path.startsWith("/v1/invitations");
const isSigned: OperationTest = (one) =>
  !one.isPublic || one.described.path.startsWith("/v1/sessions") || isInvitation(one);
const takesBody: OperationTest = ({ described: { body, bodyTypes } }) =>
  body !== undefined || bodyTypes !== undefined;
const namesSomething: OperationTest = ({ described }) => described.path.includes("/:");
const changes: OperationTest = ({ described }) => described.method !== "GET";
/** A removal that is previewed is refused as the removal itself. */
const previewsRemoval: OperationTest = ({ described }) => described.path.endsWith("/removal/preview");
const isPost: OperationTest = ({ described }) => described.method === "POST";
const mindsIfMatch: OperationTest = (one) =>
  changes(one) && !isPost(one) && one.described.entity !== undefined;
/** Resumable uploads use a versioned protocol; its headers report the state of the upload. */
const isTus: OperationTest = ({ described }) => described.path.startsWith("/v1/uploads");
const asksForMore: OperationTest = (one) =>
  takesBody(one) || one.described.query !== undefined || one.described.headers !== undefined;

/** Every call of people and programs, and of installations the one for a manifest. */
const isCounted: OperationTest = ({ described: { path } }) =>
  (path.startsWith("/v1/") && path !== "/v1/updates/check") || path.endsWith(".manifest.json");
const isFile: OperationTest = ({ described }) => described.path === "/builds/:sha256/:fileName";
const isMetrics: OperationTest = ({ described }) => described.path === "/metrics";

/** Which calls can be refused with which status. */
const APPLIES: Readonly<Record<number, OperationTest>> = {
  400: (one) => !one.isPublic || namesSomething(one) || takesBody(one) || one.described.query !== undefined,
  401: (one) => isSigned(one) || isMetrics(one),
  403: isSigned,
  404: (one) => namesSomething(one) || isMetrics(one) || (!one.isPublic && asksForMore(one)),
  408: takesBody,
  409: (one) =>
    ((changes(one) || previewsRemoval(one)) && !one.isPublic) || isInvitation(one) || isOfOwnAccount(one),
  410: (one) => isTus(one) && namesSomething(one),
  412: (one) => isTus(one) || one.described.expectsState === true || mindsIfMatch(one) || isFile(one),
  413: (one) => takesBody(one) || isTus(one),
  414: namesSomething,
  415: changes,
  416: isFile,
  422: (one) => one.described.method === "POST" && !one.isPublic,
  429: isCounted,
  503: ({ described }) => described.path !== "/healthz",
  507: changes,
};

function statusesOf(operation: NamedOperation): readonly string[] {
  return Object.entries(APPLIES).flatMap(([status, applies]) => (applies(operation) ? [status] : []));
}
