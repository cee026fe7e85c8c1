import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { z } from "zod";
import { NoQuery } from "../contract/fields.ts";
import { Problem } from "../contract/problem.ts";
import type { Instant } from "../instant.ts";
import type { Refusal, Result } from "../result.ts";
import type { Actor } from "../tenancy/actor.ts";
import type { Session } from "../tenancy/session.ts";
import { showActors } from "./actors/show-actors.ts";
import { answerOnce } from "./answer-once.ts";
import { authenticate } from "./authenticate.ts";
import type { Context } from "./context.ts";
import type { Entity } from "./entities.ts";
import { EntityGuard, findEntityTag, readIfMatch, type SeenEntity } from "./if-match.ts";
import { sendRefusal } from "./problem.ts";
import { accepts } from "./request-headers.ts";
import { isWithinRate } from "./server/rate-limit.ts";
import { refuseUnproved, refuseUnprovedKeeping } from "./unproved-session.ts";
import { type OpenBefore, refuseUnready } from "./unready-session.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The caller, set before a handler runs, or null on public paths. */
    actor: Actor | null;
    /** The session of the request, or null if it was made with a token or without one. */
    session: Session | null;
    /** The sponsors of the caller's token, on which its rights depend; empty in a session, null on public paths. */
    sponsorIds: readonly string[] | null;
  }
}

type Schema = z.ZodType | undefined;
type SchemaOutput<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

/** The input of a handler: the call, the caller and the time. */
export interface Call<Params extends Schema, Query extends Schema, Body extends Schema> {
  readonly params: SchemaOutput<Params>;
  readonly query: SchemaOutput<Query>;
  readonly body: SchemaOutput<Body>;
  readonly actor: Actor;
  /** The session of the call, or null if it was made with a token. */
  readonly session: Session | null;
  readonly now: Instant;
  readonly reply: FastifyReply;
  readonly url: string;
}

/** The input and output of a call, as data: the API document is made from it. */
export interface CallDescription<
  Params extends Schema = Schema,
  Query extends Schema = Schema,
  Body extends Schema = Schema,
  Answer extends Schema = Schema,
> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The required headers, each with its description. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that a caller may send, each with its description. */
  readonly optionalHeaders?: Readonly<Record<string, string>>;
  /** The media types of a body other than JSON, in place of the JSON body or beside it. */
  readonly bodyTypes?: readonly string[];
  /** The schema of the answer, or undefined if it is not JSON. */
  readonly answer?: Answer;
  /** The media types of an answer other than JSON, in place of the JSON answer or beside it. */
  readonly answerTypes?: readonly string[];
  /** What the address shows, and the id in it: every answer has its ETag, and a change of it checks If-Match. */
  readonly entity?: Entity;
  /** For a POST: the entity that it creates, by the id in the answer, whose ETag the answer has. */
  readonly makes?: Entity;
  /** For a POST: its body or address names what it expects to find; if that has changed, it is refused with status 412. */
  readonly expectsState?: true;
  /**
   * In a session, the person must have signed in, or sent `POST /v1/me/proof`, in the last ten minutes: it gives or takes away
   * access, or changes what apps trust. `to_keep`: only where it names what to keep (`KeepField`, `KeepQuery`), of which the caller becomes the sponsor.
   */
  readonly asksForProof?: true | "to_keep";
  /** The status of an accepted call; by default 200, or 204 if there is no answer. */
  readonly status?: number;
  /** The other statuses of an accepted call: partial content, found elsewhere, or not modified. */
  readonly otherStatuses?: readonly (204 | 206 | 302 | 304)[];
  /** The shape of a refusal with status 422, if it says more than other refusals. */
  readonly refusedAnswer?: z.ZodType;
}

/** One call of the API as data: its input, its output, and its handler. Every endpoint needs a token. */
export interface Endpoint<
  Params extends Schema = Schema,
  Query extends Schema = Schema,
  Body extends Schema = Schema,
  Answer extends Schema = Schema,
  Needs extends Context = Context,
