import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { z } from "zod";
import { NoQuery } from "../contract/fields.ts";
import { Problem } from "../contract/problem.ts";
import type { Instant } from "../instant.ts";
import { type Refusal, type Result, refuse } from "../result.ts";
import type { Actor } from "../tenancy/actor.ts";
import type { Session } from "../tenancy/session.ts";
import { accepts } from "./accepts.ts";
import { answerOnce, type Exchange } from "./answer-once.ts";
import { authenticate } from "./authenticate.ts";
import type { Context } from "./context.ts";
import type { Entity } from "./entities.ts";
import { EntityGuard, findEntityTag, readIfMatch } from "./if-match.ts";
import { sendRefusal } from "./problem.ts";
import { isWithinRate } from "./server/rate-limit.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; set before a handler runs, null on public paths. */
    actor: Actor | null;
    /** The session that the request was made with; null where it was made with a token of another kind, or none. */
    session: Session | null;
  }
}

type Schema = z.ZodType | undefined;
type SchemaOutput<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

/** What a handler is told: what was asked, by whom, when. */
export interface Call<Params extends Schema, Query extends Schema, Body extends Schema> {
  readonly params: SchemaOutput<Params>;
  readonly query: SchemaOutput<Query>;
  readonly body: SchemaOutput<Body>;
  readonly actor: Actor;
  /** Null: asked with a token that is no session's. */
  readonly session: Session | null;
  readonly now: Instant;
  readonly reply: FastifyReply;
  readonly url: string;
}

/** What a call takes and gives, as data: the API document is made from it. */
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
  /** The headers that it needs, with what they say. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The media types of a body that is no JSON, in place of one that is or beside it. */
  readonly bodyTypes?: readonly string[];
  /** Undefined: no JSON. */
  readonly answer?: Answer;
  /** The media types of an answer that is no JSON, in place of one that is or beside it. */
  readonly answerTypes?: readonly string[];
  /** What the address shows, and the id in it: every answer has its ETag, a change of it minds If-Match. */
  readonly entity?: Entity;
  /** Of a POST: what it makes, by the id in the answer, which has its ETag. */
  readonly makes?: Entity;
  /** Of a POST: its body can say what stands there now; where that is not so any more, it is refused with status 412. */
  readonly expectsInBody?: true;
  /** Of an accepted call; if not said 200, or 204 where nothing is answered. */
  readonly status?: number;
  /** The other statuses of an accepted call: a part of it, somewhere else, known already. */
  readonly otherStatuses?: readonly (206 | 302 | 304)[];
  /** The shape of a refusal with status 422, where it says more than every refusal. */
  readonly refusedAnswer?: z.ZodType;
}

/** One call of the API as data: what it takes, what it gives, and the handler between. All of them need a token. */
export interface Endpoint<
  Params extends Schema = Schema,
  Query extends Schema = Schema,
  Body extends Schema = Schema,
  Answer extends Schema = Schema,
> extends CallDescription<Params, Query, Body, Answer> {
  /** Whether it answers somebody who still has to change a one-time password. */
  readonly isOpenBeforePasswordChange?: true;
  /** The answer shows a secret once: it is not kept for who sends the call again. */
  readonly showsSecret?: true;
  /** See `KeptAnswer`. */
  readonly answersAfterwards?: true;
  /** The answer as CSV, for who asks for text/csv. */
  csv?(answer: SchemaOutput<Answer>): string;
  readonly handle: (
    asked: Call<Params, Query, Body>,
    context: Context,
  ) => Promise<Result<SchemaOutput<Answer>, Refusal>>;
}

/** Any endpoint, as lists hold them. */
export interface AnyEndpoint extends CallDescription {
  readonly register: (app: FastifyInstance, context: Context) => void;
}

/** Makes an endpoint from its description. */
export function endpoint<
  Params extends Schema = undefined,
  Query extends Schema = undefined,
  Body extends Schema = undefined,
  Answer extends Schema = undefined,
>(described: Endpoint<Params, Query, Body, Answer>): AnyEndpoint {
  const { handle: _, ...rest } = described;
  return { ...rest, register: (app, context) => register(app, context, described) };
}

