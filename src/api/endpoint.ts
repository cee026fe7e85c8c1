import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import type { z } from "zod";
import { Problem } from "../contract/problem.ts";
import type { Instant } from "../instant.ts";
import type { Refusal, Result } from "../result.ts";
import type { Actor } from "../tenancy/actor.ts";
import { authenticate } from "./authenticate.ts";
import type { Context } from "./context.ts";
import { sendRefusal } from "./problem.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who asks; set before a handler runs, null on public paths. */
    actor: Actor | null;
  }
}

type Schema = z.ZodType | undefined;
type Read<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

/** What a handler is told: what was asked, by whom, when. */
export interface Asked<Params extends Schema, Query extends Schema, Body extends Schema> {
  readonly params: Read<Params>;
  readonly query: Read<Query>;
  readonly body: Read<Body>;
  readonly actor: Actor;
  readonly now: Instant;
  readonly reply: FastifyReply;
  readonly url: string;
}

/** One call of the API as data: what it takes, what it gives, and the handler between. All of them need a token. */
export interface Endpoint<
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
  /** Undefined: no content (204). */
  readonly answer?: Answer;
  /** Of an accepted call; 200 if not said. */
  readonly status?: number;
  readonly handle: (
    asked: Asked<Params, Query, Body>,
    context: Context,
  ) => Promise<Result<Read<Answer>, Refusal>>;
}

/** Any endpoint, as lists hold them. */
export interface AnyEndpoint {
  readonly method: Endpoint["method"];
  readonly path: string;
  readonly summary: string;
  readonly register: (app: FastifyInstance, context: Context) => void;
}

/** Makes an endpoint from its description. */
export function endpoint<
  Params extends Schema = undefined,
  Query extends Schema = undefined,
  Body extends Schema = undefined,
  Answer extends Schema = undefined,
>(described: Endpoint<Params, Query, Body, Answer>): AnyEndpoint {
  const { method, path, summary } = described;
  return { method, path, summary, register: (app, context) => register(app, context, described) };
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
    schema: routeSchema(described, status),
    onRequest: (request, reply) => signIn(context, request, reply),
    handler: async (request, reply) => {
      const asked = {
        params: request.params as Read<Params>,
        query: request.query as Read<Query>,
        body: request.body as Read<Body>,
        actor: request.actor as Actor,
        now: context.now(),
        reply,
        url: request.url,
      };
      const result = await described.handle(asked, context);
      return result.ok ? reply.status(status).send(result.value) : sendRefusal(reply, result.error);
    },
  });
}

/** Before anything of a request is read: who asks? Answers 401 where that is not known. */
export async function signIn(
  context: Context,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const actor = await authenticate(context, request.headers.authorization, context.now());
  if (!actor.ok) return sendRefusal(reply, actor.error);
  request.actor = actor.value;
  return undefined;
}

function routeSchema(described: Endpoint, status: number): object {
  const { params, query, body, answer } = described;
  return {
    summary: described.summary,
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
    response: { ...(answer && { [status]: answer }), "4xx": Problem },
  };
}
