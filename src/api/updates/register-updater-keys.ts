import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { type FeedKey, KEY_PURPOSES, type KeyPurpose } from "../../catalog/updater-key.ts";
import { NoQuery } from "../../contract/fields.ts";
import { UpdaterKeyList } from "../../contract/updater-key.ts";
import type { UpdatesContext } from "../../updates/updates-context.ts";
import { limitAddress } from "../server/rate-limit.ts";

/** `GET /v1/updater-keys`: the public keys that updaters verify answers with. They are public, so it needs no token. */
export function registerUpdaterKeys(
  app: FastifyInstance,
  { feedKeys }: Pick<UpdatesContext, "feedKeys">,
): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: "GET",
    url: "/v1/updater-keys",
    schema: {
      summary: "The public keys that answers of feeds are verified with: apt, TUF, Omaha",
      querystring: NoQuery,
      response: { 200: UpdaterKeyList },
    },
    onRequest: limitAddress,
    handler: async (_request, reply) => {
      const keys = await Promise.all(
        KEY_PURPOSES.map(async (purpose) => (await feedKeys(purpose)).map((key) => toAnswer(purpose, key))),
      );
      reply.header("cache-control", "public, max-age=300");
      return { items: keys.flat() };
    },
  });
}

function toAnswer(purpose: KeyPurpose, { id, publicKey, createdAt, privateKey }: FeedKey) {
  return { purpose, id, publicKey, createdAt, signs: privateKey !== null };
}
