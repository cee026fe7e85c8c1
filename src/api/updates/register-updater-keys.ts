import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { KEY_PURPOSES, numberedKeys } from "../../catalog/updater-key.ts";
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
        KEY_PURPOSES.map(async (purpose) => {
          const numbered = numberedKeys(await feedKeys(purpose));
          return [...numbered].reverse().map((one) => ({ purpose, ...toAnswer(one) }));
        }),
      );
      reply.header("cache-control", "public, max-age=300");
      return { items: keys.flat() };
    },
  });
}

function toAnswer({ number, key }: ReturnType<typeof numberedKeys>[number]) {
  const { id, publicKey, createdAt, privateKey } = key;
  return { id, publicKey, number, createdAt, signs: privateKey !== null };
}