function register<Params extends Schema, Query extends Schema, Body extends Schema, Answer extends Schema>(
  app: FastifyInstance,
  context: Context,
  described: Endpoint<Params, Query, Body, Answer>,
): void {
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
      const handle = (guarded: Context) => described.handle(asked, guarded);
      return ANSWER[described.method]({ context, request, reply }, { ...described, status }, handle);
    },
  });
}

type HandlerResult = Promise<Result<unknown, Refusal>>;
type Handle = (context: Context) => HandlerResult;
type AnswerKeys = "answer" | "csv" | "entity" | "makes" | "showsSecret" | "answersAfterwards";
type Described = Pick<Endpoint, AnswerKeys> & { readonly status: number };
type AnswerRequest = (exchange: Exchange, described: Described, handle: Handle) => Promise<FastifyReply>;

/** How a call of each method is answered beside what its handler does: ETag, Idempotency-Key, If-Match. */
const ANSWER: Readonly<Record<CallDescription["method"], AnswerRequest>> = {
  GET: answerRead,
  POST: answerMaking,
  PUT: answerMatching,
  PATCH: answerMatching,
  DELETE: answerMatching,
};

/** The tag is read before what it stands for, so that it is never newer. */
async function answerRead({ context, request, reply }: Exchange, described: Described, handle: Handle) {
  const { entity, status } = described;
  const { database } = context.store;
  const tag = entity && (await findEntityTag(database, entity, idOf(request)));
  const result = await handle(context);
  if (!result.ok) return sendRefusal(reply, result.error);
  if (tag) reply.header("etag", tag);
  if (described.csv) {
    reply.header("vary", "accept");
    if (accepts(request, "text/csv")) {
      return reply.type("text/csv; charset=utf-8").send(described.csv(result.value as never));
    }
  }
  return reply.status(status).send(result.value);
}

async function answerMaking(exchange: Exchange, described: Described, handle: Handle) {
  const { request } = exchange;
  const said = JSON.stringify(request.body) ?? "";
  const { entity, makes } = described;
  const ofMade = makes && new EntityGuard(makes, (value) => (value as { readonly id: string }).id);
  const taker = ofMade ?? (entity && new EntityGuard(entity, () => idOf(request)));
  const kept = { ...described, answer: described.answer, said, taker };
  return answerOnce(exchange, kept, handle);
}

async function answerMatching(exchange: Exchange, described: Described, handle: Handle) {
  const { context, request, reply } = exchange;
  const tags = readIfMatch(request.headers["if-match"]);
  if (!tags.ok) return sendRefusal(reply, tags.error);
  const { entity, status, answer } = described;
  const guard = entity && new EntityGuard(entity, () => idOf(request), tags.value);
  const result = await handle(guard ? { ...context, guard } : context);
  if (!result.ok) return sendRefusal(reply, result.error);
  if (guard?.tag && answer) reply.header("etag", guard.tag);
  return reply.status(status).send(result.value);
}

function idOf(request: FastifyRequest): string {
  return (request.params as { readonly id: string }).id;
}

/** Before anything of a request is read: who asks? Answers 401 where that is not known, 403 where it must not be now. */
export async function signIn(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  described: Pick<Endpoint, "isOpenBeforePasswordChange"> = {},
): Promise<unknown> {
  const signedIn = await authenticate(context, request, context.now());
  if (!signedIn.ok) {
    return (await isWithinRate(request, reply)) ? sendRefusal(reply, signedIn.error) : reply;
  }
  const { actor, session } = signedIn.value;
  request.actor = actor;
  request.session = session;
  if (!(await isWithinRate(request, reply))) return reply;
  if (session?.passwordChangeNeeded && !described.isOpenBeforePasswordChange) {
    return sendRefusal(reply, PASSWORD_CHANGE_NEEDED);
  }
  return undefined;
}

const PASSWORD_CHANGE_NEEDED = refuse(
  "password_change_needed",
  "This password is good for signing in once; set your own first: PUT /v1/me/password.",
);

function routeSchema(described: Endpoint, status: number): object {
  const { params, query = NoQuery, body, answer } = described;
  return {
    summary: described.summary,
    ...(params && { params }),
    querystring: query,
    ...(body && { body }),
    response: { ...(answer && { [status]: answer }), "4xx": Problem },
  };
}