> extends CallDescription<Params, Query, Body, Answer>,
    OpenBefore {
  /** The body contains a password or code (`OwnerProof`), which is no part of what a replay by Idempotency-Key repeats. */
  readonly provesOwner?: true;
  /** The answer contains a secret, so a replay by Idempotency-Key does not repeat it. */
  readonly showsSecret?: true;
  /**
   * The answer is made and stored after the change is committed: only for calls that have no further effect when done
   * twice.
   */
  readonly answersAfterwards?: true;
  /** The answer as CSV, if the request accepts text/csv. */
  csv?(answer: SchemaOutput<Answer>, query: SchemaOutput<Query>): string;
  readonly handle: (
    asked: Call<Params, Query, Body>,
    context: Needs,
  ) => Promise<Result<SchemaOutput<Answer>, Refusal>>;
}

/** Any endpoint, as lists hold them; `Needs` is the context that its handler needs. */
export interface AnyEndpoint<Needs extends Context = Context> extends CallDescription {
  readonly register: (app: FastifyInstance, context: Needs) => void;
}

/** Makes an endpoint from its description. A handler that needs more than a {@link Context} names the type of it. */
export function endpoint<
  Params extends Schema = undefined,
  Query extends Schema = undefined,
  Body extends Schema = undefined,
  Answer extends Schema = undefined,
  Needs extends Context = Context,
>(described: Endpoint<Params, Query, Body, Answer, Needs>): AnyEndpoint<Needs> {
  const { handle: _, ...rest } = described;
  return { ...rest, register: (app, context) => register(app, context, described) };
}

function register<
  Params extends Schema,
  Query extends Schema,
  Body extends Schema,
  Answer extends Schema,
  Needs extends Context,
>(app: FastifyInstance, context: Needs, described: Endpoint<Params, Query, Body, Answer, Needs>): void {
  const status = described.status ?? (described.answer ? 200 : 204);
  app.withTypeProvider<ZodTypeProvider>().route({
    method: described.method,
    url: described.path,
    config: { takesStream: described.bodyTypes !== undefined },
    schema: routeSchema(described, status),
    onRequest: (request, reply) => signIn(context, request, reply, described),
    handler: async (request, reply) => {
      const asked = {
        params: request.params as SchemaOutput<Params>,
        query: request.query as SchemaOutput<Query>,
        body: request.body as SchemaOutput<Body>,
        actor: request.actor as Actor,
        session: request.session,
        now: context.now(),
        reply,
        url: request.url,
      };
      const unproved = described.asksForProof === "to_keep" ? refuseUnprovedKeeping(asked) : null;
      if (unproved) return sendRefusal(reply, unproved);
      const handle = (guarded: Needs) => described.handle(asked, guarded);
      return ANSWER[described.method](context, reply, { ...described, status }, handle);
    },
  });
}

type HandlerResult = Promise<Result<unknown, Refusal>>;
type Handle<Needs extends Context> = (context: Needs) => HandlerResult;
type AnsweredCall = Pick<
  Endpoint,
  "answer" | "csv" | "entity" | "makes" | "provesOwner" | "showsSecret" | "answersAfterwards"
> & { readonly status: number };
type AnswerRequest = <Needs extends Context>(
  context: Needs,
  reply: FastifyReply,
  described: AnsweredCall,
  handle: Handle<Needs>,
) => Promise<FastifyReply>;

/** How each method is answered around its handler: ETag, Idempotency-Key, If-Match. */
const ANSWER: Readonly<Record<CallDescription["method"], AnswerRequest>> = {
  GET: answerRead,
  POST: answerMaking,
  PUT: answerMatching,
  PATCH: answerMatching,
  DELETE: answerMatching,
};

