import type { FastifyReply, FastifyRequest } from "fastify";
import { KEY_PURPOSES } from "../../catalog/updater-key.ts";
import type { EdgeKeys } from "../../updates/edge-keys.ts";
import type { EdgesContext } from "./edges-context.ts";

/** Makes `GET /v1/edge/keys`: what signing for updaters takes, with the private halves of the keys. */
export function keysSender({ feedKeys, tufRoots }: EdgesContext) {
  return async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const lists = await Promise.all(KEY_PURPOSES.map(async (purpose) => [purpose, await feedKeys(purpose)]));
    const answer: EdgeKeys = { keys: Object.fromEntries(lists), roots: await tufRoots() };
    return reply.send(answer);
  };
}