/** The ETag is read before the content, so that it is never newer. */
async function answerRead<Needs extends Context>(
  context: Needs,
  reply: FastifyReply,
  described: AnsweredCall,
  handle: Handle<Needs>,
): Promise<FastifyReply> {
  const { entity, status } = described;
  const { database } = context.store;
  const tag = entity && (await findEntityTag(database, entity, idOf(reply.request)));
  const result = await handle(context);
  if (!result.ok) return sendRefusal(reply, result.error);
  if (tag) reply.header("etag", tag);
  if (described.csv) {
    reply.header("vary", "accept");
    if (accepts(reply.request, "text/csv")) {
      return reply
        .type("text/csv; charset=utf-8")
        .send(described.csv(result.value as never, reply.request.query as never));
    }
  }
  return reply.status(status).send(result.value);
}

async function answerMaking<Needs extends Context>(
  context: Needs,
  reply: FastifyReply,
  described: AnsweredCall,
  handle: Handle<Needs>,
): Promise<FastifyReply> {
  const { request } = reply;
  const content = JSON.stringify(request.body, described.provesOwner && withoutProof) ?? "";
  const { entity, makes } = described;
  const ofMade = makes && new EntityGuard(makes, (value) => (value as { readonly id: string }).id);
  const entityGuard = ofMade ?? (entity && new EntityGuard(entity, () => idOf(request)));
  const kept = { ...described, answer: described.answer, content, entityGuard };
  return answerOnce(context, reply, kept, handle);
}

async function answerMatching<Needs extends Context>(
  context: Needs,
  reply: FastifyReply,
  described: AnsweredCall,
  handle: Handle<Needs>,
): Promise<FastifyReply> {
  const { request } = reply;
  const tags = readIfMatch(request.headers["if-match"]);
  if (!tags.ok) return sendRefusal(reply, tags.error);
  const { entity, status, answer } = described;
  const seen = tags.value && { tags: tags.value, show: shownTo(context, request.actor as Actor) };
  const guard = entity && new EntityGuard(entity, () => idOf(request), seen);
  const result = await handle(guard ? { ...context, guard } : context);
  if (!result.ok) return sendRefusal(reply, result.error);
  if (guard?.tag && answer) reply.header("etag", guard.tag);
  return reply.status(status).send(result.value);
}

/** Leaves the password and code of a body out of what is kept: the hash that finds it again is a fast one. */
function withoutProof(name: string, value: unknown): unknown {
  return name === "currentPassword" || name === "code" ? undefined : value;
}

/** How a caller is shown one actor. */
function shownTo(context: Context, viewer: Actor): SeenEntity["show"] {
  return async (database, actor) => (await showActors(context, database, viewer, [actor]))(actor);
}

function idOf(request: FastifyRequest): string {
  return (request.params as { readonly id: string }).id;
}

/**
 * Authenticates a request before its body is read. Answers 401 if the caller is unknown, 403 if it must change its
 * password or set up a second factor.
 */
export async function signIn(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  described: OpenBefore & Pick<CallDescription, "asksForProof"> = {},
): Promise<unknown> {
  const now = context.now();
  const signedIn = await authenticate(context, request, now);
  if (!signedIn.ok) {
    return (await isWithinRate(request, reply)) ? sendRefusal(reply, signedIn.error) : reply;
  }
  const { actor, session, sponsorIds } = signedIn.value;
  request.actor = actor;
  request.session = session;
  request.sponsorIds = sponsorIds;
  if (!(await isWithinRate(request, reply))) return reply;
  const unready = refuseUnready(context.config, session, described);
  const refusal = unready ?? (described.asksForProof === true ? refuseUnproved(session, now) : null);
  return refusal ? sendRefusal(reply, refusal) : undefined;
}

function routeSchema(described: CallDescription, status: number): object {
  const { params, query = NoQuery, body, answer } = described;
  return {
    summary: described.summary,
    ...(params && { params }),
    querystring: query,
    ...(body && { body }),
    response: { ...(answer && { [status]: answer }), "4xx": Problem },
  };
}
